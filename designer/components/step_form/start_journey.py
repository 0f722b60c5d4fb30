"""The form of a step that starts another journey."""

from __future__ import annotations

import streamlit as st

from designer.components.step_form.board import Board
from designer.components.step_form.inputs import first_of, key_of, path_input, saving, store, told_apart
from engine.journey.steps.start_journey import StartJourney


def form(board: Board, node: str) -> None:
    step = board.step(node)
    if not isinstance(step, StartJourney):
        return
    key = key_of(node, ("journey",))
    options: list[str] = list(dict.fromkeys([*board.journeys, *([step.journey] if step.journey else [])]))
    words = told_apart(options, lambda one: board.journeys.get(one, one))
    st.selectbox(
        board.say("starts"), options, key=key, **first_of(key, step.journey or None, options),
        placeholder=board.say("starts.choose"), format_func=lambda one: str(words.get(one, one)),
        on_change=saving(key, step.journey or None, lambda one: store(board, node, ("journey",), one)),
    )  # fmt: skip
    st.caption(board.say("starts.help"))
    path_input(board, node, "next", board.say("path.next"), nowhere=board.say("nowhere"))
    path_input(board, node, "not_started", board.say("starts.not_started"), nowhere=board.say("go_on"))
