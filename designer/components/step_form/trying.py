"""Which path an answer would take, tried while the words are being chosen. Pure; the engine's own recognition."""

from __future__ import annotations

from collections.abc import Sequence

from designer.path_words import branch_label
from designer.phrasing import quote
from engine.checker.words import catalogue, spoken_language
from engine.journey.keywords import Pattern, recognise
from engine.journey.steps.wait_for_reply import ReplyBranch


class BadExpression(ValueError):
    """A technical expression cannot be read; the message says why."""


def patterns(branches: Sequence[ReplyBranch]) -> list[Pattern]:
    """Raises BadExpression."""
    try:
        return [Pattern.of(one.id, one.any_of, one.match, one.typos) for one in branches]
    except ValueError as problem:
        raise BadExpression(str(problem)) from None


def taken(text: str, branches: Sequence[ReplyBranch]) -> str | None:
    """The id of the branch that takes this answer, None for every other answer. Raises BadExpression."""
    found = recognise(text, patterns(branches)) if text.strip() else None
    return found.key if found else None


def examples(branches: Sequence[ReplyBranch], language: str) -> list[str]:
    """Answers worth trying: the first word shouted, the second path's word with a slip, and one that nobody expects.
    Raises BadExpression."""
    words = [branch.any_of[0] for branch in branches if branch.any_of and branch.match not in ("regex", "any")]
    shouted = [f"{words[0].upper()}{words[0][-1].upper() * 2}"] if words else []
    slipped = [_slip(words[1])] if len(words) > 1 else []
    everyday: list[str] = catalogue()["everyday_answers"][spoken_language(language)]
    unexpected = [answer for answer in everyday if taken(answer, branches) is None]
    return [*shouted, *slipped, *unexpected[:1]]


def verdicts(
    answers: Sequence[str], branches: Sequence[ReplyBranch], *, language: str, default: str, other: str
) -> str:
    """`« OUIII » → oui · « demain » → Autre réponse`. Raises BadExpression."""
    names = {one.id: branch_label(one, language, default) for one in branches}
    shown = [(answer, taken(answer, branches)) for answer in answers]
    parts = [f"{quote(answer, language)} → {_bare(names[found]) if found else other}" for answer, found in shown]
    return " · ".join(parts)


def _bare(name: str) -> str:
    return name.lstrip("«“").rstrip("»”").strip()


def _slip(text: str) -> str:
    """Two letters swapped in the middle of the longest word; short words are followed by a mark."""
    longest = max(text.split(), key=len, default="")
    if len(longest) < 5:
        return f"{text} !"
    middle = len(longest) // 2
    swapped = longest[: middle - 1] + longest[middle] + longest[middle - 1] + longest[middle + 1 :]
    return text.replace(longest, swapped, 1)
