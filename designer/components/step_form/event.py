"""The form of a start by an event of the customer's site."""

from __future__ import annotations

import streamlit as st

from designer.components.step_form.board import Board
from designer.components.step_form.inputs import path_input, text_input


def form(board: Board, node: str) -> None:
    name = str(board.part(node).get("name") or "")
    text_input(board, node, ("name",), name, board.say("event.name"), placeholder=board.say("event.hint"))
    st.caption(board.say("event.call"))
    path_input(board, node, "next", board.say("path.next"), nowhere=board.say("nowhere"))
