"""Segments: people described by a condition. What a condition may read of a person, and the forms in which a database
keeps it so that it decides as `Condition.holds` does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.journey.clock_times import read_moment
from engine.journey.conditions import Condition, moment_in, number_in
from engine.journey.keywords import fold
from engine.journey.model import Part
from engine.journey.plain import is_group, is_list
from engine.journey.state import Contact

ROOTS = ("contact", "consent")
LONGEST_NAME = 200
"""Longer paths are not kept: nobody asks for them."""
HEAD = 64
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
MICROSECOND = dt.timedelta(microseconds=1)


class Segment(Part):
    """`{name: Clients de Lyon, when: {attribute: contact.city, operator: is, value: Lyon}}`. Conditions read
    `contact.…` (with `contact.joined_at`) and `consent.marketing`, `consent.service`, `consent.opted_out`."""

    name: str = ""
    """What people call it."""
    when: Condition | None = None
    """Who is in it."""


def person_facts(
    contact: Contact, *, consents: Collection[str], opted_out: bool, joined_at: dt.datetime | None = None
) -> dict[str, Any]:
    """What the condition of a segment may read. `consents`: the purposes agreed to (`marketing`, `service`, `all`)."""
    agreed = {purpose: bool({purpose, "all"} & set(consents)) and not opted_out for purpose in ("marketing", "service")}
    joined = {"joined_at": joined_at.isoformat()} if joined_at else {}
    return {"contact": {**contact.facts(), **joined}, "consent": {**agreed, "opted_out": opted_out}}


@dataclass(frozen=True, slots=True)
class Indexed:
    """One value in the forms in which conditions compare (`storage.tables.ContactFact`)."""

    name: str
    place: int
    kind: str
    folded: str
    number: float | None
    instant: int | None
    truth: bool | None
    day: int | None

    @property
    def head(self) -> str:
        return self.folded[:HEAD]


def indexed_values(facts: Mapping[str, Any], path: str = "") -> Iterator[Indexed]:
    """Every value that a path can name. Missing ones are left out: to a condition they are the same as none."""
    for name, value in facts.items():
        here = f"{path}.{name}".lstrip(".")
        if value is None or "." in name or len(here) > LONGEST_NAME:
            continue
        if path:
            yield _indexed(here, 0, value)
        if is_group(value):
            yield from indexed_values(value, here)
        elif is_list(value):
            yield from (_indexed(here, place, item) for place, item in enumerate(value, start=1))


def truth_in(value: Any) -> bool | None:
    """What a truth value is compared with: `True`, `"true"` and `"TRUE"` are the same, `1` is none."""
    return {"true": True, "false": False}.get(str(value).casefold())


def instant_in(value: Any) -> int | None:
    """Microseconds since 1970 of a date or a moment, exact over all years."""
    moment = moment_in(value)
    return None if moment is None else (moment - EPOCH) // MICROSECOND


def day_number(day: dt.date) -> int:
    """`1224` for 24 December."""
    return day.month * 100 + day.day


def _indexed(name: str, place: int, value: Any) -> Indexed:
    date = read_moment(value)
    return Indexed(
        name, place, _kind(value), fold(str(value)), number_in(value), instant_in(value), truth_in(value),
        day_number(date.date()) if date else None,
    )  # fmt: skip


def _kind(value: Any) -> str:
    if value == "":
        return "empty"
    if isinstance(value, bool):
        return "bool"
    return "list" if is_list(value) else "group" if is_group(value) else "value"
