"""The block “Modèle de secours” of a free reply: the template that leaves when the 24 hours are over."""

from __future__ import annotations

import streamlit as st

from designer.components.step_form.board import Board
from designer.components.step_form.inputs import first, keep, key_of, saving
from designer.components.step_form.sample_phone import sample_phone
from designer.components.step_form.template_inputs import template_inputs
from designer.editing import clear_field

PLACE = ("if_window_closed",)


def fallback_block(board: Board, node: str) -> None:
    """Switched off, the reply is not sent once the window is closed."""
    is_on = "if_window_closed" in board.part(node)
    key = key_of(node, PLACE)

    def changed(on: bool) -> None:
        if on:
            keep(board, node, PLACE, {})
        else:
            board.save(lambda now: clear_field(now, node, PLACE))

    st.toggle(
        board.say("fallback"), key=key, help=board.say("fallback.help"), on_change=saving(key, is_on, changed),
        **first(key, is_on),
    )  # fmt: skip
    if is_on:
        with st.container(border=True):
            if template_inputs(board, node, PLACE):
                sample_phone(board, node, fallback=True)
