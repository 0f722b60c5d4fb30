"""The form of a wait for a reply: words as chips, buttons, and a line that tries them live."""

from __future__ import annotations

import streamlit as st

from designer.components.step_form.board import Board
from designer.components.step_form.inputs import (
    chips,
    choice,
    duration,
    first,
    key_of,
    saving_list,
    small_button,
    text_input,
    toggle,
    told_apart,
)
from designer.components.step_form.shared import paths_inputs, try_answers
from designer.editing import add_branch, move_item, remove_item
from engine.journey.model import text_in
from engine.journey.steps.send_session import SendSession
from engine.journey.steps.wait_for_reply import ReplyBranch, WaitForReply

MATCHES = ("word", "exact", "phrase", "starts_with", "regex", "any")


def form(board: Board, node: str) -> None:
    step = board.step(node)
    if not isinstance(step, WaitForReply):
        return
    buttons = buttons_before(board, node.removeprefix("step:"))
    asks_location = any(one.location_request for one in messages_before(board, node.removeprefix("step:")))
    for place, branch in enumerate(step.branches):
        with st.container(border=True):
            _branch(board, node, branch, place, buttons)
            if branch.location or asks_location:
                location = board.say("location")
                toggle(board, node, ("branches", branch.id, "location"), branch.location, location)
    _add(board, node)
    if step.branches:
        try_answers(board, node, step.branches, other=board.say("try.other"))
    duration(board, node, ("for",), step.for_ or "", board.say("limit"))
    paths_inputs(board, node)


def buttons_before(board: Board, step_id: str) -> dict[str, str]:
    """Buttons and rows of the messages that lead straight to this wait: id → what stands on it."""
    default = board.journey.language
    rows = [row for message in messages_before(board, step_id) if message.list_ for _, row in message.list_.rows()]
    buttons = [button for message in messages_before(board, step_id) for button in message.buttons]
    return {one.id: text_in(one.title, default, default) or one.id for one in [*buttons, *rows]}


def messages_before(board: Board, step_id: str) -> list[SendSession]:
    """The free replies that lead straight to this wait."""
    return [step for step in board.journey.steps.values() if isinstance(step, SendSession) and step.next == step_id]


def _branch(board: Board, node: str, branch: ReplyBranch, place: int, buttons: dict[str, str]) -> None:
    path = ("branches", branch.id)
    if branch.match != "any":
        chips(
            board, node, (*path, "any_of"), branch.any_of, board.say("any_of"),
            whole=branch.match in ("regex", "phrase"), placeholder=board.say("any_of.hint"),
        )  # fmt: skip
    if buttons or branch.buttons:
        _taps(board, node, branch, buttons)
    with st.container(horizontal=True, vertical_alignment="center"):
        toggle(board, node, (*path, "typos"), branch.typos, board.say("typos"))
        _more(board, node, branch)
        _acts(board, node, branch.id, place)


def _more(board: Board, node: str, branch: ReplyBranch) -> None:
    """What most paths leave as it is."""
    path = ("branches", branch.id)
    with st.popover(
        "", icon=":material/tune:", help=board.say("more"), type="tertiary", key=key_of(node, path, ".more")
    ):
        title = text_in(branch.title, board.language, board.journey.language)
        text_input(board, node, (*path, "title"), title, board.say("branch.title"))
        matches = {one: board.say(f"match.{one}") for one in MATCHES}
        choice(board, node, (*path, "match"), branch.match, matches, label=board.say("match"))


def _taps(board: Board, node: str, branch: ReplyBranch, buttons: dict[str, str]) -> None:
    path, now = ("branches", branch.id, "buttons"), list(dict.fromkeys(branch.buttons))
    key = key_of(node, path)
    options = list(dict.fromkeys([*buttons, *branch.buttons]))
    words = told_apart(options, lambda one: str(buttons.get(one, one)))
    st.multiselect(
        board.say("taps"), options, key=key,
        placeholder=board.say("taps.hint"), format_func=lambda one: str(words.get(one, one)),
        on_change=saving_list(board, node, path, now, list),
        **first(key, now, "default"),
    )  # fmt: skip


def _acts(board: Board, node: str, branch_id: str, place: int) -> None:
    step_id, key = node.removeprefix("step:"), key_of(node, ("branches", branch_id))
    small_button(
        f"{key}.up", ":material/arrow_upward:", board.say("up"), disabled=place == 0,
        act=lambda: board.save(lambda now: move_item(now, step_id, "branches", branch_id, -1)),
    )  # fmt: skip
    small_button(
        f"{key}.remove", ":material/close:", board.say("remove"),
        act=lambda: board.save(lambda now: remove_item(now, step_id, "branches", branch_id)),
    )  # fmt: skip


def _add(board: Board, node: str) -> None:
    fresh = {"any_of": [], "match": "word", "typos": True, "buttons": []}
    st.button(
        board.say("branch.add"), key=f"form:{node}:add_branch", icon=":material/add:",
        on_click=lambda: board.save(lambda now: add_branch(now, node.removeprefix("step:"), **fresh)),
    )  # fmt: skip
