"""“Try to break it”: made-up customers on a draft, and what they found, ready to be shown. Nothing is sent, nothing is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.checker.context import KnownTemplate
from engine.explore.entrances import nobody_lines
from engine.explore.exploring import explore, story_of
from engine.explore.library import described
from engine.explore.writing import write_story
from engine.journey.definition import read_definition
from engine.journey.transcript import Language, conversation

CUSTOMERS = 150
"""A second or two: the command `parcours explore` sends more."""


@dataclass(frozen=True, slots=True)
class Break:
    """One promise that was not kept: why in a sentence, on which card, the conversation, and the story as a file."""

    sentence: str
    node: str | None
    conversation: tuple[str, ...]
    story: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """`breaks`: the shortest conversation of each kind. `problem`: why nobody could try, empty when they could."""

    breaks: tuple[Break, ...] = ()
    customers: int = 0
    walked: int = 0
    ways: int = 0
    problem: str = ""


def try_to_break(
    definition: Mapping[str, Any], library: Mapping[tuple[str, str], KnownTemplate], language: Language,
    tell: Callable[[float], object],
) -> Attempt:  # fmt: skip
    """The same customers every time, so that a mended journey can be seen to be mended. `tell` hears the share done."""
    journey, templates = read_definition(definition), described(library)
    try:
        explored = explore(journey, customers=CUSTOMERS, templates=templates, tell=lambda done: tell(done / CUSTOMERS))
    except ValueError as problem:
        return Attempt(problem=str(problem))
    if explored.nobody_entered and not explored.found:
        return Attempt(problem=". ".join(nobody_lines(explored.not_entered, language)))
    breaks = [
        Break(
            played.broken.sentence(language), f"step:{played.broken.step}" if played.broken.step else None,
            tuple(conversation(played.happened, language)),
            write_story(
                story_of(journey, played, templates).model_copy(update={"journey": f"{journey.key}.yaml"}),
                played.broken, language,
            ),
        )
        for played in sorted(explored.found, key=lambda played: len(played.lines)) if played.broken
    ]  # fmt: skip
    ways = len(explored.coverage.ways)
    return Attempt(tuple(breaks), explored.customers, ways - len(explored.coverage.missed_ways), ways)
