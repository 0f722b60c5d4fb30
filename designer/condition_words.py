"""A condition in words. Pure."""

from __future__ import annotations

from designer.card_words import pick, w
from engine.journey.conditions import AllOf, AnyOf, Comparison, Condition, NotThis

OPERATORS: dict[str, tuple[str, str]] = {
    "is": ("=", "="),
    "is_not": ("≠", "≠"),
    "contains": ("contient", "contains"),
    "starts_with": ("commence par", "starts with"),
    "one_of": ("parmi", "one of"),
    "more_than": (">", ">"),
    "at_least": ("≥", "≥"),
    "less_than": ("<", "<"),
    "at_most": ("≤", "≤"),
    "before": ("avant", "before"),
    "after": ("après", "after"),
    "is_set": ("connu", "known"),
    "is_not_set": ("inconnu", "unknown"),
}


def condition_words(condition: Condition, language: str) -> str:
    """`orders ≥ 3 et city = Lyon`."""
    match condition:
        case Comparison():
            return _comparison_words(condition, language)
        case AllOf():
            return w("and", language).join(condition_words(part, language) for part in condition.all)
        case AnyOf():
            return w("or", language).join(condition_words(part, language) for part in condition.any)
        case NotThis():
            return w("not", language, part=condition_words(condition.not_, language))


def _comparison_words(condition: Comparison, language: str) -> str:
    name = condition.attribute.partition(".")[2] or condition.attribute or w("unset", language)
    operator = pick(OPERATORS[condition.operator], language)
    if condition.operator in ("is_set", "is_not_set"):
        return f"{name} {operator}"
    value = condition.value
    shown = ", ".join(map(str, value)) if isinstance(value, list) else "…" if value in (None, "") else str(value)
    return f"{name} {operator} {shown}"
