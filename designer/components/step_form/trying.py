"""Which path an answer would take, tried while the words are being chosen. Pure; the engine's own recognition."""

from __future__ import annotations

from collections.abc import Sequence

from designer.card_words import branch_label
from engine.journey.keywords import Pattern, fold, recognise
from engine.journey.steps.wait_for_reply import ReplyBranch

OTHER = "other"


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


def examples(branches: Sequence[ReplyBranch], everyday: str) -> list[str]:
    """Answers worth trying: the first word shouted, the second path's word with a slip, and one that nobody expects."""
    words = [branch.any_of[0] for branch in branches if branch.any_of and branch.match not in ("regex", "any")]
    shouted = [f"{words[0].upper()}{words[0][-1].upper() * 2}"] if words else []
    slipped = [_slip(words[1])] if len(words) > 1 else []
    return [*shouted, *slipped, everyday]


def verdicts(
    answers: Sequence[str], branches: Sequence[ReplyBranch], *, language: str, default: str, other: str
) -> str:
    """`« OUIII » → oui · « demain » → Autre réponse`. Raises BadExpression."""
    names = {one.id: branch_label(one, language, default) for one in branches}
    shown = [(answer, taken(answer, branches)) for answer in answers]
    left, right = ("« ", " »") if language.startswith("fr") else ("“", "”")
    parts = [f"{left}{answer}{right} → {_bare(names[found]) if found else other}" for answer, found in shown]
    return " · ".join(parts)


def _bare(name: str) -> str:
    return name.lstrip("«“ ").rstrip("»” ")


def _slip(word: str) -> str:
    """Two letters swapped in the middle of a longer word; a short one is followed by a word."""
    if len(fold(word)) < 5:
        return f"{word} !"
    middle = len(word) // 2
    return word[: middle - 1] + word[middle] + word[middle - 1] + word[middle + 1 :]
