"""Two versions of a journey side by side: what was changed, and which conversations go otherwise."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from engine.comparing.changes import Change, changes_between
from engine.comparing.conversations import Different, Pair, different_customers, different_stories
from engine.journey.definition import Journey
from engine.journey.stories import Story, Template

CUSTOMERS = 200


@dataclass(frozen=True, slots=True)
class Comparison:
    """`changes` by step; `stories` and `conversations` that go otherwise; of `customers` generated ones, `touched` meet
    something else than before."""

    changes: tuple[Change, ...]
    stories: tuple[Different, ...]
    conversations: tuple[Different, ...]
    customers: int
    touched: int


def compare(
    before: Journey, after: Journey, *, seed: int = 1, customers: int = CUSTOMERS,
    stories: Sequence[tuple[str, Story]] = (), templates: Mapping[str, Template] | None = None,
    tell: Callable[[int], None] = lambda _done: None,
) -> Comparison:  # fmt: skip
    """The same for the same arguments. `stories` by name. Raises `rendering.BadText` or ValueError when a text or expression
    of one of them may not be used."""
    changes = changes_between(before, after)
    pair = Pair.of(before, after, templates or {})
    told = different_stories(pair, stories)
    found, touched = different_customers(pair, seed=seed, customers=customers if changes else 0, tell=tell)
    return Comparison(tuple(changes), tuple(told), tuple(found), customers if changes else 0, touched)
