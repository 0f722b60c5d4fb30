"""What the texts of a journey hold: read once, filled as far as the checker may know."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from jinja2 import nodes

from engine.checker.problem import Field
from engine.journey.rendering import (
    ROOTS,
    BadText,
    CannotRender,
    Placeholder,
    check_text,
    compile_text,
    placeholders_in,
    render_text,
)
from engine.journey.steps import StepBase, TextUse
from engine.journey.steps.media import LINK

UNKNOWN_NAME = re.compile(r"unknown name “(\w+)”")
LINE = re.compile(r"line (\d+)")
NAMES_AT_MOST = 20
SAMPLES = ("Amina", "1")
"""Words, and digits for a text that counts."""
BEGINNINGS = ("https://", "http://")


@dataclass(frozen=True, slots=True)
class Writing:
    """One text in one language, and the way to it."""

    use: TextUse
    source: str
    field: Field
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text reads. `reason` says why it cannot be used, with its line; `unknown_names` are placeholders that start
    with none of contact, event and answers."""

    placeholders: tuple[Placeholder, ...] = ()
    unknown_names: tuple[str, ...] = ()
    reason: str | None = None
    line: int = 1


def writings(step: StepBase) -> Iterator[Writing]:
    """Every text of the step, once a language."""
    for use in step.texts():
        if isinstance(use.text, dict):
            for language, source in use.text.items():
                yield Writing(use, source, (*use.path, language), language)
        else:
            yield Writing(use, use.text or "", use.path)


@lru_cache(maxsize=4096)
def read_text(source: str) -> Reading:
    """Never raises: what cannot be read is said in `reason`."""
    if "{" not in source:
        return Reading()
    try:
        return Reading(placeholders=tuple(placeholders_in(source)))
    except BadText as problem:
        names, rest = _unknown_names(source)
        if rest is None:
            return Reading(_placeholders(check_text(source, ROOTS | set(names))), names)
        line = LINE.search(str(rest))
        return Reading(reason=str(problem), line=int(line.group(1)) if line else 1)


def _unknown_names(source: str) -> tuple[tuple[str, ...], BadText | None]:
    """The names that would have to be known for the text to be good, and what is wrong even then."""
    names: list[str] = []
    while True:
        try:
            check_text(source, ROOTS | set(names))
        except BadText as problem:
            named = UNKNOWN_NAME.search(str(problem))
            if named is None or named.group(1) in names or len(names) >= NAMES_AT_MOST:
                return tuple(names), problem
            names.append(named.group(1))
        else:
            return tuple(names), None


def _placeholders(tree: nodes.Template) -> tuple[Placeholder, ...]:
    """The known paths of a text that also reads unknown names: none of them can be filled, so no replacement counts."""
    found = [(node, _dotted(node)) for node in tree.find_all(nodes.Getattr)]
    inner = {id(node.node) for node, _ in found}
    paths = [path for node, path in found if id(node) not in inner and path.partition(".")[0] in ROOTS]
    return tuple(Placeholder(path, has_default=False) for path in dict.fromkeys(paths))


def _dotted(node: nodes.Node) -> str:
    if isinstance(node, nodes.Getattr):
        return f"{_dotted(node.node)}.{node.attr}"
    return node.name if isinstance(node, nodes.Name) else ""


def fill(source: str, values: Mapping[str, str]) -> str | None:
    """The text with these values by path, everything else empty; None when it cannot be filled so."""
    reading = read_text(source)
    if reading.reason or reading.unknown_names:
        return None
    if "{" not in source:
        return source
    return attempt(source, facts_for(reading, values))


def attempt(source: str, facts: Mapping[str, Any]) -> str | None:
    """A readable text filled from these facts; None when a value is missing or of the wrong kind."""
    try:
        return render_text(compile_text(source), facts)
    except CannotRender:
        return None


def needs(source: str, path: str) -> bool:
    """Whether the text can be filled with this value, and not without."""
    reading = read_text(source)
    for sample in SAMPLES:
        filled = {place.path: sample for place in reading.placeholders}
        if attempt(source, facts_for(reading, filled)) is not None:
            return attempt(source, facts_for(reading, filled, without=path)) is None
    return False


def facts_for(reading: Reading, values: Mapping[str, str], without: str | None = None) -> dict[str, Any]:
    """`{"contact": {"name": …}}` for all that the text reads, except the path `without`."""
    facts: dict[str, Any] = {root: {} for root in ROOTS}
    for placeholder in reading.placeholders:
        if without is None or not f"{placeholder.path}.".startswith(f"{without}."):
            _put(facts, placeholder.path.split("."), values.get(placeholder.path, ""))
    return facts


def _put(facts: dict[str, Any], way: list[str], value: str) -> None:
    place: dict[str, Any] = facts
    for name in way[:-1]:
        inner = place.get(name)
        if not isinstance(inner, dict):
            inner = place[name] = {}
        place = inner  # pyright: ignore[reportUnknownVariableType]
    place.setdefault(way[-1], value)


def units(text: str) -> int:
    """Length as WhatsApp may count it at worst: UTF-16 units, so that an emoji counts two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def may_be_fetched(written: str) -> bool:
    """Whether it is the address of something online, as far as the words before the first placeholder tell."""
    fixed, brace, _ = written.partition("{")
    if not brace:
        return LINK.fullmatch(written) is not None
    start = fixed.lower()
    return any(start.startswith(beginning) or beginning.startswith(start) for beginning in BEGINNINGS)
