"""What happens that nobody types into the phone: time, receipts, events, files, a provider that answers otherwise."""

from __future__ import annotations

import datetime as dt

import streamlit as st
from babel.dates import format_datetime

from designer import trial_state
from designer.components.plain import plain
from designer.components.trial.bench import Bench
from designer.placeholders import field_label
from designer.samples import SAMPLES
from designer.trial import moves
from engine.journey.story_lines import Line, Place
from engine.journey.zones import zone_of

KINDS = ("read", "clicked", "delivered", "failed", "event", "place", "media", "agrees", "provider")
MEDIA = ("image", "video", "audio", "document", "contact", "unknown")
OTHER = "trial:what"


def time_bar(bench: Bench) -> None:
    """`+1 h`, `+24 h`, and on to what happens by itself."""
    for words, span in (("plus_hour", "1h"), ("plus_day", "24h")):
        st.button(
            bench.say(words), key=f"trial:{words}", icon=":material/fast_forward:", on_click=bench.do,
            args=(moves.later(span),),
        )  # fmt: skip
    next_at = bench.played.next_at
    when = "" if next_at is None else _moment(bench, next_at)
    st.button(
        bench.say("next"), key="trial:next", icon=":material/skip_next:", disabled=next_at is None,
        help=bench.say("next.help", when=when) if next_at else bench.say("next.none"), on_click=bench.do,
        args=(moves.until(next_at),) if next_at else (),
    )  # fmt: skip


def _moment(bench: Bench, at: dt.datetime) -> str:
    """In the customer's own time."""
    local = at.astimezone(zone_of(bench.played.contact, dt.UTC))
    return format_datetime(local, "EEE d MMM, HH:mm", tzinfo=local.tzinfo, locale=bench.spoken)


def something_else(bench: Bench) -> None:
    """Everything else that can happen, one at a time."""
    with st.popover(bench.say("else"), icon=":material/more_horiz:", key="trial:else"):
        kind = st.selectbox(bench.say("what"), KINDS, key=OTHER, format_func=lambda one: bench.say(f"what.{one}"))
        line = _line(bench, kind or "read")
        st.button(
            bench.say("do"), key="trial:do", type="primary", disabled=line is None, on_click=bench.do,
            args=(line,) if line else (),
        )  # fmt: skip


def _line(bench: Bench, kind: str) -> Line | None:
    match kind:
        case "event":
            return _event(bench)
        case "place":
            return _place(bench)
        case "media":
            medium = st.selectbox(bench.say("media"), MEDIA, key="trial:media", format_func=bench.say)
            caption = st.text_input(bench.say("caption"), key="trial:caption")
            return Line.model_validate({"sends": medium, "caption": caption.strip()})
        case "agrees":
            purposes = ("marketing", "service", "all")
            return Line(agrees=st.selectbox(bench.say("purpose"), purposes, key="trial:agrees", format_func=bench.say))
        case "provider":
            ways = ("accepts", "refuses", "unreachable", "slow")
            return Line(provider=st.selectbox(bench.say("provider"), ways, key="trial:provider", format_func=bench.say))
        case _:
            return Line.model_validate({"receipt": kind})


def _event(bench: Bench) -> Line | None:
    """An event by its name, one that the journey listens to or another."""
    names = moves.events_of(bench.board.journey)
    name = st.selectbox(bench.say("event.name"), names, key="trial:event", accept_new_options=True)
    return _with_fields(bench, name, "trial:event") if name else None


def event_form(bench: Bench, name: str) -> None:
    """The event that a customer is to arrive by: its fields, then it happens."""
    with st.container(border=True, key="trial-event"):
        st.markdown(f"**{plain(bench.say('line.event', what=name))}**")
        line = _with_fields(bench, name, f"trial:arrival:{name}")
        st.button(bench.say("do"), key="trial:arrival:do", type="primary", on_click=_arrive, args=(bench, line))


def _arrive(bench: Bench, line: Line) -> None:
    trial_state.ask_for_event("")
    bench.do(line)


def _with_fields(bench: Bench, name: str, key: str) -> Line:
    """A box for each field that the journey reads of its event, filled with an example."""
    sample, written = SAMPLES[trial_state.AMINA].event, dict[str, str]()
    for field in moves.event_fields(bench.board.journey):
        label = field_label(f"event.{field}", bench.language)
        first = moves.written(sample.get(field))
        written[field] = st.text_input(plain(label), first, key=f"{key}:{field}")
    return moves.event(name, written)


def _place(bench: Bench) -> Line:
    with st.container(horizontal=True):
        latitude = st.number_input(
            bench.say("latitude"), -90.0, 90.0, moves.HOME.latitude, format="%.4f", key="trial:latitude"
        )
        longitude = st.number_input(
            bench.say("longitude"), -180.0, 180.0, moves.HOME.longitude, format="%.4f", key="trial:longitude"
        )
    return Line(sends="location", place=Place(latitude=latitude, longitude=longitude))
