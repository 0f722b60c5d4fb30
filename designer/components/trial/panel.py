"""The tab `Essai`: who tries, the phone, what may happen next, and the saved stories."""

from __future__ import annotations

import streamlit as st

from designer import editor_state, trial_state
from designer.components.phone import phone
from designer.components.plain import plain
from designer.components.trial.answering import answer_form
from designer.components.trial.bench import Bench
from designer.components.trial.happening import event_form, something_else, time_bar
from designer.components.trial.person import person_form
from designer.components.trial.stories import save_form, story_list
from designer.trial import moves
from designer.trial.moves import Arrival
from designer.trial.talk import talk

PHONE_HEIGHT = 430


def trial_panel(bench: Bench) -> None:
    """Everything of the test phone."""
    _head(bench)
    # What comes and goes has a place of its own, so that what stands under it stays the same elements.
    with st.container(key="trial-notices"):
        _notices(bench)
    with st.container(key="trial-start"):
        if not bench.trial.lines:
            _arrivals(bench)
    with st.container(key="trial-asked"):
        if bench.played.asked is not None:
            answer_form(bench, bench.played.asked)
    _phone(bench)
    with st.container(horizontal=True, gap="small", key="trial-moves"):
        time_bar(bench)
        something_else(bench)
    save_form(bench)
    story_list(bench)


def _head(bench: Bench) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="trial-head"):
        person_form(bench)
        st.space("stretch")
        st.button(
            "", key="trial:back", icon=":material/undo:", help=bench.say("take_back"), type="tertiary",
            disabled=not bench.trial.lines, on_click=_take_back, args=(bench.key,),
        )  # fmt: skip
        st.button(
            "", key="trial:restart", icon=":material/restart_alt:", help=bench.say("restart"), type="tertiary",
            disabled=not bench.trial.lines, on_click=_restart, args=(bench.key,),
        )  # fmt: skip


def _take_back(key: str) -> None:
    trial_state.keep(key, trial_state.trial_of(key).without_last())


def _restart(key: str) -> None:
    trial_state.keep(key, trial_state.trial_of(key).again())


def _notices(bench: Bench) -> None:
    """Which story is open; why the draft cannot be played; moves of before that it does not take any more."""
    if bench.trial.name:
        st.caption(f":material/menu_book: {plain(bench.say('opened', name=bench.trial.name))}")
    if problem := bench.problem or bench.played.problem:
        st.warning(plain(bench.say("cannot", problem=problem)), icon=":material/block:")
    count = sum(bool(turn.problem) for turn in bench.played.turns)
    if count:
        words = bench.say("replayed.one") if count == 1 else bench.say("replayed", count=count)
        st.info(words, icon=":material/history:")


def _arrivals(bench: Bench) -> None:
    """How this customer may come in: a click does it, an event asks for its fields."""
    found = moves.arrivals(bench.board.journey, bench.language)
    if not found:
        st.info(bench.say("arrives.none"), icon=":material/door_front:")
        return
    name = bench.trial.person.name or bench.say("someone")
    st.markdown(f"**{plain(bench.say('arrives', name=name))}**  \n:small[:gray[{bench.say('arrives.help')}]]")
    with st.container(horizontal=True, gap="small", key="trial-arrivals"):
        for arrival in found:
            _arrival(bench, arrival)
    wanted = trial_state.event_wanted()
    if wanted in [one.event for one in found if one.event]:
        event_form(bench, wanted)


def _arrival(bench: Bench, arrival: Arrival) -> None:
    icon, key = f":material/{arrival.icon}:", f"trial:arrive:{arrival.trigger_id}"
    if arrival.event and moves.event_fields(bench.board.journey):
        st.button(
            plain(arrival.words), key=key, icon=icon, on_click=trial_state.ask_for_event, args=(arrival.event,)
        )  # fmt: skip
    elif arrival.event:
        lines = (moves.event(arrival.event, {}),)
        st.button(plain(arrival.words), key=key, icon=icon, on_click=bench.do, args=lines)
    elif arrival.planned:
        planned = bench.played.next_at
        lines = (moves.until(planned),) if planned else ()
        st.button(
            plain(arrival.words), key=key, icon=icon, disabled=not planned, on_click=bench.do, args=lines,
            help=None if planned else bench.say("next.none"),
        )  # fmt: skip
    elif arrival.line is not None:
        st.button(plain(arrival.words), key=key, icon=icon, on_click=bench.do, args=(arrival.line,))


def _phone(bench: Bench) -> None:
    messages = talk(bench.played, bench.board.journey, bench.board.templates, bench.language)
    phone(
        {
            "business": {"name": bench.board.business_name}, "messages": messages, "language": bench.spoken,
            "ack": trial_state.acknowledged(), "focus": editor_state.trial_by_key(),
        },
        key=trial_state.PHONE, compose=bench.journey is not None, height=PHONE_HEIGHT,
    )  # fmt: skip
