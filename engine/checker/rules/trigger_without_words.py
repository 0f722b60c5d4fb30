"""A keyword start without a word: nobody can write it."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checker.context import Scene
from engine.checker.names import trigger_name
from engine.checker.problem import Problem
from engine.journey.triggers import KeywordTrigger


def check(scene: Scene) -> Iterator[Problem]:
    for trigger in scene.journey.triggers:
        if isinstance(trigger, KeywordTrigger) and _has_no_word(trigger):
            facts = {"step": trigger_name(trigger)}
            yield Problem("trigger_without_words", "error", None, trigger.id, ("any_of",), facts)


def _has_no_word(trigger: KeywordTrigger) -> bool:
    return trigger.match != "any" and not any(word.strip() for word in trigger.any_of)
