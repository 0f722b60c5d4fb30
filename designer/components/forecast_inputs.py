"""What a forecast is asked: who, when, how fast, and what is assumed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, cast

import streamlit as st

from designer.components.step_form import Board
from designer.forecast_request import PEOPLE_AT_MOST, Request, Who, changed_figures, rows_of
from designer.forecast_words import say
from designer.start_words import trigger_title
from engine.forecast.assumption_words import assumption_name
from engine.forecast.assumptions import assumptions_of
from engine.journey.triggers import AudienceTrigger, DateTrigger

WHO: tuple[Who, ...] = ("house", "file", "count")
OVER = (0, 1, 8, 24, 168)
LIMITS = (250, 2_000, 10_000, 100_000, 0)
"""The portfolio's steps (whatsapp.md, section 4.1); 0 for none."""
EVERYBODY = ""
MEGABYTES = 5


def ask(board: Board, now: dt.datetime, zone: dt.tzinfo, pace: int, country: str) -> Request | None:
    """What was asked, when the button was pressed; None else."""
    language = board.language
    st.markdown(f"**{say('whole', language)}**")
    who, given = _who(board)
    trigger = _trigger(board)
    when = _when(board, now, zone, trigger)
    sender = _sender(language, pace)
    figures = _assumed(board)
    if not st.button(say("do", language), key="forecast:do", icon=":material/query_stats:"):
        return None
    if who == "file" and not given["raw"]:
        st.warning(say("no_file", language), icon=":material/upload_file:")
        return None
    return Request(who, country=country, trigger=trigger, figures=figures, zone=zone, **given, **when, **sender)


def _who(board: Board) -> tuple[Who, dict[str, Any]]:
    language = board.language
    who = st.segmented_control(
        say("who", language), WHO, key="forecast:who", format_func=lambda one: say(f"who.{one}", language),
        default="house", required=True, width="stretch",
    )  # fmt: skip
    given: dict[str, Any] = {}
    if who == "house":
        given["segment"] = _segment(board)
    elif who == "file":
        held = st.file_uploader(
            say("file", language), type=["csv"], key="forecast:file", help=say("file.help", language),
            max_upload_size=MEGABYTES,
        )  # fmt: skip
        given = {"raw": held.getvalue() if held else b"", "file_name": held.name if held else ""}
    else:
        given["count"] = int(st.number_input(
            say("people", language), 1, PEOPLE_AT_MOST, 1_000, step=1_000, key="forecast:count"
        ))  # fmt: skip
    return cast("Who", who), given


def _segment(board: Board) -> str:
    names = {key: str(one.get("name") or key) for key, one in board.kept_segments.items()}
    names |= {key: one.name or key for key, one in board.journey.segments.items()}
    return st.selectbox(
        say("segment", board.language), [EVERYBODY, *names], key="forecast:segment",
        format_func=lambda key: names.get(key) or say("segment.all", board.language),
    )  # fmt: skip


def _trigger(board: Board) -> str:
    """Asked where there are several."""
    names = {one.id: trigger_title(one, board.language) for one in board.journey.triggers if one.next}
    if len(names) < 2:
        return next(iter(names), "")
    return st.selectbox(
        say("start", board.language), list(names), key="forecast:start", format_func=lambda one: names[one]
    )


def _when(board: Board, now: dt.datetime, zone: dt.tzinfo, trigger: str) -> dict[str, Any]:
    language = board.language
    tomorrow = (now.astimezone(zone) + dt.timedelta(days=1)).date()
    left, right = st.columns(2)
    day = left.date_input(say("begins", language), tomorrow, key="forecast:day", format="DD/MM/YYYY")
    hour = right.time_input(say("hour", language), dt.time(10), key="forecast:hour")
    start = dt.datetime.combine(day, hour, zone).astimezone(dt.UTC)  # type: ignore[arg-type]
    start_type = next((one for one in board.journey.triggers if one.id == trigger), None)
    if isinstance(start_type, AudienceTrigger | DateTrigger):
        return {"start": start}
    hours = st.selectbox(
        say("over", language), OVER, key="forecast:over", format_func=lambda one: say(f"over.{one}", language)
    )
    return {"start": start, "over": dt.timedelta(hours=hours)}


def _sender(language: str, pace: int) -> dict[str, Any]:
    left, right = st.columns(2)
    per_second = left.number_input(say("pace", language), 1, 1_000, min(pace, 1_000), key="forecast:pace")
    limit = right.selectbox(
        say("limit", language), LIMITS, 1, key="forecast:limit", help=say("limit.help", language),
        format_func=lambda one: f"{one:,}".replace(",", " ") if one else say("unlimited", language),
    )  # fmt: skip
    price = st.number_input(
        say("sms_price", language), 0.0, 10.0, 0.0, step=0.01, format="%.3f", key="forecast:sms",
        help=say("sms_price.help", language),
    )  # fmt: skip
    return {"per_second": float(per_second), "daily_limit": limit or None, "sms_price": float(price)}


def _assumed(board: Board) -> Mapping[str, Sequence[float]]:
    """What was changed in the two tables. They begin anew where the journey's ways are others."""
    language, known = board.language, assumptions_of(board.journey)
    changed: dict[str, list[float]] = {}
    with st.expander(say("assumed", language), icon=":material/tune:"):
        st.caption(say("assumed.help", language))
        for kind, title in (("share", "assumed.name"), ("time", "assumed.time")):
            rows = rows_of(known, kind, lambda one: assumption_name(one, board.journey, language))
            edited = st.data_editor(
                rows, key=f"forecast:{kind}:{board.journey.key}:{len(rows)}", hide_index=True, width="stretch",
                column_config=_columns(language, say(title, language), 100.0 if kind == "share" else 100_000.0, kind),
                column_order=("name", "low", "expected", "high"),
            )  # fmt: skip
            changed |= changed_figures(rows, cast("list[dict[str, Any]]", edited))
    return changed


def _columns(language: str, title: str, most: float, kind: str) -> dict[str, Any]:
    shape = "%g %%" if kind == "share" else "%g"
    figures = {
        case: st.column_config.NumberColumn(say(case, language), min_value=0.0, max_value=most, format=shape, width=72)
        for case in ("low", "expected", "high")
    }  # fmt: skip
    return {"name": st.column_config.TextColumn(title, disabled=True), **figures}
