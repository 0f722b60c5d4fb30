"""The form that notes something on the customer's record."""

from __future__ import annotations

from typing import Any

import streamlit as st

from designer import state
from designer.components.step_form.board import Board
from designer.components.step_form.inputs import first, keep, key_of, saving, small_button
from designer.components.step_form.shared import paths_inputs
from designer.editing import clear_field
from designer.placeholders import field_label

OWN_FIELDS = ("name", "language")


def form(board: Board, node: str) -> None:
    noted: dict[str, Any] = board.part(node).get("set") or {}
    for name, value in noted.items():
        _row(board, node, name, value)
    _add(board, node, noted)
    paths_inputs(board, node)


def _row(board: Board, node: str, name: str, value: Any) -> None:
    key = key_of(node, ("set", name))
    shown = "" if value is None else str(value)
    text, acts = st.columns([6, 1], vertical_alignment="bottom")
    text.text_input(
        field_label(f"contact.{name}", board.language), key=key, placeholder=board.say("set.value.hint"),
        on_change=saving(key, shown, lambda text: keep(board, node, ("set", name), text.strip() or None)),
        **first(key, shown),
    )  # fmt: skip
    with acts:
        small_button(
            f"{key}.remove", ":material/close:", board.say("remove"),
            act=lambda: board.save(lambda now: clear_field(now, node, ("set", name))),
        )  # fmt: skip


def _add(board: Board, node: str, noted: dict[str, Any]) -> None:
    """A field is added with an empty text: choosing its value comes next."""
    key = key_of(node, ("set",), ".add")
    known = [path.partition(".")[2] for path in board.fields() if path.startswith("contact.")]
    names = [name for name in dict.fromkeys([*OWN_FIELDS, *known]) if name not in noted]

    def changed() -> None:
        name = str(state.widget(key) or "").strip()
        state.set_widget(key, None)
        if name and name not in noted:
            keep(board, node, ("set", name), "")

    st.selectbox(
        board.say("set.add"), names, index=None, key=key, accept_new_options=True, on_change=changed,
        placeholder=board.say("attribute.hint"),
        format_func=lambda name: field_label(f"contact.{name}", board.language),
    )  # fmt: skip
