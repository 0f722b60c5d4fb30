"""The form of a wait for an event: its name, what must hold of it, and for how long."""

from __future__ import annotations

import streamlit as st

from designer.components.step_form.board import Board
from designer.components.step_form.branch import condition_rows
from designer.components.step_form.inputs import duration, text_input
from designer.components.step_form.shared import paths_inputs
from engine.journey.steps.wait_for_event import WaitForEvent


def form(board: Board, node: str) -> None:
    step = board.step(node)
    if not isinstance(step, WaitForEvent):
        return
    text_input(
        board, node, ("event",), step.event or "", board.say("awaited"), placeholder=board.say("goal.hint")
    )  # fmt: skip
    duration(board, node, ("for",), step.for_ or "", board.say("awaited.limit"))
    written = board.part(node).get("where")
    condition_rows(board, node, ("where",), written, step.where, label=board.say("awaited.where"))
    st.caption(board.say("awaited.help", step=node.removeprefix("step:")))
    paths_inputs(board, node)
