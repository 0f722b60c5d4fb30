"""The form of an end: nothing to set but its name."""

from __future__ import annotations

import streamlit as st

from designer.components.step_form.board import Board


def form(board: Board, node: str) -> None:
    if board.part(node):
        st.caption(board.say("exit"))
