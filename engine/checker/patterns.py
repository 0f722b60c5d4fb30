"""The words of branches and triggers, ready to match as the engine matches them."""

from __future__ import annotations

from collections.abc import Iterable

from engine.journey.keywords import Pattern
from engine.journey.steps.wait_for_reply import ReplyBranch
from engine.journey.triggers import KeywordTrigger


def pattern_of(way: ReplyBranch | KeywordTrigger) -> Pattern | None:
    """None when an expression cannot be read: `bad_text` says so."""
    try:
        return Pattern.of(way.id, way.any_of, way.match, way.typos)
    except ValueError:
        return None


def patterns_of(ways: Iterable[ReplyBranch | KeywordTrigger]) -> list[Pattern]:
    """The readable ones, in order."""
    return [pattern for way in ways if (pattern := pattern_of(way)) is not None]
