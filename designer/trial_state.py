"""What one tab remembers of the test phone: a trial for each journey. A trial that matters is saved as a story."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from designer import state
from designer.samples import SAMPLES
from designer.trial.trial import Played, Trial
from engine.journey.state import Contact
from engine.journey.stories import Person

PHONE = "trial:phone"
AMINA = "amina"


def trial_of(key: str) -> Trial:
    """What is being tried on this journey; Amina before anybody chose."""
    return state.recall(f"trial:{key}") or Trial(sample_person(AMINA))


def open_with(key: str, sample: str) -> None:
    """The customer whose phone it is, until the person chooses another."""
    if state.recall(f"trial:{key}") is None:
        keep(key, Trial(sample_person(sample)))


def keep(key: str, trial: Trial) -> None:
    state.remember(f"trial:{key}", trial)


def sample_person(sample: str) -> Person:
    """One of the made-up customers, who agreed to everything."""
    return person_from(SAMPLES[sample].contact)


def person_from(contact: Contact) -> Person:
    own = {name: getattr(contact, name) for name in ("name", "language", "timezone", "country")}
    return Person(**own, attributes=dict(contact.attributes), consent=["marketing", "service"])


def acknowledged() -> dict[str, int]:
    """What the phone said and was taken in, by client."""
    return state.recall("trial:acks", {})


def acknowledge(acks: dict[str, int]) -> None:
    state.remember("trial:acks", acks)


def compare(key: str, stamp: tuple[str, int], played: Played) -> Played | None:
    """The trial as it went on the draft before this one, to see what an edit changes; None while the draft is the same.

    What is compared stays until a move is made or the draft changes again, so that a rerun does not hide it."""
    held: dict[str, Any] | None = state.recall(f"trial:before:{key}")
    if held is None:
        held = {"stamp": stamp, "played": played, "before": None}
    elif held["stamp"] != stamp:
        held = {"stamp": stamp, "played": played, "before": held["played"]}
    elif len(played.turns) != len(held["played"].turns):
        held = {"stamp": stamp, "played": played, "before": None}
    else:
        held = {**held, "played": played}
    state.remember(f"trial:before:{key}", held)
    return held["before"]


def shows_coverage() -> bool:
    """Whether the drawing marks what no story tries."""
    return bool(state.recall("trial:coverage", False))


def toggle_coverage() -> None:
    state.remember("trial:coverage", not shows_coverage())


def use_person(key: str, person: Person, begins_at: dt.datetime | None = None) -> None:
    """The same moves, made by another customer or begun at another moment."""
    trial = trial_of(key)
    moved = trial.begun_at(begins_at or trial.begins_at)
    keep(key, replace(moved, person=person))
    state.remember("trial:form", form() + 1)


def form() -> int:
    """Counts the customers that were chosen: a form drawn for the next one starts with what is known of them."""
    return state.recall("trial:form", 0)


def ask_for_event(name: str) -> None:
    """Show the form of this event until it happened."""
    state.remember("trial:event_wanted", name)


def event_wanted() -> str:
    """The event whose form is shown, empty for none."""
    return state.recall("trial:event_wanted", "")
