"""Finding a journey by its name, a text, a button, a template's body or a keyword; and the place of the hit. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.journey.keywords import fold

AROUND = 32
SEARCHED = (
    "title", "text", "retry", "buttons", "choices", "branches", "paths", "event", "template", "values", "set", "save_as", "words", "media",
    "header_media", "if_window_closed", "list", "link_button", "url", "body", "save",
)  # fmt: skip
"""Fields of a step that hold words."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Where the words were found: in the name (no node), a trigger or a step. `excerpt` has the words inside `match`."""

    node: str | None
    kind: str
    before: str = ""
    match: str = ""
    after: str = ""


def find(definition: Mapping[str, Any], wanted: str, bodies: Mapping[str, Sequence[str]]) -> Hit | None:
    """The first place that holds what was typed, the name before texts. `bodies`: template name → its texts."""
    needle = fold(wanted)
    if not needle:
        return None
    return next((hit for hit in _hits(definition, wanted, needle, bodies)), None)


def _hits(
    definition: Mapping[str, Any], wanted: str, needle: str, bodies: Mapping[str, Sequence[str]]
) -> Iterator[Hit]:
    for node, kind, text in _texts(definition, bodies):
        if needle in fold(text):
            yield Hit(node, kind, *_excerpt(text, wanted))


def _texts(definition: Mapping[str, Any], bodies: Mapping[str, Sequence[str]]) -> Iterator[tuple[str | None, str, str]]:
    for name in ("name", "key"):
        yield from ((None, "name", text) for text in _strings(definition.get(name)))
    for trigger in definition.get("triggers") or ():
        node = f"trigger:{trigger.get('id')}"
        for name in ("title", "name", "code", "greeting", "any_of"):
            yield from ((node, "word", text) for text in _strings(trigger.get(name)))
    for step_id, step in (definition.get("steps") or {}).items():
        node = f"step:{step_id}"
        for name in SEARCHED:
            kind = {"branches": "word", "template": "template"}.get(name, "text")
            yield from ((node, kind, text) for text in _strings(step.get(name)))
        for sent in (step, step.get("if_window_closed") or {}):
            yield from ((node, "text", text) for text in bodies.get(str(sent.get("template")), ()))


def _strings(value: Any) -> Iterator[str]:
    """Every text in a piece of a definition, ids of branches and buttons left out."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for name, item in value.items():
            if name not in ("id", "next", "match", "kind"):
                yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)


def _excerpt(text: str, wanted: str) -> tuple[str, str, str]:
    """The text around the words as they were typed; its beginning where they are written otherwise (accents, case)."""
    line = " ".join(text.split())
    start = line.casefold().find(" ".join(wanted.split()).casefold())
    if start < 0:
        start = fold(line).find(fold(wanted)) if len(fold(line)) == len(line) else 0
        length = len(fold(wanted)) if start > 0 or len(fold(line)) == len(line) else 0
    else:
        length = len(" ".join(wanted.split()))
    before, after = line[max(0, start - AROUND) : start], line[start + length : start + length + AROUND]
    return (
        ("…" if start > AROUND else "") + before,
        line[start : start + length],
        after + ("…" if start + length + AROUND < len(line) else ""),
    )
