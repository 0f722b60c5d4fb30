"""The inspector: one form a type of step or start, and the settings of the journey when nothing is selected."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from designer.components.step_form import (
    ask,
    audience,
    branch,
    branch_on_message,
    call_http,
    date,
    event,
    exit,
    journey,
    keyword,
    link,
    opt_in,
    record_consent,
    send_session,
    send_template,
    split,
    start_journey,
    update_contact,
    wait,
    wait_for_event,
    wait_for_reply,
)
from designer.components.step_form.board import Board
from designer.components.step_form.shared import name_input
from designer.palette import type_title

FORMS: dict[str, Callable[[Board, str], None]] = {
    "send_template": send_template.form,
    "send_session": send_session.form,
    "ask": ask.form,
    "wait": wait.form,
    "wait_for_reply": wait_for_reply.form,
    "wait_for_event": wait_for_event.form,
    "branch": branch.form,
    "branch_on_message": branch_on_message.form,
    "split": split.form,
    "update_contact": update_contact.form,
    "record_consent": record_consent.form,
    "start_journey": start_journey.form,
    "call_http": call_http.form,
    "exit": exit.form,
    "keyword": keyword.form,
    "event": event.form,
    "link": link.form,
    "opt_in": opt_in.form,
    "audience": audience.form,
    "date": date.form,
}

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
