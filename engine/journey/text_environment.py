"""What a text can reach when it is filled: plain values by their names, a short list of filters, nothing of Python."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

VALUE_LIMIT = 4_096
LIST_LIMIT = 50
CONTEXT_LIMIT = 2_000
LARGEST_NUMBER = 10**18


class CannotRender(ValueError):
    """A good text that cannot be filled for this contact. `name` is the missing value, or what was too long."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(problem)
        self.name = name


class Missing(StrictUndefined):
    """A value that is not known. Asking whether it is there is allowed (`{% if contact.city %}`); showing it is not."""

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


FILTERS: dict[str, Callable[..., Any]] = {
    "upper": lambda value: _text(value).upper(),
    "lower": lambda value: _text(value).lower(),
    "title": lambda value: _text(value).title(),
    "capitalize": lambda value: _text(value).capitalize(),
    "trim": lambda value: _text(value).strip(),
    "default": _default,
    "first_word": lambda value: (_text(value).split() or [""])[0],
    "truncate": lambda value, length=255: _text(value)[: max(0, min(int(length), VALUE_LIMIT))],
    "length": len,
    "int": lambda value: int(_number(value)),
    "round": lambda value, digits=0: round(_number(value), max(0, min(int(digits), 6))),
}
TESTS = frozenset({"defined", "undefined", "none"})


class TextEnvironment(ImmutableSandboxedEnvironment):
    """No globals, no calls, no attributes of Python objects: dictionary keys and list places only."""

    def __init__(self) -> None:
        super().__init__(undefined=Missing, loader=None, optimized=False, cache_size=0)
        self.globals.clear()
        self.filters = dict(FILTERS)
        self.tests = {name: test for name, test in self.tests.items() if name in TESTS} | {"none": is_missing}
        self.finalize = _shown

    def is_safe_callable(self, obj: Any) -> bool:
        return False

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        return False

    def getattr(self, obj: Any, attribute: str) -> Any:
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        if type(obj) is dict and type(argument) is str and argument in obj:
            found = obj[argument]  # pyright: ignore[reportUnknownVariableType]
        elif type(obj) is list and type(argument) is int and -len(obj) <= argument < len(obj):  # pyright: ignore[reportUnknownArgumentType]
            found = obj[argument]  # pyright: ignore[reportUnknownVariableType]
        else:
            found = None
        return self.undefined(obj=obj, name=argument) if found is None else _bounded(found)


def _shown(value: Any) -> Any:
    """What stands between the braces, on its way into the message: never the word “None”."""
    if value is None:
        raise CannotRender("value", "a value is not known of this customer")
    if isinstance(value, dict | list):
        raise CannotRender("value", "a whole group or list cannot be shown; name one value in it")
    return value


def _bounded(value: Any) -> Any:
    """A contact's attributes come from outside: a list is read to its fiftieth place, a text to its 4,096th letter."""
    if type(value) is list:
        return value[:LIST_LIMIT]  # pyright: ignore[reportUnknownVariableType]
    return value[:VALUE_LIMIT] if type(value) is str else value


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
    if isinstance(value, Mapping):
        items = list(value.items())[:200]  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
        return {_writable(str(name)[:64]): plain_facts(item, depth + 1, budget) for name, item in items}  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
    if isinstance(value, list | tuple):
        return [plain_facts(item, depth + 1, budget) for item in value[:LIST_LIMIT]]  # pyright: ignore[reportUnknownVariableType]
    return value.isoformat() if isinstance(value, dt.date | dt.datetime) else str(value)[:VALUE_LIMIT]
