"""The form of a start by a customer's date."""

from __future__ import annotations

from typing import Any

import streamlit as st

from designer import state
from designer.components.step_form.board import Board
from designer.components.step_form.inputs import first, first_of, hour, keep, key_of, path_input, saving, segments
from designer.editing import clear_field
from designer.placeholders import field_label, full_path
from engine.journey.clock_times import parse_offset
from engine.journey.triggers import DateTrigger

SIDES = ("on", "before", "after")
MANY_DAYS = 365


def form(board: Board, node: str) -> None:
    trigger = next((one for one in board.journey.triggers if f"trigger:{one.id}" == node), None)
    if not isinstance(trigger, DateTrigger):
        return
    _field(board, node, trigger.attribute)
    _offset(board, node, parse_offset(trigger.offset or "0s")[0])
    hour(board, node, ("at",), trigger.at, board.say("send.hour"))
    often = {one: board.say(f"date.every.{one}") for one in ("year", "once")}
    segments(board, node, ("every",), trigger.every, often, label=board.say("date.every"))
    st.caption(board.say("date.zone"))
    path_input(board, node, "next", board.say("path.next"), nowhere=board.say("nowhere"))


def _field(board: Board, node: str, attribute: str) -> None:
    key = key_of(node, ("attribute",))
    known = [one for one in board.fields() if one.startswith("contact.")]
    options = list(dict.fromkeys([*known, *([attribute] if attribute else [])]))
    st.selectbox(
        board.say("date.field"), options, key=key, **first_of(key, attribute or None, options),
        placeholder=board.say("attribute.hint"), accept_new_options=True,
        format_func=lambda one: field_label(one, board.language),
        on_change=saving(key, attribute or None, lambda one: keep(board, node, ("attribute",), full_path(one or ""))),
    )  # fmt: skip


def _offset(board: Board, node: str, days: int) -> None:
    path = ("offset",)
    side_key, days_key = key_of(node, path, ".side"), key_of(node, path, ".days")
    side = "on" if days == 0 else "before" if days < 0 else "after"

    def changed(_: Any) -> None:
        chosen, amount = state.widget(side_key), int(state.widget(days_key, abs(days)) or 1)
        if chosen == "on":
            board.save(lambda now: clear_field(now, node, path))
        else:
            keep(board, node, path, f"{'-' if chosen == 'before' else ''}{amount}d")

    left, right = st.columns(2)
    left.selectbox(
        board.say("date.side"), SIDES, key=side_key, on_change=saving(side_key, side, changed), **first_of(side_key, side, SIDES),
        format_func=lambda one: board.say(f"date.side.{one}"),
    )  # fmt: skip
    if side != "on":
        right.number_input(
            board.say("date.days"), min_value=1, max_value=MANY_DAYS, step=1, key=days_key,
            on_change=saving(days_key, abs(days), changed), **first(days_key, abs(days)),
        )  # fmt: skip
