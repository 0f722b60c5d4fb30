"""What nobody knows beforehand: what a site will tell with an event, what another system will answer, and the records of
made-up people. Of each value, the journey tells a few kinds apart; these count as equally likely."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import product
from typing import Any

from engine.explore.values import put
from engine.explore.world import World
from engine.forecast.chance import chance
from engine.journey.advance import Compiled
from engine.journey.conditions import Comparison, Condition, comparisons_in, moment_in, number_in
from engine.journey.steps.branch import Branch
from engine.journey.steps.call_http import CallHttp
from engine.journey.steps.until import UntilAttribute
from engine.journey.steps.wait import Wait
from engine.journey.steps.wait_for_event import WaitForEvent
from engine.journey.triggers import DateTrigger

OWN = frozenset({"contact.name", "contact.language", "contact.country", "contact.timezone"})
TRIES = 512
ANOTHER = "xyz"


class UnknownFacts:
    """The values of one journey that somebody has to make up."""

    def __init__(self, journey: Compiled, seed: int, start: dt.datetime) -> None:
        self.journey, self.seed, self.start = journey, seed, start
        self._world = World(journey, {})

    def paths(self, root: str) -> list[str]:
        """`event.total`, `contact.city`: what texts and conditions read under this root."""
        named = [*self._comparisons, *self._dates, *self._world.read]
        return [path for path in dict.fromkeys(named) if path.startswith(f"{root}.") and path not in OWN]

    def event(self, known: Mapping[str, Any], person: int) -> dict[str, Any]:
        """What starts the passage of this person: what is known of it, the rest made up."""
        whole: dict[str, Any] = {"event": _deep(known)}
        for path in self.paths("event"):
            put(whole, path, self.value(path, person))
        return whole["event"]

    def record(self, person: int) -> dict[str, Any]:
        """The attributes of a made-up person, flat."""
        written = self._written
        named = [path.removeprefix("contact.") for path in self.paths("contact")]
        values = {
            name: self.value(f"contact.{name}", person) for name in named if "." not in name and name not in written
        }
        return {name: value for name, value in values.items() if value is not None}

    def writes(self, path: str) -> bool:
        """Whether the journey itself writes this on the record."""
        return path.removeprefix("contact.") in self._written

    def value(self, path: str, person: int) -> Any:
        """One of the kinds of value that the journey tells apart, by lot; one that fills its texts where it compares none."""
        kinds = self._kinds.get(path)
        if kinds:
            return kinds[int(chance(self.seed, person, path) * len(kinds))]
        if path in self._dates:
            days = 1 + int(chance(self.seed, person, path) * self._dates[path])
            return (self.start + dt.timedelta(days=days)).date().isoformat()
        return self._world.read.get(path, "12")

    def answer_of(self, call: CallHttp, step_id: str, known: Mapping[str, Any], person: int) -> dict[str, Any]:
        """What another system answers: values for what the record does not hold yet."""
        missing = [name for name in call.save if known.get(name) in (None, "")]
        return {name: self._answered(step_id, name, person) for name in missing}

    def _answered(self, step_id: str, name: str, person: int) -> Any:
        path = f"answers.{step_id}.{name}"
        return self.value(path if path in self._kinds else f"contact.{name}", person)

    def bringing(self, step: WaitForEvent, facts: Mapping[str, Any]) -> dict[str, Any] | None:
        """What an event may bring that this step waits for; None where nothing that was tried holds."""
        if step.where is None:
            return {}
        leaves = [leaf for leaf in comparisons_in(step.where) if leaf.attribute.startswith("event.")]
        kinds = {path: _tried([leaf for leaf in leaves if leaf.attribute == path]) for path in _paths(leaves)}
        for count, values in enumerate(product(*kinds.values())):
            brought: dict[str, Any] = {"event": {}}
            for path, value in zip(kinds, values, strict=True):
                put(brought, path, value)
            if step.where.holds({**facts, **brought}):
                return brought["event"]
            if count > TRIES:
                break
        return None

    @cached_property
    def _comparisons(self) -> dict[str, list[Comparison]]:
        found: dict[str, list[Comparison]] = {}
        for leaf in (leaf for condition in self._conditions() for leaf in comparisons_in(condition)):
            found.setdefault(leaf.attribute, []).append(leaf)
        return found

    def _conditions(self) -> Iterable[Condition]:
        journey = self.journey.journey
        branches = [branch for step in journey.steps.values() if isinstance(step, Branch) for branch in step.branches]
        yield from (branch.when for branch in branches if branch.when is not None)
        yield from (segment.when for segment in journey.segments.values() if segment.when is not None)

    @cached_property
    def _kinds(self) -> dict[str, list[Any]]:
        return {path: _distinct(leaves) for path, leaves in self._comparisons.items()}

    @cached_property
    def _dates(self) -> dict[str, int]:
        """Paths that hold a date that is waited for → within how many days it lies."""
        untils = [step.until for step in self.journey.journey.steps.values() if isinstance(step, Wait)]
        waits = {until.attribute: 14 for until in untils if isinstance(until, UntilAttribute)}
        starts = {one.attribute: 365 for one in self.journey.journey.triggers if isinstance(one, DateTrigger)}
        return {**waits, **starts}

    @cached_property
    def _written(self) -> set[str]:
        """Attributes that the journey writes itself: nobody has them before."""
        return self._world.noted


def _paths(leaves: Sequence[Comparison]) -> list[str]:
    return list(dict.fromkeys(leaf.attribute for leaf in leaves))


def _distinct(leaves: Sequence[Comparison]) -> list[Any]:
    """One value of each kind that these comparisons tell apart."""
    kinds: dict[tuple[bool, ...], Any] = {}
    for value in _tried(leaves):
        facts: dict[str, Any] = {}
        if value is not None:
            put(facts, leaves[0].attribute, value)
        kinds.setdefault(tuple(leaf.holds(facts) for leaf in leaves), value)
    return list(kinds.values())


def _tried(leaves: Sequence[Comparison]) -> list[Any]:
    """Values near those that are compared with."""
    wanted = [item for leaf in leaves for item in (leaf.value if isinstance(leaf.value, list) else [leaf.value])]
    near = [value for one in wanted for value in _near(one)]
    needs_none = any(leaf.operator in ("is_set", "is_not_set") for leaf in leaves)
    return [*near, ANOTHER, *([None] if needs_none else [])]


def _near(value: Any) -> list[Any]:
    if isinstance(value, bool):
        return [value, not value]
    number = number_in(value)
    if number is not None:
        whole = int(number) if number.is_integer() else number
        return [whole, whole - 1, whole + 1]
    moment = moment_in(value) if isinstance(value, str) else None
    if moment is not None:
        return [value, *((moment + dt.timedelta(days=days)).isoformat() for days in (-1, 1))]
    return [] if value in (None, "") else [value]


def _deep(known: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _deep(value) if isinstance(value, Mapping) else value for name, value in known.items()}  # pyright: ignore[reportUnknownArgumentType]
