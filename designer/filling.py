"""Texts with sample values filled in, and which parts of the result came from the sample. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from engine.journey.conditions import look_up
from engine.journey.rendering import BadText, CannotRender, compile_text, render_text

Range: TypeAlias = tuple[int, int]
SIMPLE = re.compile(r"\{\{\s*((?:contact|event|answers)(?:\.\w+)+)\s*(?:\|[^{}]*)?\}\}")
OPEN, CLOSE = "\ue000", "\ue001"  # private use: no text holds them


@dataclass(frozen=True, slots=True)
class Filled:
    """A text as the customer would read it. `ranges` came from the sample (characters, end excluded)."""

    text: str
    ranges: tuple[Range, ...] = ()


@dataclass(frozen=True, slots=True)
class NotFilled:
    """Why a text cannot be shown as it is: a value is missing (`name`), or it may not be used (`problem`)."""

    source: str
    name: str = ""
    problem: str = ""


def fill(source: str, facts: Mapping[str, Any]) -> Filled | NotFilled:
    """The text with its placeholders filled from `{"contact": …, "event": …, "answers": …}`."""
    try:
        text = render_text(compile_text(source), facts)
    except CannotRender as missing:
        return NotFilled(source, name=missing.name)
    except BadText as problem:
        return NotFilled(source, problem=str(problem))
    return Filled(text, _ranges(source, text, facts))


def fill_loosely(source: str, facts: Mapping[str, Any]) -> str:
    """For one line on a card: a value that is missing is shown by its name, `[city]`; what may not be used, as written."""
    filled = fill(source, facts)
    if isinstance(filled, Filled):
        return filled.text
    return SIMPLE.sub(lambda found: _value_or_name(found.group(1), facts), source)


def _value_or_name(path: str, facts: Mapping[str, Any]) -> str:
    value = look_up(facts, path)
    return f"[{path.rpartition('.')[2]}]" if value is None else str(value)


def _ranges(source: str, text: str, facts: Mapping[str, Any]) -> tuple[Range, ...]:
    """Rendered again with marked values; given up where a filter or a condition saw the marks."""
    if "{{" not in source and "{%" not in source:
        return ()
    try:
        marked = render_text(compile_text(source), _marked(facts))
    except CannotRender:
        return ()
    if marked.replace(OPEN, "").replace(CLOSE, "") != text or marked.count(OPEN) != marked.count(CLOSE):
        return ()
    return tuple(_found(marked))


def _found(marked: str) -> list[Range]:
    ranges: list[Range] = []
    length, start = 0, 0
    for letter in marked:
        if letter == OPEN:
            start = length
        elif letter == CLOSE:
            ranges.append((start, length))
        else:
            length += 1
    return [(start, end) for start, end in ranges if end > start]


def _marked(value: Any) -> Any:
    if isinstance(value, str):
        return f"{OPEN}{value}{CLOSE}" if value else value
    if isinstance(value, Mapping):
        return {name: _marked(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_marked(item) for item in value]
    return value
