"""`parcours check`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import orjson

from engine.checker.check import check
from engine.checker.context import Surroundings
from engine.checker.neighbours import among
from engine.checker.problem import Problem
from engine.commands.file_problems import file_lines, verdict
from engine.commands.house_files import read_if, read_people, read_quiet_hours, read_templates
from engine.commands.local_files import looked_at
from engine.commands.words import say
from engine.customers_view import OWN_FIELDS, Customers, customers_of
from engine.forecast.audience import NUMBERS, Audience
from engine.forecast.mistakes import Mistake
from engine.journey.definition import Journey
from engine.journey.files import BadFile, read_file
from engine.journey.problem_words import problem_words


def check_files(
    files: Sequence[Path], *, as_json: bool, language: str | None, templates: Path | None = None,
    audience: Path | None = None, quiet_hours: str | None = None,
) -> int:  # fmt: skip
    """0 without errors, 1 with errors in what was read, 2 when a file could not be read at all. Files know each other: what
    starts two of them is told. Rules about templates and customers speak where `templates` and `audience` are given, and
    `quiet_hours` (`21:00-08:00`) are those of the house; `parcours publish` asks the house's own."""
    language = language or say.language()
    try:
        house = _house(templates, audience, quiet_hours)
    except BadFile as bad:
        return _refused(file_lines([bad], language))
    except Mistake as mistake:
        return _refused([mistake.sentence(language)])
    read, unreadable = _read(files)
    journeys = [journey for _, journey in read]
    found = [(path, problem) for path, journey in read for problem in check(journey, house(among(journey, journeys)))]
    if as_json:
        _print_json(found, unreadable, language)
    else:
        _print_words(files, found, unreadable, language)
    return verdict(unreadable, found_problems=any(problem.is_error for _, problem in found))


def _house(
    templates: Path | None, audience: Path | None, quiet_hours: str | None
) -> Callable[[Surroundings], Surroundings]:
    """What is told of the house, added to the neighbours. Raises BadFile and Mistake."""
    hours = read_quiet_hours(quiet_hours)
    library, people = read_if(templates, read_templates), read_if(audience, read_people)
    customers = _customers(people) if people else None

    def known(house: Surroundings) -> Surroundings:
        house = replace(house, quiet_hours=hours)
        house = house if library is None else replace(house, templates=library)
        return customers.among(house) if customers else house

    return known


def _customers(audience: Audience) -> Customers:
    """The people of a table; a column that is not there says nothing of who lacks a value."""
    columns = {path.removeprefix("contact.") for path in audience.fields if path.startswith("contact.")}
    people = [{**one.contact.facts(), "country": one.country or one.contact.country} for one in audience.people]
    names = sorted(columns - {*OWN_FIELDS, *NUMBERS, "consent"})
    return customers_of(people, names, [name for name in OWN_FIELDS if name in columns])


def _refused(lines: Iterable[str]) -> int:
    for line in lines:
        print(line, file=sys.stderr)
    return 2


def _read(files: Sequence[Path]) -> tuple[list[tuple[Path, Journey]], list[BadFile]]:
    read: list[tuple[Path, Journey]] = []
    unreadable: list[BadFile] = []
    for path in files:
        try:
            read.append((path, looked_at(read_file(path), path)))
        except BadFile as problem:
            unreadable.append(problem)
    return read, unreadable


def _print_json(found: list[tuple[Path, Problem]], unreadable: list[BadFile], language: str) -> None:
    rows = [{"file": str(path), **problem.to_json(language)} for path, problem in found]
    rows += [
        {"file": bad.path, "rule": "unreadable_file", "severity": "error", "step": None,
         "message": problem_words(sentence, language)}
        for bad in unreadable for sentence in bad.problems
    ]  # fmt: skip
    print(orjson.dumps(rows, option=orjson.OPT_INDENT_2).decode())


def _print_words(
    files: Sequence[Path], found: list[tuple[Path, Problem]], unreadable: list[BadFile], language: str
) -> None:
    for line in file_lines(unreadable, language):
        print(line)
    for path, problem in found:
        mark = (
            say("À corriger", "To correct", language) if problem.is_error else say("À vérifier", "To check", language)
        )
        print(f"{path}: {mark} [{problem.rule}] {problem.message(language)}")
    if not found and not unreadable:
        print(
            say(
                f"Rien à corriger ({len(files)} parcours).",
                f"Nothing to correct ({len(files)} journey{'s' * (len(files) > 1)}).",
                language,
            )
        )
