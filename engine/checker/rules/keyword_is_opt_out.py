"""A word that unsubscribes the customer before any journey sees it. Words that count as opt-out in some languages of the
journey only, or only after marketing, are left alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.checker.context import Scene
from engine.checker.names import shorten, step_name, trigger_name
from engine.checker.problem import Problem
from engine.checker.words import Fact
from engine.journey.keywords import Match
from engine.journey.links import prefilled_text
from engine.journey.optout import OptOut, recognise_choice
from engine.journey.steps.wait_for_reply import WaitForReply
from engine.journey.triggers import KeywordTrigger, LinkTrigger


def check(scene: Scene) -> Iterator[Problem]:
    for trigger in scene.journey.triggers:
        if isinstance(trigger, KeywordTrigger):
            for place in _opt_outs(scene, trigger.any_of, trigger.match):
                facts: dict[str, Fact] = {"step": trigger_name(trigger), "word": shorten(trigger.any_of[place])}
                yield Problem("keyword_is_opt_out", "error", None, trigger.id, ("any_of", place), facts, "remove")
        if isinstance(trigger, LinkTrigger) and _is_opt_out(scene, prefilled_text(trigger)):
            facts = {"step": trigger_name(trigger), "word": shorten(prefilled_text(trigger))}
            yield Problem("keyword_is_opt_out", "error", None, trigger.id, ("code",), facts)
    for step_id, step in scene.map.live.items():
        for number, branch in enumerate(step.branches if isinstance(step, WaitForReply) else ()):
            for place in _opt_outs(scene, branch.any_of, branch.match):
                facts = {"step": step_name(step), "word": shorten(branch.any_of[place])}
                field = ("branches", number, "any_of", place)
                yield Problem("keyword_is_opt_out", "error", step_id, None, field, facts, "remove")


def _opt_outs(scene: Scene, words: Sequence[str], match: Match) -> list[int]:
    """Places of the words that, written alone, opt out in every language of the journey."""
    if match in ("regex", "any"):
        return []
    return [place for place, word in enumerate(words) if _is_opt_out(scene, word)]


def _is_opt_out(scene: Scene, word: str) -> bool:
    choices = (recognise_choice(word, language, last_was_marketing=False) for language in scene.languages)
    return all(isinstance(choice, OptOut) for choice in choices)
