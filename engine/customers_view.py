"""What the checker is told of the customers: which fields they have, who lacks a value, the longest values, languages and
countries. Counted among the newest customers, so that a house of a million is known as fast as one of a hundred."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, select

from engine.checker.context import Surroundings
from storage.contacts import CONTACTS

NEWEST = 1_000
OWN_FIELDS = ("name", "language", "country", "timezone")
READ = [CONTACTS.c.attributes, *(CONTACTS.c[name] for name in OWN_FIELDS)]


@dataclass(frozen=True, slots=True)
class Customers:
    """`fields`: attributes that customers have, name → name; None in a house without customers: nothing is known of them
    then. The rest as in `Surroundings`."""

    fields: Mapping[str, str] | None = None
    empty_for: Mapping[str, int] | None = None
    longest_values: Mapping[str, str] | None = None
    by_language: Mapping[str, int] | None = None
    by_country: Mapping[str, int] | None = None

    def among(self, house: Surroundings) -> Surroundings:
        """The house with its customers."""
        return replace(
            house, contact_fields=self.fields, empty_for=self.empty_for, longest_values=self.longest_values,
            people_by_language=self.by_language, people_by_country=self.by_country,
        )  # fmt: skip

    def outline(self) -> Hashable:
        """What a rule's answer depends on, without the counts: it stays the same while customers come and go."""
        longest = {path: len(value) for path, value in (self.longest_values or {}).items()}
        kinds = (self.fields, self.empty_for, self.by_language, self.by_country)
        return (*(kind is not None and tuple(sorted(kind)) for kind in kinds), tuple(sorted(longest.items())))


def know_customers(connection: Connection) -> Customers:
    """From the newest customers who are not erased."""
    query = select(*READ).where(CONTACTS.c.erased_at.is_(None)).order_by(CONTACTS.c.created_at.desc()).limit(NEWEST)
    rows = connection.execute(query).mappings().all()
    known = [{**row["attributes"], **{name: row[name] for name in OWN_FIELDS}} for row in rows]
    names = sorted({name for row in rows for name in row["attributes"]})
    return customers_of(known, names, OWN_FIELDS) if rows else Customers()


def customers_of(known: Sequence[Mapping[str, Any]], names: Sequence[str], own: Sequence[str]) -> Customers:
    """Of these people: each one's fields by name, their attributes' names, and those of the fields that everybody is
    asked for."""
    return Customers(
        fields={name: name for name in names},
        empty_for=_empty_for(known, [*names, *own]),
        longest_values=_longest(known),
        by_language=_counted(known, "language"),
        by_country={code.upper(): count for code, count in _counted(known, "country").items()},
    )


def _empty_for(known: Sequence[Mapping[str, Any]], names: Sequence[str]) -> dict[str, int]:
    """Those that somebody lacks."""
    empty = {name: sum(one.get(name) in (None, "") for one in known) for name in names}
    return {name: count for name, count in empty.items() if count}


def _longest(known: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    longest: dict[str, str] = {}
    for one in known:
        for name, value in one.items():
            shown = "" if value is None or isinstance(value, bool | list | dict) else str(value)
            if len(shown) > len(longest.get(f"contact.{name}", "")):
                longest[f"contact.{name}"] = shown
    return longest


def _counted(known: Sequence[Mapping[str, Any]], name: str) -> dict[str, int]:
    return dict(Counter(str(one[name]) for one in known if one.get(name)))
