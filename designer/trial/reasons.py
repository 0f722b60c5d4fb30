"""Why a way was taken, in a sentence: what the customer said and how it was understood, values of conditions. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from designer.condition_words import condition_words
from designer.path_words import port_label
from designer.placeholders import field_label
from designer.reason_words import call_words, reason_words
from designer.trial.words import say
from engine.journey.conditions import AllOf, AnyOf, Comparison, Condition, NotThis, look_up
from engine.journey.definition import Journey
from engine.journey.effects import Passed
from engine.journey.steps import StepBase
from engine.journey.steps.branch import Branch
from engine.journey.steps.branch_on_message import BranchOnMessage
from engine.journey.steps.call_http import CallHttp

PLAIN = ("no_reply", "no_event", "no_date", "past", "too_far", "no_message", "started", "location", "replied")
RECEIPTS = ("clicked", "read", "delivered", "failed")


def way_words(passed: Passed, said: str, knows: Mapping[str, Any], journey: Journey, language: str) -> str:
    """`« Oui! » reconnu comme « oui » → Oui`; empty for a way that needs no word. `said` is what the customer did last."""
    step = journey.steps.get(passed.step_id)
    if step is None or passed.port is None or passed.why is None or _is_told_by_the_message(step, passed):
        return ""
    key, facts = _told(step, passed, said, knows, language)
    return say(key, language, path=_path(step, passed.port, journey, language), **facts)


def _is_told_by_the_message(step: StepBase, passed: Passed) -> bool:
    """A message that did not leave stands in the phone with its reason; the usual way on needs no second one."""
    return step.sends is not None and passed.port == "next" and ":" in (passed.why or "")


def _told(
    step: StepBase, passed: Passed, said: str, knows: Mapping[str, Any], language: str
) -> tuple[str, dict[str, str]]:
    kind, _, word = (passed.why or "").partition(":")
    match kind:
        case "word" | "near":
            same = kind == "word" and said.strip() == word
            return "why.same" if same else f"why.{kind}", {"said": said, "word": word}
        case "button" | "any" | "invalid":
            return f"why.{kind}" if said else "why.wordless", {"said": said}
        case "condition":
            return _condition(step, passed.port or "", knows, language)
        case "otherwise":
            return _otherwise(step, said, knows, language)
        case "answered":
            return ("why.called" if isinstance(step, CallHttp) else "why.answered"), {"said": said}
        case "share":
            return "why.share", {"share": word}
        case "event":
            return "why.event", {"word": word}
        case _ if kind in PLAIN or (kind in RECEIPTS and not word):
            return f"why.{kind}", {}
        case "not_started":
            return "why.not_started", {}
        case _:
            return "why.reason", {"why": _sentence(step, passed.why or "", language)}


def _sentence(step: StepBase, why: str, language: str) -> str:
    words = call_words(why, language) if isinstance(step, CallHttp) else reason_words(why, language)
    return words[:1].upper() + words[1:]


def _otherwise(step: StepBase, said: str, knows: Mapping[str, Any], language: str) -> tuple[str, dict[str, str]]:
    if isinstance(step, BranchOnMessage):
        return "why.no_sign", {}
    if isinstance(step, Branch):
        conditions = [branch.when for branch in step.branches if branch.when is not None]
        values = _values([path for one in conditions for path in _paths(one)], knows, language)
        return ("why.no_condition", {"values": values}) if values else ("why.no_values", {})
    return ("why.other_reply", {"said": said}) if said else ("why.wordless", {})


def _condition(step: StepBase, port: str, knows: Mapping[str, Any], language: str) -> tuple[str, dict[str, str]]:
    branches = step.branches if isinstance(step, Branch) else []
    when = next((branch.when for branch in branches if f"branch:{branch.id}" == port), None)
    if when is None:
        return "why.no_values", {}
    values = _values(list(_paths(when)), knows, language)
    return "why.condition", {"when": condition_words(when, language), "values": values}


def _values(paths: list[str], knows: Mapping[str, Any], language: str) -> str:
    """`Ville = Lyon, Nombre de commandes = vide`."""
    found = {path: look_up(knows, path) for path in dict.fromkeys(paths)}
    return ", ".join(f"{field_label(path, language)} = {value_words(value, language)}" for path, value in found.items())


def value_words(value: Any, language: str) -> str:
    """A value as a person reads it."""
    if value is None or value == "":
        return say("empty", language)
    if isinstance(value, bool):
        return say("yes" if value else "no", language)
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _paths(condition: Condition) -> Iterator[str]:
    match condition:
        case Comparison():
            yield condition.attribute
        case AllOf():
            for part in condition.all:
                yield from _paths(part)
        case AnyOf():
            for part in condition.any:
                yield from _paths(part)
        case NotThis():
            yield from _paths(condition.not_)


def _path(step: StepBase, port: str, journey: Journey, language: str) -> str:
    label = next((port_label(step, one, language, journey.language) for one in step.ports() if one.id == port), "")
    return label or say("go_on", language)
