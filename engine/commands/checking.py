"""`parcours check`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import orjson

from engine.checker.check import check
from engine.checker.neighbours import among
from engine.checker.problem import Problem
from engine.commands.file_problems import file_lines, verdict
from engine.commands.local_files import looked_at
from engine.commands.words import say
from engine.journey.definition import Journey
from engine.journey.files import BadFile, read_file
from engine.journey.problem_words import problem_words


def check_files(files: Sequence[Path], *, as_json: bool, language: str | None) -> int:
    """0 without errors, 1 with errors in what was read, 2 when a file could not be read at all. Files know each other: what
    starts two of them is told. Templates are not known here, so no rule about them speaks; `parcours publish` asks them
    too."""
    language = language or say.language()
    read, unreadable = _read(files)
    journeys = [journey for _, journey in read]
    found = [(path, problem) for path, journey in read for problem in check(journey, among(journey, journeys))]
    if as_json:
        _print_json(found, unreadable, language)
    else:
        _print_words(files, found, unreadable, language)
    return verdict(unreadable, found_problems=any(problem.is_error for _, problem in found))


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
            say(f"Rien à corriger ({len(files)} parcours).", f"Nothing to correct ({len(files)} journeys).", language)
        )
