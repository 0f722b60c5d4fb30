"""The form of a choice by what became of a message."""

from __future__ import annotations

import streamlit as st

from designer.components.step_form.board import Board
from designer.components.step_form.inputs import duration, first_of, key_of, path_input, saving, store, told_apart
from engine.journey.steps.branch_on_message import SIGNS, BranchOnMessage

WAYS = ("replied", *SIGNS, "failed")


def form(board: Board, node: str) -> None:
    step = board.step(node)
    if not isinstance(step, BranchOnMessage):
        return
    _message(board, node, step.message)
    duration(board, node, ("within",), step.within or "", board.say("looks.within"))
    for sign in WAYS:
        path_input(board, node, sign, board.say(f"looks.{sign}"), nowhere=board.say("looks.ignored"))
    path_input(board, node, "otherwise", board.say("looks.otherwise"), nowhere=board.say("nowhere"))
    st.caption(board.say("looks.help"))


def _message(board: Board, node: str, chosen: str | None) -> None:
    key = key_of(node, ("message",))
    sending = [step_id for step_id, step in board.journey.walk() if step.sends]
    options: list[str] = list(dict.fromkeys([*sending, *([chosen] if chosen else [])]))
    words = told_apart(options, lambda one: board.title(f"step:{one}") or one)
    st.selectbox(
        board.say("looks.message"), options, key=key, **first_of(key, chosen, options),
        placeholder=board.say("looks.choose"),
        format_func=lambda one: str(words.get(one, one)),
        on_change=saving(key, chosen, lambda one: store(board, node, ("message",), one)),
    )  # fmt: skip
