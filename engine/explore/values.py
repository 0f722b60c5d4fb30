"""Values that fill a text: what the site or the customer's record would hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, cast

from engine.journey.clock_times import read_moment
from engine.journey.conditions import Value, number_in
from engine.journey.plain import is_group
from engine.journey.rendering import ROOTS, CannotRender, Placeholder, compile_text, placeholders_in, render_text

LINK = "https://files.example/a.pdf"
LARGEST = 10**12
CANDIDATES: tuple[Any, ...] = ("12", 12, True, [{"name": "A"}], {"name": "A"}, LINK)


def value_for(path: str, uses: Sequence[tuple[str, str]]) -> Any:
    """The first candidate with which every text, with its role, can be filled."""
    if any(role == "media" and source.strip().startswith("{") for source, role in uses):
        return LINK
    return next((one for one in CANDIDATES if all(_fills(source, path, one) for source, _ in uses)), CANDIDATES[0])


def _fills(source: str, path: str, value: Any) -> bool:
    facts: dict[str, Any] = {root: {} for root in ROOTS}
    for placeholder in sorted(placeholders_in(source), key=_depth):
        put(facts, placeholder.path, value if placeholder.path == path else "12")
    try:
        render_text(compile_text(source), facts)
    except CannotRender:
        return False
    return True


def _depth(placeholder: Placeholder) -> int:
    return placeholder.path.count(".")


def put(facts: dict[str, Any], path: str, value: Any) -> None:
    """`put({}, "event.order.id", 7)` → `{"event": {"order": {"id": 7}}}`; a value that stands in the way stays."""
    *way, last = path.split(".")
    place = facts
    for name in way:
        inner: Any = place.setdefault(name, {})
        if not is_group(inner):
            return
        place = cast(dict[str, Any], inner)
    place.setdefault(last, value)


def values_beside(operator: str, value: Value) -> list[Value]:
    """What meets a comparison that its own value does not meet, or fails one that it meets: `more_than 100` → 101, 99."""
    if operator not in ("more_than", "at_least", "less_than", "at_most", "before", "after"):
        return []
    number = number_in(value)
    if number is not None and abs(number) < LARGEST:
        whole = int(number) if number.is_integer() else number
        return [whole + 1, whole - 1]
    moment = read_moment(value)
    if moment is None:
        return []
    return [(moment + dt.timedelta(days=days)).date().isoformat() for days in (2, -2)]
