"""The form of a wait."""

from __future__ import annotations

import streamlit as st

from designer.card_words import duration_words
from designer.components.step_form.board import Board
from designer.components.step_form.inputs import duration
from designer.components.step_form.shared import paths_inputs


def form(board: Board, node: str) -> None:
    length = str(board.part(node).get("for") or "")
    duration(board, node, ("for",), length, board.say("wait"))
    if length:
        st.caption(board.say("wait.then", time=duration_words(length, board.language)))
    paths_inputs(board, node)
