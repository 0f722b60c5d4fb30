"""The library of templates as a story tells it: category, and the quick replies that can be tapped."""

from __future__ import annotations

from collections.abc import Mapping

from engine.checker.context import KnownTemplate
from engine.checker.templates import read_parts
from engine.journey.stories import Template

CATEGORIES = ("marketing", "utility", "authentication")


def described(library: Mapping[tuple[str, str], KnownTemplate]) -> dict[str, Template]:
    """By name; the quick replies of all its languages together."""
    buttons: dict[str, dict[str, None]] = {}
    for (name, _), template in library.items():
        parts = read_parts(template)
        shown = [button.title for button in parts.buttons if button.kind == "QUICK_REPLY"] if parts else []
        buttons.setdefault(name, {}).update(dict.fromkeys(shown))
    return {
        name: Template.model_validate({"category": _category(template), "buttons": list(buttons[name])})
        for (name, _), template in library.items()
    }


def _category(template: KnownTemplate) -> str | None:
    category = template.category.lower()
    return category if category in CATEGORIES else None
