"""Conditions in the words of people: `points ≥ 100 et pas (pays = FR)`."""

from __future__ import annotations

from collections.abc import Callable

from engine.checker.names import in_each, shorten
from engine.checker.words import Fact, Spoken, say, word
from engine.journey.conditions import AllOf, AnyOf, Comparison, Condition, NotThis

Label = Callable[[str], Fact]
YES_NO = {"true": {"fr": "oui", "en": "yes"}, "false": {"fr": "non", "en": "no"}}


def comparison_words(comparison: Comparison, label: Label) -> Spoken:
    """`pays = France`, `commandes ≥ 3`. `label`: what people call a path."""
    operator = word("operators", comparison.operator) or {}
    named, value = label(comparison.attribute), comparison.value
    listed = value if isinstance(value, list) else [] if value is None else [value]

    def spoken(language: str) -> str:
        wanted = ", ".join(_value(one, language) for one in listed)
        return shorten(" ".join(part for part in (say(named, language), operator[language], wanted) if part))

    return in_each(spoken)


def condition_words(condition: Condition, label: Label) -> Spoken:
    """The whole of it; parts of other kinds stand in brackets."""
    match condition:
        case Comparison():
            return comparison_words(condition, label)
        case AllOf():
            return _joined([_inner(part, label) for part in condition.all], "and")
        case AnyOf():
            return _joined([_inner(part, label) for part in condition.any], "or")
        case NotThis():
            inner = condition_words(condition.not_, label)
            return {"fr": f"pas ({inner['fr']})", "en": f"not ({inner['en']})"}


def _inner(part: Condition, label: Label) -> Spoken:
    words = condition_words(part, label)
    return in_each(lambda language: f"({words[language]})") if isinstance(part, AllOf | AnyOf) else words


def _joined(parts: list[Spoken], joint: str) -> Spoken:
    glue = word("joints", joint) or {}
    return in_each(lambda language: f" {glue[language]} ".join(part[language] for part in parts))


def _value(value: str | int | float | bool, language: str) -> str:
    return YES_NO[str(value).lower()][language] if isinstance(value, bool) else str(value)
