"""What the customer can touch under a free reply: buttons, a list, a link, or the request for the location."""

from __future__ import annotations

import streamlit as st

from designer.components.step_form.board import Board
from designer.components.step_form.inputs import first, key_of, saving
from designer.components.step_form.option_list import list_inputs
from designer.components.step_form.titles import add_title, local_input, titles_input
from designer.editing import OFFERS, choose_offer, offers_of

FIELD = ("offer",)


def offer_inputs(board: Board, node: str, codes: list[str]) -> None:
    """The choice, then the inputs of what was chosen."""
    now = offer_of(board, node)
    names = {one: board.say(f"offer.{one}") for one in OFFERS}
    key = key_of(node, FIELD)
    st.segmented_control(
        board.say("offer"), list(names), key=key, format_func=lambda one: names[one], required=True, width="stretch",
        on_change=saving(key, now, lambda one: board.save(lambda draft: choose_offer(draft, node, one))),
        **first(key, now, "default"),
    )  # fmt: skip
    if now == "list":
        list_inputs(board, node, codes)
    elif now == "link_button":
        _link(board, node, codes)
    elif now == "location_request":
        st.caption(board.say("offer.location_request.help"))
    else:
        titles_input(board, node, "buttons", codes)
        add_title(board, node, "buttons")


def offer_of(board: Board, node: str) -> str:
    """The first that the step makes; buttons where it makes none."""
    return next(iter(offers_of(board.part(node))), "buttons")


def _link(board: Board, node: str, codes: list[str]) -> None:
    link = board.part(node).get("link_button") or {}
    left, right = st.columns([2, 3])
    with left:
        local_input(
            board, node, ("link_button", "title"), link.get("title"), label=board.say("link.title"), codes=codes,
            hint=board.say("button.hint"),
        )  # fmt: skip
    with right:
        local_input(
            board, node, ("link_button", "url"), link.get("url"), label=board.say("link.url"), codes=codes,
            hint=board.say("file.url.hint"),
        )  # fmt: skip
