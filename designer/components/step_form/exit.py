"""The form of an end: nothing to set but its name."""

from __future__ import annotations

import streamlit as st

from designer.components.step_form.board import Board
from designer.components.step_form.shared import title_input


def form(board: Board, node: str) -> None:
    st.caption(board.say("exit"))
    title_input(board, node)
