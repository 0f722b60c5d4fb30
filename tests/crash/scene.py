"""What is played while engines die: journeys, people with their phones, and what must be there at the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

Way: TypeAlias = Sequence[tuple[str, str | None]]
"""The steps of a passage, and the port by which it leaves each: `next|failed` where either is right after a kill."""


@dataclass(frozen=True, slots=True)
class Says:
    """A customer writes."""

    words: str


@dataclass(frozen=True, slots=True)
class Taps:
    """A customer touches a button of the first message."""

    title: str


@dataclass(frozen=True, slots=True)
class Tells:
    """Another system tells an event."""

    event: Mapping[str, Any]


Act: TypeAlias = Says | Taps | Tells


@dataclass(frozen=True, slots=True)
class Scene:
    """`acts[who][k]` is done when their phone holds k messages. `expected[who]`: what it holds at the end, in this order.
    `ways[who]`: each journey that they go through, exactly once. `found`: people who are there from the beginning, in the
    segment that a start of many is for; there are `runs` such starts. `agreed`: consents that are recorded."""

    name: str
    journeys: Sequence[Mapping[str, Any]]
    acts: Mapping[str, Sequence[Act]]
    expected: Mapping[str, Sequence[str]]
    ways: Mapping[str, Mapping[str, Way]]
    found: Sequence[str] = ()
    runs: int = 0
    agreed: int = 0
    elsewhere: Mapping[str, int] = field(default_factory=dict[str, int])
    """How many requests of each method another system must have got: a POST exactly so often, a GET at least."""

    def inbound(self) -> int:
        """Messages that customers write."""
        return sum(not isinstance(act, Tells) for acts in self.acts.values() for act in acts)
