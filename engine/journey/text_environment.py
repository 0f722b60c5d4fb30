"""What a text can reach when it is filled: plain values by their names, a short list of filters, nothing of
Python."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from engine.journey.plain import is_group, is_list

VALUE_LIMIT = 4_096
LIST_LIMIT = 50
CONTEXT_LIMIT = 2_000
LARGEST_NUMBER = 10**18


class CannotRender(ValueError):
    """A good text that cannot be filled for this contact. `name` is the missing value, or what was too
    long."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(problem)
        self.name = name


class Missing(StrictUndefined):
    """A value that is not known. Asking whether it is there is allowed (`{% if contact.city %}`); showing it
    is not."""

    def __bool__(self) -> bool:
        return False

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Missing)

    def __ne__(self, other: object) -> bool:
        return not isinstance(other, Missing)

    __hash__ = StrictUndefined.__hash__

    def _refuse(self, *_: Any) -> Any:
        name = str(self._undefined_name or "value")
        raise CannotRender(name, f"“{name}” is not known of this customer")

    __str__ = __iter__ = __len__ = __contains__ = __lt__ = __le__ = __gt__ = __ge__ = _refuse


def is_missing(value: Any) -> bool:
    return value is None or isinstance(value, Missing)


def _text(value: Any) -> str:
    text = "" if value is None else str(value)
    if len(text) > VALUE_LIMIT:
        raise CannotRender("value", f"a value is longer than {VALUE_LIMIT} characters")
    return text


def _default(value: Any, replacement: Any = "", also_when_empty: bool = True) -> Any:
    return replacement if is_missing(value) or (also_when_empty and value == "") else value


def _number(value: Any) -> float:
    return float(str(value)[:30].replace(",", "."))


def _upper(value: Any) -> str:
    return _text(value).upper()


def _lower(value: Any) -> str:
    return _text(value).lower()


def _title(value: Any) -> str:
    return _text(value).title()


def _capitalize(value: Any) -> str:
    return _text(value).capitalize()


def _trim(value: Any) -> str:
    return _text(value).strip()


def _first_word(value: Any) -> str:
    return (_text(value).split() or [""])[0]


def _truncate(value: Any, length: Any = 255) -> str:
    return _text(value)[: max(0, min(int(length), VALUE_LIMIT))]


def _int(value: Any) -> int:
    return int(_number(value))


def _round(value: Any, digits: Any = 0) -> float:
    return round(_number(value), max(0, min(int(digits), 6)))


FILTERS: dict[str, Callable[..., Any]] = {
    "upper": _upper, "lower": _lower, "title": _title, "capitalize": _capitalize, "trim": _trim, "default": _default,
    "first_word": _first_word, "truncate": _truncate, "length": len, "int": _int, "round": _round,
}  # fmt: skip
TESTS = frozenset({"defined", "undefined", "none"})


class TextEnvironment(ImmutableSandboxedEnvironment):
    """No globals, no calls, no attributes of Python objects: dictionary keys and list places only."""

    def __init__(self) -> None:
        super().__init__(undefined=Missing, loader=None, optimized=False, cache_size=0)
        own: Any = self
        own.globals.clear()
        own.filters = dict(FILTERS)
        own.tests = {name: own.tests[name] for name in TESTS} | {"none": is_missing}
        own.finalize = _shown

    def is_safe_callable(self, obj: Any) -> bool:
        return False

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        return False

    def getattr(self, obj: Any, attribute: str) -> Any:
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        found: Any = None
        if type(obj) is dict and type(argument) is str:
            found = obj.get(argument)  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
        elif type(obj) is list and type(argument) is int and -len(obj) <= argument < len(obj):  # pyright: ignore[reportUnknownArgumentType]
            found = obj[argument]  # pyright: ignore[reportUnknownVariableType]
        return Missing(name=str(argument)) if found is None else _bounded(found)  # pyright: ignore[reportUnknownArgumentType]


def _shown(value: Any) -> Any:
    """What stands between the braces, on its way into the message: never the word “None”."""
    if value is None:
        raise CannotRender("value", "a value is not known of this customer")
    if is_group(value) or is_list(value):
        raise CannotRender("value", "a whole group or list cannot be shown; name one value in it")
    return value


def _bounded(value: Any) -> Any:
    """A contact's attributes come from outside: a list is read to its fiftieth place, a text to its 4,096th
    letter."""
    if is_list(value):
        return value[:LIST_LIMIT]
    return value[:VALUE_LIMIT] if isinstance(value, str) else value


ENVIRONMENT = TextEnvironment()


def _writable(text: str) -> str:
    """Without NUL and halves of characters, which no database takes."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def plain_facts(value: Any, depth: int = 0, budget: list[int] | None = None) -> Any:
    """A copy that holds only plain values, bounded in depth, width and total: what a text may safely read."""
    budget = [CONTEXT_LIMIT] if budget is None else budget
    budget[0] -= 1
    if depth > 6 or budget[0] < 0:
        return None
    if value is None or isinstance(value, bool | float):
        return value
    if isinstance(value, int):
        return value if abs(value) <= LARGEST_NUMBER else None
    if isinstance(value, str):
        return _writable(value[:VALUE_LIMIT])
    if is_group(value):
        items = list(value.items())[:200]
        return {_writable(str(name)[:64]): plain_facts(item, depth + 1, budget) for name, item in items}
    if is_list(value):
        return [plain_facts(item, depth + 1, budget) for item in value[:LIST_LIMIT]]
    return value.isoformat() if isinstance(value, dt.date | dt.datetime) else str(value)[:VALUE_LIMIT]
