"""What never changes while a passage lasts: the way it draws at each split, and what it chooses by the event that started it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, product, takewhile
from math import prod
from typing import TypeAlias

from engine.checker.choices import Choices
from engine.checker.paths import JourneyMap, silent_ports
from engine.checker.possible import may_hold
from engine.journey.conditions import Condition, comparisons_in
from engine.journey.steps import Port
from engine.journey.steps.branch import Branch, ConditionBranch
from engine.journey.steps.split import Split

FATES_AT_MOST = 128
"""Sets of decisions that are looked at together; where there are more, each decision is looked at alone."""


Ports: TypeAlias = tuple[str, ...]


@dataclass(frozen=True)
class Ways:
    """The ways of customers for whom these steps are decided. `decided`: by step, the ids of the ports that they may take."""

    map: JourneyMap
    decided: Mapping[str, Ports]

    def silent(self, step_id: str) -> list[Port]:
        """The ways that open without the customer."""
        return self._open(step_id, silent_ports(self.map.journey.steps[step_id]))

    @cached_property
    def reached(self) -> set[str]:
        """The steps that they can come to."""
        found: set[str] = set()
        pending = list(self.map.starts or self.map.live)
        while pending:
            step_id = pending.pop()
            if step_id not in found:
                found.add(step_id)
                ports = self._open(step_id, self.map.ports[step_id])
                pending += [port.to for port in ports if port.to is not None and self.map.exists(port.to)]
        return found

    def _open(self, step_id: str, ports: list[Port]) -> list[Port]:
        only = self.decided.get(step_id)
        return ports if only is None else [port for port in ports if port.id in only]


@dataclass(frozen=True)
class Fates:
    """Everything that may be decided for a passage of this journey."""

    map: JourneyMap

    def each(self) -> Iterator[Ways]:
        """First those for whom nothing is decided, so that what holds for everybody is found as such."""
        yield Ways(self.map, {})
        decisions = self._decisions
        if prod(len(ports) for ports in decisions.values()) <= FATES_AT_MOST:
            fates = (dict(zip(decisions, ports, strict=True)) for ports in product(*decisions.values()))
        else:
            fates = ({step_id: port} for step_id, ports in decisions.items() for port in ports)
        yield from (Ways(self.map, fate) for fate in islice(fates, FATES_AT_MOST) if self._is_possible(fate))

    @cached_property
    def _decisions(self) -> dict[str, list[Ports]]:
        """What may be decided at each step, where there is a choice."""
        found = {step_id: self._choices(step_id) for step_id in self.map.live}
        return {step_id: choices for step_id, choices in found.items() if len(choices) > 1}

    def _choices(self, step_id: str) -> list[Ports]:
        """The event decides up to the first condition that looks at something else; who gets so far may take any way on."""
        step = self.map.live[step_id]
        if isinstance(step, Split):
            return [(f"branch:{path.id}",) for path in step.paths if path.share]
        if not isinstance(step, Branch):
            return []
        asked = [branch for branch in step.branches if branch.when is not None]
        by_event = list(takewhile(_looks_at_event_only, asked))
        ports = [port.id for port in silent_ports(step)]
        return [*((port,) for port in ports[: len(by_event)]), tuple(ports[len(by_event) :])]

    def _is_possible(self, fate: Mapping[str, Ports]) -> bool:
        """Whether there is an event that chooses so everywhere."""
        choices = Choices(self.map)
        taken = [(step_id, port) for step_id, ports in fate.items() for port in ports if len(ports) == 1]
        places = [(step_id, [one.id for one in self.map.ports[step_id]].index(port)) for step_id, port in taken]
        return may_hold(asked for way in places for asked in choices.asked(way) if _is_of_event(asked[0]))


def _looks_at_event_only(branch: ConditionBranch) -> bool:
    return branch.when is not None and _is_of_event(branch.when)


def _is_of_event(condition: Condition) -> bool:
    return all(leaf.attribute.startswith("event.") for leaf in comparisons_in(condition))
