"""Places of a journey in the words of people: where a way leads, what follows a silence, what a condition asks."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from pydantic import TypeAdapter, ValidationError

from engine.checker.condition_words import condition_words
from engine.checker.names import spoken_duration, step_name
from engine.checker.words import Fact, Spoken, say, word
from engine.journey.conditions import Condition
from engine.journey.definition import Journey
from engine.journey.durations import parse_duration
from engine.journey.steps import StepBase
from engine.journey.steps.exit import Exit

CONDITION: TypeAdapter[Condition] = TypeAdapter(Condition)
SILENCE = "no_reply"
QUOTED = {"fr": "« {} »", "en": "“{}”"}
NOTHING: Spoken = {"fr": "rien", "en": "nothing"}
WAS = {"end": {"fr": "c'était la fin", "en": "ended"}, "step": {"fr": "c'était {name}", "en": "was {name}"}}
IS_NOW = {"end": {"fr": "maintenant la fin", "en": "now ends"}, "step": {"fr": "maintenant {name}", "en": "now {name}"}}


def quoted(name: Fact) -> Spoken:
    """`« Rappel »`, `“Rappel”`."""
    return {language: marks.format(say(name, language)) for language, marks in QUOTED.items()}


def target_name(journey: Journey, step_id: str | None) -> Fact:
    """The step that a way leads to."""
    step = journey.steps.get(step_id or "")
    return step_name(step) if step else step_id or NOTHING["fr"]


def after_silence(
    step: StepBase, port: str, was: tuple[Journey, str | None], now: tuple[Journey, str | None]
) -> list[tuple[str, Fact]]:
    """How long nobody answers, where that is the way, what followed then and what follows now; empty for another way."""
    length = getattr(step, "for_", None)
    if port != SILENCE or not isinstance(length, str) or was[1] is None or now[1] is None:
        return []
    silence = spoken_duration(parse_duration(length))
    return [("silence", silence), ("was_then", _ending(*was, WAS)), ("is_now", _ending(*now, IS_NOW))]


def _ending(journey: Journey, step_id: str | None, words: Mapping[str, Spoken]) -> Spoken:
    if isinstance(journey.steps.get(step_id or ""), Exit):
        return words["end"]
    name = quoted(target_name(journey, step_id))
    return {language: words["step"][language].format(name=name[language]) for language in name}


def condition_in(value: Any, journey: Journey) -> Spoken | None:
    """`« points ≥ 100 »` of a condition's plain value; None where there is none."""
    try:
        return quoted(condition_words(CONDITION.validate_python(value), partial(_label, journey)))
    except ValidationError:
        return None


def _label(journey: Journey, path: str) -> Fact:
    """`points` for `contact.points`, `réponse à « Sa réponse »` for `answers.answer`."""
    root, _, name = path.partition(".")
    step = journey.steps.get(name.partition(".")[0])
    if root == "answers" and step is not None:
        named = quoted(step_name(step))
        return {"fr": f"réponse à {named['fr']}", "en": f"answer to {named['en']}"}
    return (word("fields", name) or name) if root == "contact" and name else path
