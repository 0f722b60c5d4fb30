"""The form of a start by keyword."""

from __future__ import annotations

from designer.components.step_form.board import Board
from designer.components.step_form.inputs import chips, choice, path_input, toggle
from designer.components.step_form.shared import try_answers
from designer.components.step_form.wait_for_reply import MATCHES
from engine.journey.steps.wait_for_reply import ReplyBranch
from engine.journey.triggers import KeywordTrigger


def form(board: Board, node: str) -> None:
    trigger = next((one for one in board.journey.triggers if f"trigger:{one.id}" == node), None)
    if not isinstance(trigger, KeywordTrigger):
        return
    if trigger.match != "any":
        chips(
            board, node, ("any_of",), trigger.any_of, board.say("keyword"),
            whole=trigger.match in ("regex", "phrase"), placeholder=board.say("any_of.hint"),
        )  # fmt: skip
        toggle(board, node, ("typos",), trigger.typos, board.say("typos"))
    choice(
        board,
        node,
        ("match",),
        trigger.match,
        {one: board.say(f"match.{one}") for one in MATCHES},
        label=board.say("match"),
    )
    if trigger.any_of or trigger.match == "any":
        try_answers(board, node, [_as_branch(board, trigger)], other=board.say("try.nothing"))
    path_input(board, node, "next", board.say("path.next"), nowhere=board.say("nowhere"))


def _as_branch(board: Board, trigger: KeywordTrigger) -> ReplyBranch:
    """Recognised as an answer is; its name says that the journey starts."""
    return ReplyBranch(
        id=trigger.id, title=board.say("try.starts"), any_of=trigger.any_of, match=trigger.match, typos=trigger.typos
    )
