"""The inspector: one form a type of step or start, and the settings of the journey when nothing is selected."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module

import streamlit as st

from designer.components.step_form import journey
from designer.components.step_form.board import Board
from designer.components.step_form.shared import name_input
from designer.kinds import KINDS
from designer.palette import type_title

FORMS: dict[str, Callable[[Board, str], None]] = {kind: import_module(f"{__name__}.{kind}").form for kind in KINDS}
"""Each in the file of its name."""

__all__ = ["FORMS", "Board", "step_form"]


def step_form(board: Board, selection: Sequence[str], *, under_name: Callable[[str], None]) -> None:
    """The form of the one selected card; for none, the journey's settings; for several, how many. `under_name` draws what
    the page knows of the card, such as its problems."""
    if not selection:
        journey.form(board)
    elif len(selection) > 1:
        st.subheader(board.say("several", count=str(len(selection))), anchor=False)
        st.caption(board.say("several.help"))
    else:
        _one(board, selection[0], under_name)


def _one(board: Board, node: str, under_name: Callable[[str], None]) -> None:
    kind = str(board.part(node).get("type"))
    form = FORMS.get(kind)
    if form is None:
        st.caption(board.say("missing"))
        return
    with st.container():  # what comes and goes here does not push the fields below to another place, which empties them
        name_input(board, node, type_title(kind, board.language))
        under_name(node)
    form(board, node)
