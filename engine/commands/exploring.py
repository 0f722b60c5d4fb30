"""`parcours explore`: generated customers try to break a journey."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from engine.commands.file_problems import file_lines, text_lines
from engine.commands.words import say
from engine.explore.entrances import nobody_lines
from engine.explore.exploring import Explored, explore, story_of
from engine.explore.playing import Played
from engine.explore.writing import write_story
from engine.journey.definition import Journey
from engine.journey.files import BadFile, read_file
from engine.journey.promises import PROMISES
from engine.journey.stories import Promise


def explore_file(path: Path, *, seed: int, customers: int, promise: str | None, language: str | None) -> int:
    """0 when nothing breaks, 1 when something does (the shortest conversation is printed), 2 when nothing can be tried."""
    language = language or say.language()
    wanted: tuple[Promise, ...] = tuple(one for one in PROMISES if promise in (None, one))
    if not wanted:
        _tell(say(f"« {promise} » n'est pas une promesse ; il y a {', '.join(PROMISES)}.",
                  f"“{promise}” is no promise; there are {', '.join(PROMISES)}.", language))  # fmt: skip
        return 2
    try:
        journey = read_file(path)
    except BadFile as bad:
        for line in file_lines([bad], language):
            _tell(line)
        return 2
    try:
        explored = explore(
            journey, seed=seed, customers=customers, promises=wanted, tell=_progress(customers, language)
        )
    except ValueError as problem:
        for line in text_lines(path, journey, problem, language):
            _tell(line)
        return 2
    return _report(path, journey, explored, language)


def _report(path: Path, journey: Journey, explored: Explored, language: str) -> int:
    ways, missed = len(explored.coverage.ways), len(explored.coverage.missed_ways)
    if explored.nobody_entered and not explored.found:
        for line in nobody_lines(explored.not_entered, language):
            _tell(f"{path} : {line}." if language.startswith("fr") else f"{path}: {line}.")
        return 2
    walked = say(f"{ways - missed} chemins sur {ways} parcourus", f"{ways - missed} of {ways} ways walked", language)
    if not explored.found:
        count = explored.customers
        print(
            say(
                f"{path} : {count} clients, rien ne casse ({walked}).",
                f"{path}: {count} customers, nothing breaks ({walked}).",
                language,
            )
        )
        for line in nobody_lines(explored.not_entered, language) if explored.not_entered else ():
            _tell(f"· {line}")
        return 0
    shortest = min(explored.found, key=lambda played: len(played.lines))
    _tell_broken(explored, shortest, walked, language)
    story = story_of(journey, shortest).model_copy(update={"journey": str(path)})
    print(write_story(story, shortest.broken, language), end="")
    return 1


def _tell_broken(explored: Explored, shortest: Played, walked: str, language: str) -> None:
    _tell(say(f"{explored.customers} clients ({walked}). Ce qui casse :",
              f"{explored.customers} customers ({walked}). What breaks:", language))  # fmt: skip
    for played in explored.found:
        if played.broken is not None:
            mark = "→" if played is shortest else " "
            _tell(f"{mark} {played.broken.promise}: {played.broken.sentence(language)}")


def _progress(customers: int, language: str) -> Callable[[int], None]:
    """On a terminal, how far it is, on one line."""
    if not sys.stderr.isatty():
        return lambda _done: None

    def tell(done: int) -> None:
        if done % 20 == 0 or done == customers:
            words = say(f"{done} clients sur {customers}", f"{done} of {customers} customers", language)
            print(f"\r{words}", end="\n" if done == customers else "", file=sys.stderr, flush=True)

    return tell


def _tell(words: str) -> None:
    print(words, file=sys.stderr)
