"""The words of branches and triggers, ready to match as the engine matches them."""

from __future__ import annotations

from collections.abc import Iterable

from engine.checker.context import Scene
from engine.checker.words import say
from engine.journey.keywords import Pattern
from engine.journey.links import code_pattern
from engine.journey.steps.wait_for_reply import ReplyBranch
from engine.journey.triggers import KeywordTrigger, LinkTrigger


def pattern_of(way: ReplyBranch | KeywordTrigger) -> Pattern | None:
    """None when an expression cannot be read: `bad_text` says so."""
    try:
        return Pattern.of(way.id, way.any_of, way.match, way.typos)
    except ValueError:
        return None


def patterns_of(ways: Iterable[ReplyBranch | KeywordTrigger]) -> list[Pattern]:
    """The readable ones, in order."""
    return [pattern for way in ways if (pattern := pattern_of(way)) is not None]


def start_words(scene: Scene) -> list[Pattern]:
    """The words and link codes that start this journey or another live one: heard at any time."""
    own = [trigger for trigger in scene.journey.triggers if isinstance(trigger, KeywordTrigger)]
    elsewhere = scene.surroundings.keywords_elsewhere or ()
    others = [
        KeywordTrigger(
            id=say(other.journey_name, scene.journey.language),
            any_of=list(other.any_of),
            match=other.match,
            typos=other.typos,
        )
        for other in elsewhere
    ]
    return [*patterns_of([*own, *others]), *_codes(scene)]


def _codes(scene: Scene) -> list[Pattern]:
    own = [trigger for trigger in scene.journey.triggers if isinstance(trigger, LinkTrigger)]
    others = [
        LinkTrigger(id=say(one.journey_name, scene.journey.language), code=one.code)
        for one in scene.surroundings.codes_elsewhere or ()
    ]
    return [pattern for link in (*own, *others) if (pattern := code_pattern(link)) is not None]
