"""Who tries: a made-up customer, a real one from the audience (nothing is sent to them), or one described by hand."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from designer import state, trial_state
from designer.components.plain import plain
from designer.components.trial.bench import Bench
from designer.placeholders import field_label
from designer.samples import SAMPLES, sample_name
from designer.story_services import find_customers
from designer.trial import moves
from engine.journey.stories import Person
from engine.journey.zones import named_zone

OWN = ("name", "language", "timezone", "country")
PURPOSES = ("marketing", "service")


def person_form(bench: Bench) -> None:
    """A button with the customer's name; behind it, everything that is known of them."""
    person = bench.trial.person
    words = [person.name or bench.say("someone"), person.language or bench.board.journey.language]
    with st.popover(plain(" · ".join(words)), icon=":material/person:", key=_key("popover"),
                    help=bench.say("who")):  # fmt: skip
        _choose(bench)
        with st.form(f"trial:form:{trial_state.form()}", border=False):
            for pair in (OWN[:2], OWN[2:]):
                for place, name in zip(st.columns(2, gap="small"), pair, strict=True):
                    place.text_input(bench.say(name), getattr(person, name) or "", key=_key(name))
            given = list(PURPOSES) if "all" in person.consent else [one for one in PURPOSES if one in person.consent]
            st.pills(bench.say("consents"), PURPOSES, key=_key("consents"), selection_mode="multi", wrap=True,
                     default=given, format_func=bench.say)  # fmt: skip
            _fields(bench)
            with st.container(horizontal=True):
                st.date_input(bench.say("day"), bench.trial.begins_at.date(), key=_key("day"))
                st.time_input(bench.say("hour"), bench.trial.begins_at.time(), key=_key("hour"))
            st.form_submit_button(bench.say("use_person"), type="primary", on_click=_use, args=(bench,))


def _choose(bench: Bench) -> None:
    """A list of people; choosing one fills the form."""
    wanted = st.text_input(bench.say("find"), key="trial:find", help=bench.say("find.help"))
    found = {} if wanted.strip() else {key: trial_state.sample_person(key) for key in SAMPLES}
    names = {key: sample_name(key, bench.language) for key in found}
    for customer_id, person in find_customers(bench.desk, wanted):
        found[customer_id] = person
        names[customer_id] = " · ".join(filter(None, (person.name or bench.say("someone"), person.language)))
    st.selectbox(
        bench.say("who"), list(found), index=None, key=_key("who"), placeholder=bench.say("choose"),
        format_func=lambda one: names.get(str(one), str(one)), label_visibility="collapsed", on_change=_chosen,
        args=(bench.key, found),
    )  # fmt: skip


def _chosen(key: str, found: dict[str, Person]) -> None:
    chosen = state.widget(_key("who"))
    if chosen in found:
        trial_state.use_person(key, found[chosen])


def _fields(bench: Bench) -> None:
    """A box for each field that the journey reads; the others as lines."""
    person, read = bench.trial.person, moves.contact_fields(bench.board.journey)
    for name in read:
        first = moves.written(person.attributes.get(name))
        st.text_input(plain(field_label(f"contact.{name}", bench.language)), first, key=_key(f"field:{name}"))
    others = [f"{name} = {moves.written(one)}" for name, one in person.attributes.items() if name not in read]
    st.text_area(bench.say("more_fields"), "\n".join(others), key=_key("others"), help=bench.say("more_fields.help"),
                 height=80)  # fmt: skip


def _use(bench: Bench) -> None:
    """What stands in the form is the customer from now on; a line that cannot be read is named and changes nothing."""
    attributes = moves.fields_in(state.widget(_key("others")) or "")
    zone = (state.widget(_key("timezone")) or "").strip()
    if isinstance(attributes, str):
        state.announce(plain(bench.say("bad_field", line=attributes)), ":material/error:")
        return
    if zone and named_zone(zone) is None:
        state.announce(plain(bench.say("bad_zone", zone=zone)), ":material/error:")
        return
    read = {name: state.widget(_key(f"field:{name}")) or "" for name in moves.contact_fields(bench.board.journey)}
    attributes = {**attributes, **{name: _kept(bench, name, text) for name, text in read.items() if text.strip()}}
    own = {name: (state.widget(_key(name)) or "").strip() or None for name in OWN}
    person = Person(**own, attributes=attributes, consent=state.widget(_key("consents")) or [])
    begins = dt.datetime.combine(state.widget(_key("day")), state.widget(_key("hour")), tzinfo=dt.UTC)
    trial_state.use_person(bench.key, person, begins)


def _kept(bench: Bench, name: str, text: str) -> object:
    """A value that nobody touched stays what it was, a list for one."""
    before = bench.trial.person.attributes.get(name)
    return before if moves.written(before) == text else moves.value_in(text)


def _key(name: str) -> str:
    return f"trial:who:{trial_state.form()}:{name}"
