"""The form of a wait: a length, a date, a date of the customer's record, or a day of the week."""

from __future__ import annotations

import datetime as dt
from typing import Any

import streamlit as st

from designer import state
from designer.components.step_form.board import Board
from designer.components.step_form.inputs import duration, first, first_of, hour, keep, key_of, saving, store, weekdays
from designer.components.step_form.shared import paths_inputs
from designer.editing import clear_field, set_field, set_fields
from designer.phrasing import duration_words
from designer.placeholders import field_label, full_path
from engine.journey.clock_times import parse_date, parse_offset
from engine.journey.durations import format_duration
from engine.journey.steps.until import UntilAttribute, UntilDate, UntilWeekday
from engine.journey.steps.wait import Wait

KINDS = ("for", "weekday", "date", "attribute")
UNTIL = ("until",)
EVENING = dt.time(18)


def form(board: Board, node: str) -> None:
    step = board.step(node)
    if not isinstance(step, Wait):
        return
    kind = {UntilDate: "date", UntilWeekday: "weekday", UntilAttribute: "attribute"}.get(type(step.until), "for")
    _kind(board, node, kind)
    match step.until:
        case UntilDate():
            _date(board, node, step.until)
        case UntilWeekday():
            weekdays(board, node, (*UNTIL, "weekday"), step.until.weekday, board.say("wait.weekday"))
            hour(board, node, (*UNTIL, "at"), step.until.at, board.say("wait.at"))
        case UntilAttribute():
            _attribute(board, node, step.until)
        case None:
            _length(board, node, step.for_ or "")
    if step.until is not None:
        st.caption(board.say("wait.zone"))
    paths_inputs(board, node)


def _length(board: Board, node: str, length: str) -> None:
    duration(board, node, ("for",), length, board.say("wait"))
    if length:
        st.caption(board.say("wait.then", time=duration_words(length, board.language)))


def _kind(board: Board, node: str, kind: str) -> None:
    key = key_of(node, (), "kind")

    def changed(chosen: str) -> None:
        length, until = ("1d", None) if chosen == "for" else (None, _fresh(chosen, board.today))
        board.save(lambda now: set_fields(now, node, {"for": length, "until": until}))

    st.selectbox(
        board.say("wait.kind"), KINDS, key=key, on_change=saving(key, kind, changed), **first_of(key, kind, KINDS),
        format_func=lambda one: board.say(f"wait.{one}"),
    )  # fmt: skip


def _fresh(kind: str, today: dt.date) -> dict[str, Any]:
    if kind == "date":
        return {"date": _written(today + dt.timedelta(days=7), EVENING)}
    return {"weekday": ["mon"], "at": "10:00"} if kind == "weekday" else {"attribute": "", "at": "10:00"}


def _written(day: dt.date, time: dt.time) -> str:
    return f"{day.isoformat()}T{time:%H:%M}"


def _date(board: Board, node: str, until: UntilDate) -> None:
    """A date with its own offset comes from a file, and stays a text."""
    moment, path = parse_date(until.date), (*UNTIL, "date")
    if moment.tzinfo is not None:
        key = key_of(node, path)
        st.text_input(
            board.say("wait.date"), key=key, **first(key, until.date),
            on_change=saving(key, until.date, lambda text: store(board, node, path, text.strip())),
        )  # fmt: skip
        return
    day_key, hour_key = key_of(node, path, ".day"), key_of(node, path, ".hour")

    def changed(_: Any) -> None:
        keep(board, node, path, _written(state.widget(day_key), state.widget(hour_key)))

    left, right = st.columns(2)
    left.date_input(
        board.say("wait.date"), key=day_key, on_change=saving(day_key, moment.date(), changed), format="DD/MM/YYYY",
        min_value=dt.date(1900, 1, 1), max_value=dt.date(2199, 12, 31), **first(day_key, moment.date()),
    )  # fmt: skip
    saver = saving(hour_key, moment.time(), changed)
    right.time_input(board.say("wait.at"), key=hour_key, on_change=saver, **first(hour_key, moment.time()))


def _attribute(board: Board, node: str, until: UntilAttribute) -> None:
    key, path = key_of(node, (*UNTIL, "attribute")), (*UNTIL, "attribute")
    options = list(dict.fromkeys([*board.fields(), *([until.attribute] if until.attribute else [])]))
    st.selectbox(
        board.say("wait.field"), options, key=key, **first_of(key, until.attribute or None, options),
        placeholder=board.say("attribute.hint"), accept_new_options=True,
        format_func=lambda one: field_label(one, board.language),
        on_change=saving(key, until.attribute or None, lambda one: keep(board, node, path, full_path(one or ""))),
    )  # fmt: skip
    _offset(board, node, until)
    _hour_of_the_day(board, node, until)


def _offset(board: Board, node: str, until: UntilAttribute) -> None:
    days, hours = parse_offset(until.offset or "0s")
    length = dt.timedelta(days=days) + hours
    side = "on" if not length else "before" if length < dt.timedelta() else "after"
    path, key = (*UNTIL, "offset"), key_of(node, (*UNTIL, "offset"), ".side")

    def changed(chosen: str) -> None:
        amount = format_duration(abs(length) or dt.timedelta(days=1))
        written = {"before": f"-{amount}", "after": amount}.get(chosen)
        board.save(lambda now: set_field(now, node, path, written) if written else clear_field(now, node, path))

    sides = ("on", "before", "after")
    st.selectbox(
        board.say("wait.side"), sides, key=key, on_change=saving(key, side, changed), **first_of(key, side, sides),
        format_func=lambda one: board.say(f"wait.side.{one}"),
    )  # fmt: skip
    if side != "on":
        sign = "-" if side == "before" else ""
        duration(board, node, path, format_duration(abs(length)), board.say("wait.offset"), sign=sign)


def _hour_of_the_day(board: Board, node: str, until: UntilAttribute) -> None:
    path, key = (*UNTIL, "at"), key_of(node, (*UNTIL, "at"), ".on")

    def switched(wanted: bool) -> None:
        board.save(lambda now: set_field(now, node, path, "10:00") if wanted else clear_field(now, node, path))

    timed = until.at is not None
    st.toggle(board.say("wait.at.on"), key=key, on_change=saving(key, timed, switched), **first(key, timed))
    if until.at is not None:
        hour(board, node, path, until.at, board.say("wait.at"))
