"""The form of a start by a segment: whom, and when."""

from __future__ import annotations

import datetime as dt
from typing import Any

import streamlit as st

from designer import state
from designer.components.plain import plain
from designer.components.step_form.board import Board
from designer.components.step_form.branch import condition_rows
from designer.components.step_form.inputs import (
    choice,
    first,
    first_of,
    hour,
    keep,
    key_of,
    path_input,
    saving,
    text_input,
    told_apart,
)
from designer.editing import JOURNEY, choose_segment
from designer.figures import number
from engine.checker.words import catalogue, spoken_language
from engine.journey.clock_times import WEEKDAYS, parse_date
from engine.journey.schedules import AtMoment, Every
from engine.journey.segments import Segment
from engine.journey.triggers import AudienceTrigger

CONSENTS = ("consent.marketing", "consent.service", "consent.opted_out", "contact.joined_at")
NEW = ""
WHEN = ("when",)
KINDS = ("now", "at", "day", "week", "month")
FRESH: dict[str, Any] = {
    "now": "now", "day": {"every": "day", "at": "10:00"}, "week": {"every": "week", "weekday": "mon", "at": "10:00"},
    "month": {"every": "month", "day": 1, "at": "10:00"},
}  # fmt: skip


def form(board: Board, node: str) -> None:
    trigger = next((one for one in board.journey.triggers if f"trigger:{one.id}" == node), None)
    if not isinstance(trigger, AudienceTrigger):
        return
    _segment(board, node, trigger.segment)
    segment = board.journey.segments.get(trigger.segment or "")
    if trigger.segment and segment is not None:
        _description(board, trigger.segment, segment)
    _when(board, node, trigger)
    path_input(board, node, "next", board.say("path.next"), nowhere=board.say("nowhere"))


def _segment(board: Board, node: str, chosen: str | None) -> None:
    key = key_of(node, ("segment",))
    here, kept = board.journey.segments, board.kept_segments
    names = {one: segment.name or one for one, segment in here.items()}
    names |= {
        one: board.say("segment.kept", name=held.get("name") or one) for one, held in kept.items() if one not in here
    }
    options = [*names, *([chosen] if chosen and chosen not in names else []), NEW]
    words = told_apart(options, lambda one: names.get(one, one) or board.say("segment.new"))

    def changed(wanted: Any) -> None:
        if wanted is not None:
            board.save(lambda now: choose_segment(now, node, wanted or None, kept.get(wanted)))

    st.selectbox(
        board.say("segment"), options, key=key, on_change=saving(key, chosen, changed), **first_of(key, chosen, options),
        format_func=lambda one: str(words.get(one, one)), placeholder=board.say("segment.choose"),
    )  # fmt: skip


def _description(board: Board, key: str, segment: Segment) -> None:
    path = ("segments", key)
    text_input(board, JOURNEY, (*path, "name"), segment.name, board.say("segment.name"), max_chars=60)
    written = (board.definition.get("segments") or {}).get(key, {}).get("when")
    fields = [*CONSENTS, *(one for one in board.fields() if one.startswith("contact."))]
    condition_rows(
        board, JOURNEY, (*path, "when"), written, segment.when, label=board.say("segment.when"), fields=fields
    )  # fmt: skip
    people = board.count_people(segment.when) if segment.when is not None else None
    if people is not None:
        word = "segment.one_person" if people.count == 1 else "segment.people"
        told = board.say(word, count=number(people.count, board.language))
        unread = board.say("segment.unread", count=number(people.unread, board.language)) if people.unread else ""
        st.markdown(f"**{plain(told)}** {plain(unread)}".strip())


def _when(board: Board, node: str, trigger: AudienceTrigger) -> None:
    when = trigger.when
    kind = when.every if isinstance(when, Every) else "at" if isinstance(when, AtMoment) else "now"
    key = key_of(node, WHEN, ".kind")

    def changed(chosen: str) -> None:
        tomorrow = board.today + dt.timedelta(days=1)
        keep(board, node, WHEN, FRESH.get(chosen, {"at": f"{tomorrow.isoformat()}T10:00"}))

    st.selectbox(
        board.say("send.when"), KINDS, key=key, on_change=saving(key, kind, changed), **first_of(key, kind, KINDS),
        format_func=lambda one: board.say(f"send.{one}"),
    )  # fmt: skip
    match when:
        case AtMoment():
            _moment(board, node, when)
        case Every():
            _often(board, node, when)
        case _:
            st.caption(board.say("send.once"))
    if kind != "now":
        st.caption(board.say("send.zone"))


def _moment(board: Board, node: str, when: AtMoment) -> None:
    moment, path = parse_date(when.at), (*WHEN, "at")
    day_key, hour_key = key_of(node, path, ".day"), key_of(node, path, ".hour")

    def changed(_: Any) -> None:
        keep(board, node, path, f"{state.widget(day_key).isoformat()}T{state.widget(hour_key):%H:%M}")

    left, right = st.columns(2)
    left.date_input(
        board.say("send.date"), key=day_key, on_change=saving(day_key, moment.date(), changed), format="DD/MM/YYYY",
        min_value=dt.date(1900, 1, 1), max_value=dt.date(2199, 12, 31), **first(day_key, moment.date()),
    )  # fmt: skip
    saver = saving(hour_key, moment.time(), changed)
    right.time_input(board.say("send.hour"), key=hour_key, on_change=saver, **first(hour_key, moment.time()))


def _often(board: Board, node: str, when: Every) -> None:
    names = catalogue()["weekdays"]
    if when.every == "week":
        days = {day: names[day][spoken_language(board.language)] for day in WEEKDAYS}
        choice(board, node, (*WHEN, "weekday"), when.weekday, days, label=board.say("send.weekday"))
    if when.every == "month":
        key = key_of(node, (*WHEN, "day"))
        st.number_input(
            board.say("send.day_of_month"), min_value=1, max_value=31, step=1, key=key, **first(key, when.day),
            on_change=saving(key, when.day, lambda day: keep(board, node, (*WHEN, "day"), int(day or 1))),
        )  # fmt: skip
    hour(board, node, (*WHEN, "at"), when.at, board.say("send.hour"))
