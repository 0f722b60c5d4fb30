"""Who fits a segment: conditions as SQL over what is kept of each person, deciding exactly as `Condition.holds` does."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, false, not_, or_, true

from engine.journey.conditions import AllOf, AnyOf, Comparison, Condition, NotThis, Value, compare, number_in
from engine.journey.keywords import fold
from engine.journey.segments import HEAD, indexed_values, instant_in, person_facts, truth_in
from engine.journey.state import Contact
from engine.journey.stories import Person
from engine.runner.policy import consented_purposes, is_opted_out
from storage import contacts, segments
from storage.segments import FACTS, has_fact

CHUNK = 500
Fits: TypeAlias = ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class People:
    """How many fit. `unread`: contacts that changed and were not looked at again yet."""

    count: int
    unread: int = 0


def refresh(connection: Connection, limit: int = CHUNK) -> int:
    """Make the facts of contacts that changed anew; how many there were. Call it until there are none."""
    rows = segments.unindexed(connection, limit=limit)
    if not rows:
        return 0
    consents = contacts.load_consents(connection, [row["id"] for row in rows])
    facts = [
        {"contact_id": row["id"], "head": value.head, **asdict(value)}
        for row in rows if row["erased_at"] is None
        for value in indexed_values(facts_of(row, consents.get(row["id"], [])))
    ]  # fmt: skip
    segments.write_facts(connection, {row["id"]: row["revision"] for row in rows}, facts)
    return len(rows)


def facts_of(row: RowMapping, consents: Sequence[RowMapping]) -> dict[str, Any]:
    """What a segment may read of a contact. `consents`: its statements, newest first."""
    contact = contact_of(row)
    return person_facts(
        contact, consents=consented_purposes(consents), opted_out=is_opted_out(consents), joined_at=row["created_at"]
    )


def contact_of(row: RowMapping) -> Contact:
    return Contact(
        row["id"], row["name"], row["language"], row["timezone"], row["country"], dict(row["attributes"])
    )  # fmt: skip


def person_of(row: RowMapping, consents: Sequence[RowMapping]) -> Person:
    """A customer as a story tells them: whoever opted out agreed to nothing. Groups on the record are left out."""
    plain = {name: value for name, value in row["attributes"].items() if not isinstance(value, dict)}
    agreed = set[str]() if is_opted_out(consents) else consented_purposes(consents)
    own = {name: row[name] for name in ("name", "language", "timezone", "country")}
    return Person.model_validate({**own, "attributes": plain, "consent": sorted(agreed)})


def count(connection: Connection, condition: Condition) -> People:
    """How many people fit now."""
    return People(segments.count_people(connection, fits(condition)), segments.count_unindexed(connection))


def fits(condition: Condition) -> Fits:
    """The condition as SQL on `contact`; never null, so that it can be negated."""
    match condition:
        case Comparison():
            return _compares(condition)
        case AllOf():
            return and_(true(), *map(fits, condition.all))
        case AnyOf():
            return or_(false(), *map(fits, condition.any))
        case NotThis():
            return not_(fits(condition.not_))


def _compares(comparison: Comparison) -> Fits:
    """A missing value compares like None, whoever it is: that is known beforehand."""
    name, wanted = comparison.attribute, comparison.value
    found = _found(comparison)
    if not compare(None, comparison.operator, wanted):
        return found
    return or_(not_(has_fact(name)), found)


def _found(comparison: Comparison) -> Fits:
    name, wanted = comparison.attribute, comparison.value
    match comparison.operator:
        case "is_set":
            return has_fact(name, FACTS.c.kind != "empty")
        case "is_not_set":
            return has_fact(name, FACTS.c.kind == "empty")
        case "is_not":
            return has_fact(name, not_(_same(wanted)))
        case "contains":
            holds_item = and_(has_fact(name, FACTS.c.kind == "list"), has_fact(name, _same(wanted), items=True))
            says = FACTS.c.folded.contains(fold(str(wanted)), autoescape=True)
            return or_(holds_item, has_fact(name, FACTS.c.kind.not_in(("empty", "list")), says))
        case "starts_with":
            return has_fact(name, _given(), FACTS.c.folded.startswith(fold(str(wanted)), autoescape=True))
        case "one_of":
            choices = wanted if isinstance(wanted, list) else [wanted]
            return has_fact(name, _given(), or_(false(), *map(_same, choices)))
        case "is":
            return has_fact(name, _given(), _same(wanted))
        case "before" | "after":
            return has_fact(name, _given(), _ordered(FACTS.c.instant, comparison.operator, instant_in(wanted)))
        case _:
            return has_fact(name, _given(), _ordered(FACTS.c.number, comparison.operator, number_in(wanted)))


def _given() -> Fits:
    return FACTS.c.kind != "empty"


def _same(wanted: Value) -> Fits:
    """`conditions.is_same` on one fact; never null."""
    truth = truth_in(wanted)
    is_truth = and_(FACTS.c.truth.is_not(None), FACTS.c.truth == truth) if truth is not None else false()
    if isinstance(wanted, bool):
        return is_truth
    number, text = number_in(wanted), _is_text(fold(str(wanted)))
    if number is None:
        equal = text
    else:
        is_number = FACTS.c.number.is_not(None)
        equal = or_(and_(is_number, FACTS.c.number == number), and_(not_(is_number), text))
    return or_(and_(FACTS.c.kind == "bool", is_truth), and_(FACTS.c.kind != "bool", equal))


def _is_text(folded: str) -> Fits:
    return and_(FACTS.c.head == folded[:HEAD], FACTS.c.folded == folded)


_ORDERS: dict[str, Callable[[Any, Any], Any]] = {
    "more_than": operator.gt, "at_least": operator.ge, "less_than": operator.lt, "at_most": operator.le,
    "before": operator.lt, "after": operator.gt,
}  # fmt: skip


def _ordered(column: Any, how: str, wanted: float | int | None) -> Fits:
    return false() if wanted is None else and_(column.is_not(None), _ORDERS[how](column, wanted))
