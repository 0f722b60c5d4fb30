"""The form of a start by an agreement."""

from __future__ import annotations

import streamlit as st

from designer.components.step_form.board import Board
from designer.components.step_form.inputs import path_input, segments
from engine.journey.triggers import OptInTrigger

PURPOSES = ("marketing", "service", "all")


def form(board: Board, node: str) -> None:
    trigger = next((one for one in board.journey.triggers if f"trigger:{one.id}" == node), None)
    if not isinstance(trigger, OptInTrigger):
        return
    purposes = {one: board.say(f"opt_in.{one}") for one in PURPOSES}
    segments(board, node, ("purpose",), trigger.purpose, purposes, label=board.say("opt_in.purpose"))
    st.caption(board.say("opt_in.how"))
    path_input(board, node, "next", board.say("path.next"), nowhere=board.say("nowhere"))
