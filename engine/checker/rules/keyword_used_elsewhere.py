"""A start word that already starts another live journey, or one that is checked with it: the customer enters only one of
them. A link's code comes before every word."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checker.context import KeywordElsewhere, Scene
from engine.checker.names import shorten, trigger_name
from engine.checker.patterns import pattern_of
from engine.checker.problem import Field, Problem
from engine.checker.words import Fact
from engine.journey.keywords import Pattern, recognise_exactly
from engine.journey.links import code_pattern
from engine.journey.triggers import KeywordTrigger, LinkTrigger


def check(scene: Scene) -> Iterator[Problem]:
    for trigger in scene.journey.triggers:
        if not isinstance(trigger, KeywordTrigger):
            continue
        for other in scene.surroundings.keywords_elsewhere or ():
            shared = _shared_word(trigger, other)
            if trigger.match == other.match == "any":
                facts: dict[str, Fact] = {"step": trigger_name(trigger), "journey": other.journey_name}
                yield _problem(trigger, ("match",), facts, "any")
            elif shared is not None:
                facts = {"word": shorten(shared), "journey": other.journey_name}
                yield _problem(trigger, ("any_of",), facts, None if other.is_live else "beside")
        yield from _codes(scene, trigger)


def _codes(scene: Scene, trigger: KeywordTrigger) -> Iterator[Problem]:
    """Words that hold the code of another journey's link."""
    for other in scene.surroundings.codes_elsewhere or ():
        code = code_pattern(LinkTrigger(id="elsewhere", code=other.code))
        taken = _recognised(trigger.any_of, code) if code and trigger.match != "regex" else None
        if taken is not None:
            facts: dict[str, Fact] = {"word": shorten(taken), "journey": other.journey_name}
            yield _problem(trigger, ("any_of",), facts, "code")


def _problem(trigger: KeywordTrigger, field: Field, facts: dict[str, Fact], wording: str | None) -> Problem:
    return Problem("keyword_used_elsewhere", "error", None, trigger.id, field, facts, wording=wording)


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
