"""`parcours diff`: what changes between two versions, by step and as conversations."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import orjson

from engine.commands.file_problems import bad_texts, file_lines, problem_line
from engine.commands.words import say
from engine.comparing.comparing import Comparison, compare
from engine.comparing.conversations import Different, parting_of
from engine.comparing.telling import parting, told
from engine.journey.definition import Journey
from engine.journey.files import BadFile, read_file
from engine.journey.stories import read_story
from engine.journey.transcript import Language

Versions: TypeAlias = tuple[Journey, Journey]


def diff_files(
    before: Path,
    after: Path,
    *,
    stories: Sequence[Path],
    seed: int,
    customers: int,
    as_json: bool,
    language: str | None,
) -> int:
    """0 when both can be read, whatever differs; 2 when one cannot."""
    spoken: Language = "en" if (language or say.language()).startswith("en") else "fr"
    try:
        kept = [(path.stem, read_story(path)) for path in stories]
        journeys = {path: read_file(path) for path in (before, after)}
    except BadFile as bad:
        for line in file_lines([bad], spoken):
            print(line, file=sys.stderr)
        return 2
    try:
        compared = compare(journeys[before], journeys[after], seed=seed, customers=customers, stories=kept)
    except ValueError as problem:
        for line in _unplayable(journeys, problem, spoken):
            print(line, file=sys.stderr)
        return 2
    if as_json:
        print(
            orjson.dumps(
                to_json(compared, (journeys[before], journeys[after]), spoken), option=orjson.OPT_INDENT_2
            ).decode()
        )
    else:
        print("\n".join(_in_words(compared, (journeys[before], journeys[after]), spoken)))
    return 0


def _unplayable(journeys: Mapping[Path, Journey], problem: Exception, language: Language) -> list[str]:
    """The texts of either that cannot be used."""
    found = [line for path, one in journeys.items() for line in bad_texts(path, one, language)]
    return found or [problem_line(problem, language)]


def to_json(compared: Comparison, versions: Versions, language: Language) -> dict[str, Any]:
    """For programs: the names are those of the page docs/stories.md."""
    return {
        "changes": [change.to_json(language) for change in compared.changes],
        "stories": [{"name": one.name, **_sides(one, versions, language)} for one in compared.stories],
        "conversations": [
            {"customers": one.customers, **_sides(one, versions, language)} for one in compared.conversations
        ],
        "customers": compared.customers,
        "touched": compared.touched,
    }


def _sides(one: Different, versions: Versions, language: Language) -> dict[str, Any]:
    before, after = versions
    return {
        "message": _sentence(one, versions, language),
        "before": told(one.before, before, language), "after": told(one.after, after, language),
    }  # fmt: skip


def _sentence(one: Different, versions: Versions, language: Language) -> str:
    """Where the two part."""
    return parting((one.before, one.after), versions, parting_of(one.before, one.after) or (None, None), language)


def _in_words(compared: Comparison, versions: Versions, language: Language) -> Iterator[str]:
    if not compared.changes:
        yield say("Rien ne change.", "Nothing changes.", language)
        return
    count = len(compared.changes)
    yield say(f"Ce qui change ({count}) :", f"What changes ({count}):", language)
    yield from (f"  {change.message(language)}" for change in compared.changes)
    for one in compared.stories:
        yield say(f"Le scénario « {one.name} » va autrement :", f"The story “{one.name}” goes otherwise:", language)
        yield from _told(one, versions, language)
    share = (compared.touched, compared.customers)
    yield say(f"{share[0]} clients inventés sur {share[1]} reçoivent autre chose, ou à un autre moment.",
              f"{share[0]} of {share[1]} made-up customers get something else, or at another time.", language)  # fmt: skip
    for one in compared.conversations:
        yield say(f"Pour {one.customers} d'entre eux :", f"For {one.customers} of them:", language)
        yield from _told(one, versions, language)


def _told(one: Different, versions: Versions, language: Language) -> Iterator[str]:
    """Where they part in a sentence, what is the same once, then both sides."""
    yield f"  {_sentence(one, versions, language)}"
    before, after = (
        told(side, journey, language) for side, journey in zip((one.before, one.after), versions, strict=True)
    )
    same = 0
    while same < min(len(before), len(after)) and before[same] == after[same]:
        same += 1
    yield from (f"      {line}" for line in before[:same])
    for word, side in ((say("avant", "before", language), before), (say("après", "after", language), after)):
        yield f"    {word}"
        yield from (f"      {line}" for line in side[same:] or [say("  rien", "  nothing", language)])
