"""The buttons of a message, or the choices of a question: up to three short titles, in order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import streamlit as st

from designer.components.step_form.board import Board
from designer.components.step_form.inputs import small_button, text_input
from designer.editing import add_button, move_item, remove_item
from designer.editing.fields import Path
from engine.journey.steps.buttons import BUTTONS_AT_MOST

Items = Literal["buttons", "choices"]
ONE: dict[Items, str] = {"buttons": "button", "choices": "choice"}


def titles_input(board: Board, node: str, items: Items, codes: list[str]) -> None:
    """One row a title, each with its place and its removal."""
    written = board.part(node).get(items) or []
    if written:
        st.caption(board.say(items))
    for place, one in enumerate(written):
        _row(board, node, items, one, place=place, codes=codes)


def add_title(board: Board, node: str, items: Items) -> None:
    """A button that adds one, while there is room."""
    if len(board.part(node).get(items) or []) < BUTTONS_AT_MOST:
        st.button(
            board.say(f"{ONE[items]}.add"), key=f"form:{node}:add_{ONE[items]}", icon=":material/add:",
            on_click=lambda: board.save(lambda now: add_button(now, node.removeprefix("step:"), items=items)),
        )  # fmt: skip


def _row(board: Board, node: str, items: Items, one: Mapping[str, Any], *, place: int, codes: list[str]) -> None:
    item_id, step_id = str(one["id"]), node.removeprefix("step:")
    titles, acts = st.columns([5, 2], vertical_alignment="bottom")
    with titles:
        _titles(board, node, items, one, place=place, codes=codes)
    with acts.container(horizontal=True, gap="xxsmall"):
        key = f"form:{node}:{items}.{item_id}"
        small_button(
            f"{key}.up", ":material/arrow_upward:", board.say("up"), disabled=place == 0,
            act=lambda: board.save(lambda now: move_item(now, step_id, items, item_id, -1)),
        )  # fmt: skip
        small_button(
            f"{key}.remove", ":material/close:", board.say("remove"),
            act=lambda: board.save(lambda now: remove_item(now, step_id, items, item_id)),
        )  # fmt: skip


def _titles(board: Board, node: str, items: Items, one: Mapping[str, Any], *, place: int, codes: list[str]) -> None:
    label = board.say(ONE[items], place=str(place + 1))
    hint = board.say("button.hint")
    local_input(board, node, (items, str(one["id"]), "title"), one.get("title"), label=label, codes=codes, hint=hint)


def local_input(
    board: Board, node: str, path: Path, text: Any, *, label: str, codes: list[str], hint: str, keep_empty: bool = True
) -> None:
    """One short text for all languages, or one for each that the message is written in."""
    if not isinstance(text, Mapping):
        text_input(board, node, path, text or "", label, keep_empty=keep_empty, placeholder=hint)
        return
    for code in codes:
        text_input(board, node, (*path, code), text.get(code, ""), f"{label} · {code}", keep_empty=True)
