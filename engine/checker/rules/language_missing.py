"""A message that lacks a language in which other messages of the journey are written. One written once for all languages counts
as written in the journey's own, unless it is a sign, a name or a single word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engine.checker.context import Scene
from engine.checker.names import language_name, language_with_article, speakers_of, step_name
from engine.checker.problem import Field, Problem
from engine.checker.templates import templates_sent
from engine.checker.words import Fact
from engine.journey.model import languages_of
from engine.journey.steps import StepBase

NO_WORDS = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|https?://\S+", re.DOTALL)
WORD = re.compile(r"[^\W\d_]{2,}")
WORDS_AT_LEAST = 2


@dataclass(frozen=True, slots=True)
class _Lack:
    """Where a language is missing, and which one its speakers get instead."""

    place: str
    language: str
    shown: str


def check(scene: Scene) -> Iterator[Problem]:
    for step_id, use, found in templates_sent(scene):
        written = [version.language for version in found]
        if scene.journey.language in written:
            for language in scene.languages:
                if language not in written:
                    lack = _Lack("template", language, scene.journey.language)
                    yield _problem(scene, step_id, use.step, lack, use.place)
    for step_id, step in scene.journey.walk():
        yield from _in_texts(scene, step_id, step)


def _in_texts(scene: Scene, step_id: str, step: StepBase) -> Iterator[Problem]:
    """One problem a language, even where the text and its buttons both lack it."""
    translated = [languages_of(use.text) for use in step.texts() if languages_of(use.text)]
    if any(use.role == "message" and isinstance(use.text, str) and _says_something(use.text) for use in step.texts()):
        translated.append({scene.journey.language})
    for language in scene.languages:
        lacking = next((codes for codes in translated if not _serves(codes, language)), None)
        if lacking is not None:
            shown = scene.journey.language if scene.journey.language in lacking else sorted(lacking)[0]
            yield _problem(scene, step_id, step, _Lack("text", language, shown))


def _says_something(text: str) -> bool:
    """Whether there are words of a language, beside values, addresses and signs."""
    return len(WORD.findall(NO_WORDS.sub(" ", text))) >= WORDS_AT_LEAST


def _serves(written: set[str], language: str) -> bool:
    base = language.replace("-", "_").split("_")[0]
    return language in written or base in written


def _problem(scene: Scene, step_id: str, step: StepBase, lack: _Lack, place: Field = ()) -> Problem:
    language = lack.language
    people = (scene.surroundings.people_by_language or {}).get(language, 0)
    facts: dict[str, Fact] = {
        "step": step_name(step), "language": language_name(language), "shown": language_name(lack.shown),
        "speakers": speakers_of(language), "wanted": language_with_article(language),
    }  # fmt: skip
    if people:
        facts["people"] = people
    return Problem(
        "language_missing", "warning", step_id, None, (*place, lack.place, language), facts, None if place else "add_language",
        "counted" if people else None, {"language": language},
    )  # fmt: skip
