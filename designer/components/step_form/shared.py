"""Parts that several forms share: the name of a card, its ways out, and trying an answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from designer.components.plain import plain
from designer.components.step_form.board import Board
from designer.components.step_form.inputs import choice, key_of, path_input, text_input
from designer.components.step_form.trying import BadExpression, examples, taken, verdicts
from designer.path_words import port_label
from engine.journey.optout import OptOut, recognise_choice
from engine.journey.steps.wait_for_reply import ReplyBranch


def name_input(board: Board, node: str, kind: str) -> None:
    """The person's own name for the card, under its kind; the name by default stands behind it in grey."""
    title = str(board.part(node).get("title") or "")
    hint = None if title else board.title(node)
    text_input(board, node, ("title",), title, kind, placeholder=hint, max_chars=60, help=board.say("title"))


def not_sent_input(board: Board, node: str) -> None:
    path_input(
        board, node, "not_sent", board.say("not_sent"), nowhere=board.say("go_on"), help=board.say("not_sent.help")
    )


def unconfirmed_input(board: Board, node: str) -> None:
    """What becomes of a message of which nobody knows whether it left."""
    usual = "drop" if board.journey.purpose == "marketing" else "ask"
    options = {name: board.say(f"if_unconfirmed.{name}") for name in ("ask", "drop", "resend")}
    step = board.step(node)
    chosen = getattr(step, "if_unconfirmed", None) or usual
    choice(
        board, node, ("if_unconfirmed",), chosen, options, label=board.say("if_unconfirmed"),
        help=board.say("if_unconfirmed.help"),
    )  # fmt: skip


def paths_inputs(board: Board, node: str) -> None:
    """Every way out as a list, for those who do not draw arrows; `not_sent` has its own place."""
    step = board.step(node)
    ways = [way for way in step.ports() if way.id != "not_sent"] if step else []
    if not ways or step is None:
        return
    with st.expander(board.say("paths"), key=f"form:{node}:paths"):
        for way in ways:
            label = port_label(step, way, board.language, board.journey.language) or board.say("path.next")
            path_input(board, node, way.id, label, nowhere=board.say("nowhere"))


def try_answers(board: Board, node: str, branches: Sequence[ReplyBranch], *, other: str) -> None:
    """One line that shows what answers would do, and a box to try one's own, letter by letter."""
    try:
        shown = examples(branches, board.language)
        st.caption(verdicts(shown, branches, language=board.language, default=board.journey.language, other=other))
        _try_own(board, node, lambda text: _verdict(board, text, branches, other))
    except BadExpression as problem:
        st.caption(board.say("try.bad", problem=str(problem)))


def _try_own(board: Board, node: str, verdict: Callable[[str], str]) -> None:
    text = st.text_input(
        board.say("try"), key=key_of(node, ("try",)), placeholder=board.say("try.hint"), live=True,
        label_visibility="collapsed", icon=":material/chat_bubble:",
    )  # fmt: skip
    with st.container():  # its place is kept, so that the fields below stay where they are
        if text and text.strip():
            st.markdown(f"**{plain(verdict(text))}**")


def _verdict(board: Board, text: str, branches: Sequence[ReplyBranch], other: str) -> str:
    """Opt-out words are heard above every journey, so that they never reach a path."""
    if isinstance(recognise_choice(text, board.journey.language, last_was_marketing=False), OptOut):
        return f"→ {board.say('try.stop')}"
    if taken(text, branches) is None:
        return f"→ {other}"
    shown = verdicts([text], branches, language=board.language, default=board.journey.language, other=other)
    return f"→ {shown.rpartition('→ ')[2]}"
