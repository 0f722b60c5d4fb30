"""Placeholders of a template and the values that fill them, the same for every provider. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from engine.providers.base import Rejected, TemplateContent


def number_places(names: Sequence[str]) -> list[tuple[int, str]]:
    """(position, name) for each placeholder, a repeated one once. A numbered placeholder is its own position;
    named ones count in order of appearance."""
    once = list(dict.fromkeys(names))
    if are_numbers(once):
        return sorted((int(name), name) for name in once)
    return list(enumerate(once, start=1))


def are_numbers(names: Sequence[str]) -> bool:
    """Whether every placeholder is a number: `{{1}}`, not `{{name}}`."""
    return all(name.isascii() and name.isdigit() for name in names)


def find_value(content: TemplateContent, part: str, name: str, place: str = "") -> str:
    """`header.1` or `button.0` where a number stands in several parts, else the plain name. Raises Rejected when none is
    given."""
    for known in (f"{part}.{place or name}", f"{part}.{name}", name):
        if known in content.values:
            return content.values[known]
    template = f"{content.name} ({content.language})"
    sentence = f"Template {template} needs a value for “{name}” in its {part}; none was given."
    raise Rejected(sentence, provider_code="missing_value")
