"""A start word that already starts another live journey: the customer enters only one of them."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checker.context import KeywordElsewhere, Scene
from engine.checker.names import shorten
from engine.checker.patterns import pattern_of
from engine.checker.problem import Problem
from engine.checker.words import Fact
from engine.journey.keywords import Pattern, recognise_exactly
from engine.journey.triggers import KeywordTrigger


def check(scene: Scene) -> Iterator[Problem]:
    for trigger in scene.journey.triggers:
        if not isinstance(trigger, KeywordTrigger):
            continue
        for other in scene.surroundings.keywords_elsewhere or ():
            shared = _shared_word(trigger, other)
            if shared is not None:
                facts: dict[str, Fact] = {"word": shorten(shared), "journey": other.journey_name}
                yield Problem("keyword_used_elsewhere", "error", None, trigger.id, ("any_of",), facts)


def _shared_word(trigger: KeywordTrigger, other: KeywordElsewhere) -> str | None:
    """A text that both recognise exactly, found by trying each one's words on the other."""
    theirs = pattern_of(KeywordTrigger(id="elsewhere", any_of=list(other.any_of), match=other.match, typos=other.typos))
    ours = pattern_of(trigger)
    if theirs is None or ours is None:
        return None
    mine = trigger.any_of if trigger.match != "regex" else []
    rest = other.any_of if other.match != "regex" else ()
    return _recognised(mine, theirs) or _recognised(rest, ours)


def _recognised(words: list[str] | tuple[str, ...], pattern: Pattern) -> str | None:
    return next((word for word in words if word.strip() and recognise_exactly(word, [pattern])), None)
