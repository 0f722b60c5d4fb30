"""Files that a command cannot use: their sentences, and how the command ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from engine.checker.check import check
from engine.commands.words import say
from engine.journey.definition import Journey
from engine.journey.files import BadFile, NoText
from engine.journey.problem_words import problem_words


def file_lines(files: Iterable[BadFile], language: str | None = None) -> Iterator[str]:
    """One line a problem: the file and the sentence, in the language of the commands or the one asked for."""
    for bad in files:
        for sentence in bad.problems:
            yield f"{bad.path}: {problem_words(sentence, language or say.language())}"


def problem_line(problem: Exception, language: str) -> str:
    """The sentence of a value that cannot be used, in the language asked for."""
    words = str(problem).strip().rstrip(".")
    return problem_words(f"{words[:1].upper()}{words[1:]}.", language)


def text_lines(path: object, journey: Journey, problem: Exception, language: str) -> list[str]:
    """Why a journey cannot be played: its texts and expressions that may not be used, by step."""
    return bad_texts(path, journey, language) or [f"{path}: {problem_line(problem, language)}"]


def bad_texts(path: object, journey: Journey, language: str) -> list[str]:
    """Texts and expressions that may not be used."""
    return [f"{path}: {one.message(language)}" for one in check(journey) if one.rule == "bad_text"]


def verdict(files: Sequence[BadFile], *, found_problems: bool = False) -> int:
    """The exit code: 2 when a file could not be read, 1 when something is wrong in what was read, else 0."""
    if any(isinstance(bad, NoText) for bad in files):
        return 2
    return 1 if files or found_problems else 0
