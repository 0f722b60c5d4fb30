"""The form of a start by a link, a QR code or an ad."""

from __future__ import annotations

import streamlit as st

from designer.components.plain import plain
from designer.components.start_link import start_link
from designer.components.step_form.board import Board
from designer.components.step_form.inputs import chips, path_input, text_input
from designer.phrasing import quote
from engine.journey.links import code_pattern, prefilled_text
from engine.journey.triggers import LinkTrigger


def form(board: Board, node: str) -> None:
    trigger = next((one for one in board.journey.triggers if f"trigger:{one.id}" == node), None)
    if not isinstance(trigger, LinkTrigger):
        return
    text_input(
        board, node, ("code",), trigger.code or "", board.say("link.code"), placeholder=board.say("link.code.hint"),
        max_chars=40,
    )  # fmt: skip
    text_input(
        board, node, ("greeting",), trigger.greeting or "", board.say("link.greeting"),
        placeholder=board.say("link.greeting.hint"), max_chars=200,
    )  # fmt: skip
    with st.container():
        if code_pattern(trigger) is not None:
            st.caption(plain(board.say("link.sends", text=quote(prefilled_text(trigger), board.language))))
            start_link(trigger, board.number, key=f"form:{node}")
    chips(
        board, node, ("ads",), trigger.ads, board.say("link.ads"), placeholder=board.say("link.ads.hint"),
        help=board.say("link.ads.help"),
    )  # fmt: skip
    path_input(board, node, "next", board.say("path.next"), nowhere=board.say("nowhere"))
