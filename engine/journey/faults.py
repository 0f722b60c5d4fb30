"""What is wrong with a piece of plain data, in sentences that name the place and the remedy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from pydantic import ValidationError

from engine.journey.plain import is_group, is_list

Place: TypeAlias = tuple[str | int, ...]

DEEPEST = 40
LARGEST_NUMBER = 2**53
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""Control characters and halves of characters: no database, YAML file or message can carry all of them."""

WORDS = {
    "extra_forbidden": "this field is not known here; check its spelling or remove it",
    "missing": "this field is missing",
    "union_tag_not_found": "the type is missing, such as “type: exit”",
    "string_type": "this must be a text; put it in quotes",
    "list_type": "this must be a list",
    "tuple_type": "this must be a list of two numbers",
    "dict_type": "this must hold fields, such as “name: value”",
    "model_type": "this must hold fields, such as “name: value”",
    "model_attributes_type": "this must hold fields, such as “name: value”",
    "bool_parsing": "this must be true or false",
    "bool_type": "this must be true or false",
    "finite_number": "this must be a finite number",
    "string_too_long": "this text is longer than 20,000 characters; shorten it",
    "too_short": "this list is empty; it has at least one line",
    "recursion_loop": "this is nested too deeply; split it",
    "int_type": "this must be a whole number",
    "int_parsing": "this must be a whole number",
    "int_parsing_size": "this must be a whole number",
    "int_from_float": "this must be a whole number",
    "float_type": "this must be a number",
    "float_parsing": "this must be a number",
    "greater_than_equal": "this must be at least {ge}",
    "less_than_equal": "this must be at most {le}",
    "too_long": "this list holds {actual_length}; it has at most {max_length}",
}
OWN = ("value_error", "unknown_expectation")
UNKNOWN = "this does not fit here; compare it with “parcours schema”"
"""For a kind of error that has no words of its own: what the library says of it is not for whom writes journeys."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: where (`("steps", "remind", "for")`), and what to do about it."""

    place: Place
    sentence: str

    def __str__(self) -> str:
        if not self.place:
            return f"{self.sentence[0].upper()}{self.sentence[1:]}."
        return f"{'.'.join(str(name) for name in self.place)}: {self.sentence}."


def faults_of(failure: ValidationError, json: Any, types: Mapping[str, Iterable[str]]) -> list[Fault]:
    """What pydantic found, in our words. `types`: the known type names below each top field."""
    errors = failure.errors(include_url=False, include_context=True)
    found = [(Fault(_place(error, json), _sentence(error, types)), str(error["type"])) for error in errors]
    return list(dict.fromkeys(fault for fault, kind in found if not _is_other_reading(fault, kind, found)))


def unwritable_in(json: Any) -> list[Fault]:
    """Characters and numbers that cannot be kept as they are, wherever they stand. Never raises, however
    deep."""
    return [fault for place, value in _leaves(json) if (fault := _unwritable(place, value)) is not None]


def _is_other_reading(fault: Fault, kind: str, found: list[tuple[Fault, str]]) -> bool:
    """A value of several allowed shapes gets one complaint a shape; the first, or the one that goes deeper,
    is enough."""
    if not kind.endswith("_type"):
        return False
    deeper = any(
        len(other.place) > len(fault.place) and other.place[: len(fault.place)] == fault.place for other, _ in found
    )
    first = next(other for other, _ in found if other.place == fault.place)
    return deeper or first is not fault


_NOT_THERE = object()


def _inside(value: Any, name: str | int) -> Any:
    if is_list(value):
        return value[name] if isinstance(name, int) and name < len(value) else _NOT_THERE
    return value.get(str(name), _NOT_THERE) if is_group(value) else _NOT_THERE


def _place(error: Any, json: Any) -> Place:
    """The way to the value, without the names of types that the reader of a union adds."""
    names: list[str | int] = []
    value: Any = json
    for name in error["loc"]:
        inner = _inside(value, name)
        if inner is not _NOT_THERE:
            value = inner
            names.append(name)
    if error["type"] == "missing":
        names.append(error["loc"][-1])
    return tuple(names)


def _sentence(error: Any, types: Mapping[str, Iterable[str]]) -> str:
    kind, context = error["type"], error.get("ctx", {})
    if kind == "union_tag_invalid":
        known = sorted(types.get(str(error["loc"][0]), ()))
        return f"“{context['tag']}” is not a type; known are {', '.join(known)}"
    if kind == "literal_error":
        return f"“{error['input']}” is not known here; write {context['expected'].replace(chr(39), '')}"
    if kind == "string_pattern_mismatch":
        return f"“{error['input']}” cannot be used here; use letters, digits, - and _, at most 64"
    if kind in WORDS:
        return WORDS[kind].format_map(context)
    return _own_words(error["msg"]) if kind in OWN else UNKNOWN


def _own_words(message: str) -> str:
    """What a check of ours said."""
    said = message.removeprefix("Value error, ").rstrip(".")
    return f"{said[0].lower()}{said[1:]}"


def _unwritable(place: Place, value: Any) -> Fault | None:
    if len(place) > DEEPEST:
        return Fault(place[:3], WORDS["recursion_loop"])
    if isinstance(value, str) and (found := UNWRITABLE.search(value)):
        return Fault(place, f"the text holds an invisible character (U+{ord(found[0]):04X}); remove it")
    if isinstance(value, int) and abs(value) > LARGEST_NUMBER:
        return Fault(place, "the number is too large; put it in quotes")
    return None


def _leaves(json: Any) -> Iterator[tuple[Place, Any]]:
    """Every value and every name, with its place; below the deepest level only that level is told."""
    pending: list[tuple[Place, Any]] = [((), json)]
    while pending:
        place, value = pending.pop()
        if is_group(value) and len(place) <= DEEPEST:
            for name, inner in value.items():
                yield place, name
                pending.append(((*place, str(name)), inner))
        elif is_list(value) and len(place) <= DEEPEST:
            pending.extend(((*place, index), inner) for index, inner in enumerate(value))
        else:
            yield place, value
