"""What a message template is made of, as the phone and the form need it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from engine.checker.context import KnownTemplate
from engine.checker.templates import HOLE, Parts, Slot, is_sendable, read_parts, slots

Templates: TypeAlias = Mapping[tuple[str, str], KnownTemplate]
"""The library by (name, language)."""

__all__ = ["HOLE", "Parts", "Slot", "Templates", "header_of", "in_language", "is_sendable", "names_of", "parts_of",
           "slots_of", "template_texts", "value_key"]  # fmt: skip


def parts_of(template: KnownTemplate) -> Parts:
    """The texts and buttons of a template; empty where its content is not known."""
    return read_parts(template) or Parts()


def header_of(template: KnownTemplate) -> Mapping[str, Any] | None:
    """The header as the library has it, None without one."""
    held = template.components if isinstance(template.components, Mapping) else {}
    header = held.get("header")
    return header if isinstance(header, Mapping) else None


def slots_of(template: KnownTemplate) -> list[Slot]:
    """The values that a template asks for, each once, in order."""
    return slots(parts_of(template))


def value_key(values: Mapping[str, Any], part: str, name: str) -> str | None:
    """The key under which a value for this place is written, or None: `header.1` before `1`."""
    place = part if part.startswith("button") else f"{part}.{name}"
    return next((key for key in (place, name) if key in values), None)


def names_of(templates: Templates) -> list[str]:
    return sorted({name for name, _ in templates})


def in_language(
    templates: Templates, name: str | None, language: str, default: str
) -> tuple[str, KnownTemplate] | None:
    """The version that a customer of this language would see, nearest first, with its own language; None when the
    library does not hold this name."""
    versions = {code: template for (held, code), template in templates.items() if held == name}
    near = [code for code in sorted(versions) if _base(code) == _base(language)]
    wanted = [language, _base(language), *near, default, *sorted(versions)]
    return next(((code, versions[code]) for code in wanted if code in versions), None)


def template_texts(name: str | None, templates: Templates) -> list[str]:
    """What stands in a template, in every language: header, body, footer and buttons."""
    parts = [parts_of(template) for (held, _), template in templates.items() if held == name]
    texts = [
        text for one in parts for text in (one.header, one.body, one.footer, *(button.title for button in one.buttons))
    ]
    return list(dict.fromkeys(text for text in texts if text))


def _base(language: str) -> str:
    return language.replace("-", "_").split("_")[0]
