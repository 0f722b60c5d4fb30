"""What is told a command of the house: its library of templates, its people, its quiet hours."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import orjson

from engine.checker.context import KnownTemplate
from engine.countries import country_of
from engine.forecast.audience import Audience, read_audience
from engine.forecast.mistakes import Mistake
from engine.journey.files import BadFile
from engine.journey.quiet_hours import QuietHours, read_hours

Read = TypeVar("Read")


def read_templates(path: Path) -> dict[tuple[str, str], KnownTemplate]:
    """A JSON list of `{"name", "language", "category", "status", "components"}`, or as Sinch lists them (`details`, `state`).
    Raises Mistake, and BadFile for a file that cannot be read."""
    try:
        listed: Any = orjson.loads(_bytes(path))
        return {(one["name"], one["language"]): _template(one) for one in listed}
    except (orjson.JSONDecodeError, TypeError, KeyError, AttributeError):
        raise Mistake("templates_shape", name=str(path)) from None


def _template(one: Mapping[str, Any]) -> KnownTemplate:
    details: Mapping[str, Any] = one.get("details") or {}
    components = one.get("components") or details.get("components")
    return KnownTemplate(str(one["category"]), str(one.get("status") or one.get("state") or "APPROVED"), components)


def read_people(path: Path) -> Audience:
    """A CSV table of people. Raises Mistake naming the line, and BadFile for a file that cannot be read."""
    return read_audience(_bytes(path), name=str(path), country_of=country_of)


def read_quiet_hours(written: str | None) -> QuietHours | None:
    """`21:00-08:00`; None where nothing was given. Raises Mistake."""
    if written is None:
        return None
    start, dash, end = written.partition("-")
    hours = read_hours({"from": start.strip(), "to": end.strip()}) if dash else None
    if hours is None:
        raise Mistake("quiet_hours", text=written[:40])
    return hours


def read_if(path: Path | None, read: Callable[[Path], Read]) -> Read | None:
    """What a file says that was given; None where none was."""
    return None if path is None else read(path)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise BadFile(str(path), ["There is no such file; check the path."]) from None
    except IsADirectoryError:
        raise BadFile(str(path), ["This is a folder; name a file in it."]) from None
    except OSError as problem:
        raise BadFile(str(path), [f"The file cannot be read: {problem.strerror or problem}."]) from None
