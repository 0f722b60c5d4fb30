"""A word that an earlier path, or an earlier start, always takes first, or that can never be recognised.

Exact words are asked before near ones and before paths that take everything, so only exact words can shut each other out.
What an expression takes cannot be told in general: only the very same expression counts as taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from engine.checker.context import Scene
from engine.checker.names import branch_name, shorten, step_name, trigger_name
from engine.checker.patterns import pattern_of
from engine.checker.problem import Problem
from engine.checker.words import Fact
from engine.journey.keywords import Pattern, fold, symbols
from engine.journey.steps.wait_for_reply import ReplyBranch, WaitForReply
from engine.journey.triggers import KeywordTrigger

Way: TypeAlias = ReplyBranch | KeywordTrigger


@dataclass(frozen=True, slots=True)
class _Dead:
    """A word by its place, and the earlier way that takes it, None when nothing can recognise it."""

    way: int
    place: int
    taker: int | None

    @property
    def wording(self) -> str:
        return "unreadable" if self.taker is None else "taken"


def check(scene: Scene) -> Iterator[Problem]:
    yield from _in_starts([trigger for trigger in scene.journey.triggers if isinstance(trigger, KeywordTrigger)])
    for step_id, step in scene.map.live.items():
        if isinstance(step, WaitForReply):
            yield from _in_wait(scene.journey.language, step_id, step)


def _in_starts(starts: Sequence[KeywordTrigger]) -> Iterator[Problem]:
    for dead in _dead_words(starts):
        trigger = starts[dead.way]
        facts: dict[str, Fact] = {"step": trigger_name(trigger), "word": shorten(trigger.any_of[dead.place])}
        if dead.taker is not None:
            facts["taker"] = trigger_name(starts[dead.taker])
        field, wording = ("any_of", dead.place), f"start_{dead.wording}"
        yield Problem("keyword_never_matches", "error", None, trigger.id, field, facts, "remove", wording)


def _in_wait(language: str, step_id: str, step: WaitForReply) -> Iterator[Problem]:
    for dead in _dead_words(step.branches):
        branch = step.branches[dead.way]
        facts: dict[str, Fact] = {"step": step_name(step), "word": shorten(branch.any_of[dead.place])}
        facts["way"] = branch_name(branch, language)
        if dead.taker is not None:
            facts["taker"] = branch_name(step.branches[dead.taker], language)
        field = ("branches", dead.way, "any_of", dead.place)
        wording = None if dead.taker is not None else dead.wording
        yield Problem("keyword_never_matches", "error", step_id, None, field, facts, "remove", wording)


def _dead_words(ways: Sequence[Way]) -> Iterator[_Dead]:
    patterns = [pattern_of(way) for way in ways]
    for number, way in enumerate(ways):
        for place, word in enumerate(way.any_of):
            if _is_unreadable(way, word):
                yield _Dead(number, place, None)
                continue
            earlier = enumerate(zip(ways[:number], patterns[:number], strict=True))
            takers = (other for other, (taker, read) in earlier if read and _takes(taker, read, way, word))
            taker = next(takers, None)
            if taker is not None:
                yield _Dead(number, place, taker)


def _is_unreadable(way: Way, word: str) -> bool:
    return (
        way.match not in ("regex", "any") and bool(word.strip()) and not Pattern.of("", [word], way.match, False).words
    )


def _takes(earlier: Way, pattern: Pattern, way: Way, word: str) -> bool:
    """Whether every message that `word` recognises is taken by the earlier pattern."""
    if way.match == "any" or earlier.match == "any":
        return False
    if way.match == "regex" or earlier.match == "regex":
        return way.match == earlier.match and word in earlier.any_of
    if not word.strip():
        return False
    if not fold(word):
        return any(_shows(known, earlier.match, symbols(word), way.match) for known in pattern.words)
    return any(_covers(known, earlier.match, fold(word), way.match) for known in pattern.words if fold(known))


def _shows(known: str, known_match: str, sign: str, match: str) -> bool:
    """The same for emoji, which are found anywhere in a message unless the match is exact."""
    if known_match == "exact":
        return match == "exact" and known == sign
    return not fold(known) and known in sign


def _covers(known: str, known_match: str, word: str, match: str) -> bool:
    """`oui` as a word covers the phrase `oui merci`; an exact text covers only the same exact text."""
    if known_match == "exact":
        return match == "exact" and known == word
    if known_match == "starts_with":
        return match in ("exact", "starts_with") and word.startswith(known)
    if match == "starts_with":
        return f" {known} " in f" {word}"
    return f" {known} " in f" {word} "
