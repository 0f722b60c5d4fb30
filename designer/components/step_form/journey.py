"""The settings of the journey, shown when no card is selected: first as a sentence, then to change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from designer.components.plain import plain
from designer.components.step_form.board import Board
from designer.components.step_form.inputs import (
    choice,
    duration,
    first,
    hour,
    keep,
    key_of,
    saving,
    saving_list,
    segments,
    text_input,
    weekdays,
)
from designer.components.step_form.message_text import LANGUAGES
from designer.editing import JOURNEY, clear_field
from designer.phrasing import duration_words, hours_words
from designer.start_words import start_words, trigger_line
from engine.checker.names import language_name
from engine.checker.words import spoken_language
from engine.journey.clock_times import WEEKDAYS
from engine.journey.model import text_in
from engine.journey.triggers import TriggerBase

AGAIN = ("never", "after_exit", "always")
DEFAULT_PAUSE = "7d"
DEFAULT_QUIET = {"from": "20:00", "to": "10:00"}


def form(board: Board) -> None:
    st.subheader(board.say("journey"), anchor=False)
    st.markdown(sentence(board))
    journey = board.journey
    _name(board)
    purposes = {one: board.say(f"purpose.{one}") for one in ("marketing", "service")}
    segments(board, JOURNEY, ("purpose",), journey.purpose, purposes, label=board.say("purpose"))
    _language(board)
    _entry(board)
    _goal(board)
    _exit_on(board)
    _quiet_hours(board)


def _name(board: Board) -> None:
    """In the reader's language, where it has a name for each."""
    written, language = board.journey.name, spoken_language(board.language)
    path = ("name", language) if isinstance(written, dict) else ("name",)
    text_input(board, JOURNEY, path, text_in(written, language, ""), board.say("name"), max_chars=80)


def sentence(board: Board) -> str:
    """`Les clients que signale cart.abandoned entrent …, accord marketing exigé, sortie dès …`"""
    journey = board.journey
    if not journey.triggers:
        return plain(board.say("journey.nobody"))
    starts = board.say("or").join(
        _start(board, trigger, first=place == 0) for place, trigger in enumerate(journey.triggers)
    )
    again = board.say(f"again.{journey.entry.again}")
    if journey.entry.not_within:
        time = duration_words(journey.entry.not_within, board.language)
        again = board.say("again.not_within", again=again, time=time)
    hours = hours_words(journey.quiet_hours, board.language) if journey.quiet_hours else board.say("hours.always")
    leave = board.say("leave.goal", event=journey.goal.event) if journey.goal else board.say("leave.end")
    consent = board.say(f"consent.{journey.purpose}")
    words = board.say("journey.sentence", starts=starts, again=again, consent=consent, hours=hours, leave=leave)
    return plain(words[:1].upper() + words[1:])


def _start(board: Board, trigger: TriggerBase, *, first: bool) -> str:
    line = trigger_line(trigger, board.language, board.journey.segments)
    if trigger.type == "keyword":
        return board.say("journey.writers", words=line or "…")
    if trigger.type in ("audience", "date"):
        key = "journey.audience" if trigger.type == "audience" else "journey.dated"
        return board.say(f"{key}.first" if first else key, words=line)
    if trigger.type == "opt_in":
        words = start_words(trigger, board.language, board.journey.segments)
        return board.say("journey.agreeing.first" if first else "journey.agreeing", words=words)
    if trigger.type == "link":
        return board.say("journey.linked.first" if first else "journey.linked", words=line or "…")
    return board.say("journey.signalled.first" if first else "journey.signalled", name=line or "…")


def _language(board: Board) -> None:
    reader = spoken_language(board.language)
    codes = dict.fromkeys([*LANGUAGES, board.journey.language])
    names = {code: language_name(code)[reader].capitalize() for code in codes}
    choice(board, JOURNEY, ("language",), board.journey.language, names, label=board.say("language"))


def _entry(board: Board) -> None:
    entry = board.journey.entry
    rules = {one: board.say(f"again.{one}") for one in AGAIN}
    choice(board, JOURNEY, ("entry", "again"), entry.again, rules, label=board.say("again"))
    key = key_of(JOURNEY, ("entry", "not_within"), ".on")

    def switched(on: bool) -> None:
        if on:
            keep(board, JOURNEY, ("entry", "not_within"), DEFAULT_PAUSE)
        else:
            board.save(lambda now: clear_field(now, JOURNEY, ("entry", "not_within")))

    limited = entry.not_within is not None
    st.toggle(board.say("not_within.on"), key=key, on_change=saving(key, limited, switched), **first(key, limited))
    if entry.not_within:
        duration(board, JOURNEY, ("entry", "not_within"), entry.not_within, board.say("not_within"))


def _goal(board: Board) -> None:
    key = key_of(JOURNEY, ("goal",))
    name = board.journey.goal.event if board.journey.goal else ""

    def changed(text: str) -> None:
        written = text.strip()
        if written:
            keep(board, JOURNEY, ("goal",), {"event": written})
        else:
            board.save(lambda now: clear_field(now, JOURNEY, ("goal",)))

    hint = board.say("goal.hint")
    saver = saving(key, name, changed)
    st.text_input(board.say("goal"), key=key, on_change=saver, placeholder=hint, **first(key, name))


def _exit_on(board: Board) -> None:
    key = key_of(JOURNEY, ("exit_on",))
    now = list(dict.fromkeys(listens.event for listens in board.journey.exit_on))

    def events(written: Sequence[Any]) -> list[Any]:
        names = [str(name).strip() for name in written]
        return [{"event": name} for name in dict.fromkeys(names) if name]

    st.multiselect(
        board.say("exit_on"), now, key=key, accept_new_options=True, placeholder=board.say("exit_on.hint"),
        on_change=saving_list(board, JOURNEY, ("exit_on",), now, events), **first(key, now, "default"),
    )  # fmt: skip


def _quiet_hours(board: Board) -> None:
    path, quiet = ("quiet_hours",), board.journey.quiet_hours
    key = key_of(JOURNEY, path, ".on")

    def switched(on: bool) -> None:
        if on:
            keep(board, JOURNEY, path, dict(DEFAULT_QUIET))
        else:
            board.save(lambda now: clear_field(now, JOURNEY, path))

    has = quiet is not None
    st.toggle(board.say("quiet.on"), key=key, on_change=saving(key, has, switched), **first(key, has))
    if quiet is None:
        return
    left, right = st.columns(2)
    with left:
        hour(board, JOURNEY, (*path, "from"), quiet.from_, board.say("quiet.from"))
    with right:
        hour(board, JOURNEY, (*path, "to"), quiet.to, board.say("quiet.to"))
    weekdays(board, JOURNEY, (*path, "days"), quiet.days or WEEKDAYS, board.say("quiet.days"))
    st.caption(board.say("quiet.help"))
