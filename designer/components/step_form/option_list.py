"""The list of a free reply: the button that opens it, and its rows, in parts where there are many."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from designer.components.step_form.board import Board
from designer.components.step_form.inputs import small_button
from designer.components.step_form.titles import local_input
from designer.editing import add_row, add_section, move_row, remove_row
from engine.journey.steps.options import ROWS_AT_MOST


def list_inputs(board: Board, node: str, codes: list[str]) -> None:
    sheet = board.part(node).get("list") or {}
    sections: list[Mapping[str, Any]] = sheet.get("sections") or []
    local_input(
        board, node, ("list", "button"), sheet.get("button"), label=board.say("list.button"), codes=codes,
        hint=board.say("button.hint"),
    )  # fmt: skip
    has_room = sum(len(section.get("rows") or []) for section in sections) < ROWS_AT_MOST
    for place, section in enumerate(sections):
        with st.container(border=True):
            _section(board, node, section, place, codes=codes, several=len(sections) > 1, has_room=has_room)
    if has_room:
        st.button(
            board.say("list.section.add"), key=f"form:{node}:add_section", icon=":material/add:", type="tertiary",
            on_click=lambda: board.save(lambda now: add_section(now, node)),
        )  # fmt: skip


def _section(
    board: Board, node: str, section: Mapping[str, Any], place: int, *, codes: list[str], several: bool, has_room: bool
) -> None:
    if several or section.get("title"):
        local_input(
            board, node, ("list", "sections", place, "title"), section.get("title"), label=board.say("list.section"),
            codes=codes, hint=board.say("list.row.hint"),
        )  # fmt: skip
    rows: list[Mapping[str, Any]] = section.get("rows") or []
    for number, row in enumerate(rows):
        _row(board, node, place, row, is_first=number == 0, codes=codes)
    if has_room:
        st.button(
            board.say("list.row.add"), key=f"form:{node}:add_row.{place}", icon=":material/add:",
            on_click=lambda: board.save(lambda now: add_row(now, node, place)),
        )  # fmt: skip


def _row(board: Board, node: str, section: int, row: Mapping[str, Any], *, is_first: bool, codes: list[str]) -> None:
    row_id = str(row["id"])
    path = ("list", "sections", section, "rows", row_id)
    title, description, acts = st.columns([4, 5, 2], vertical_alignment="bottom")
    with title:
        local_input(
            board, node, (*path, "title"), row.get("title"), label=board.say("list.row"), codes=codes,
            hint=board.say("list.row.hint"),
        )  # fmt: skip
    with description:
        local_input(
            board, node, (*path, "description"), row.get("description"), label=board.say("list.description"),
            codes=codes, hint=board.say("list.description.hint"), keep_empty=False,
        )  # fmt: skip
    with acts.container(horizontal=True, gap="xxsmall"):
        key = f"form:{node}:list.{row_id}"
        small_button(
            f"{key}.up", ":material/arrow_upward:", board.say("up"), disabled=is_first,
            act=lambda: board.save(lambda now: move_row(now, node, section, row_id)),
        )  # fmt: skip
        small_button(
            f"{key}.remove", ":material/close:", board.say("remove"),
            act=lambda: board.save(lambda now: remove_row(now, node, section, row_id)),
        )  # fmt: skip
