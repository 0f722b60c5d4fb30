"""Durations as marketers write them: `24h`, `2d`, `30m`, `1d12h`."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

UNITS = {"w": "weeks", "d": "days", "h": "hours", "m": "minutes", "s": "seconds"}
PART = re.compile(r"(\d+)([wdhms])")
WHOLE = re.compile(r"(\d+[wdhms])+")
LONGEST_WRITTEN = 40
LONGEST = dt.timedelta(days=730)


def parse_duration(text: str | dt.timedelta) -> dt.timedelta:
    """`"1d12h"` → 36 hours. Raises ValueError in words when it is not a duration or longer than two years."""
    if isinstance(text, dt.timedelta):
        return text
    compact = str(text).replace(" ", "").lower()
    if len(compact) > LONGEST_WRITTEN or not WHOLE.fullmatch(compact):
        raise ValueError(f"“{str(text)[:60]}” is not a duration; write 30m, 24h, 2d or 1d12h")
    length = dt.timedelta()
    for amount, unit in PART.findall(compact):
        length += dt.timedelta(**{UNITS[unit]: min(int(amount), 10**6)})
    if length > LONGEST:
        raise ValueError(f"“{text}” is longer than two years; a wait lasts at most 730d")
    return length


def format_duration(length: dt.timedelta) -> str:
    """The shortest way to write it: 36 hours → `1d12h`."""
    seconds, text = int(length.total_seconds()), ""
    for unit, size in (("d", 86400), ("h", 3600), ("m", 60), ("s", 1)):
        amount, seconds = divmod(seconds, size)
        text += f"{amount}{unit}" if amount else ""
    return text or "0s"


def _as_written(text: Any) -> str:
    parse_duration(text)
    return format_duration(text) if isinstance(text, dt.timedelta) else str(text)


Duration = Annotated[
    str,
    BeforeValidator(_as_written),
    PlainSerializer(str),
    WithJsonSchema({"type": "string", "pattern": r"^\s*(\d+\s*[wdhmsWDHMS]\s*)+$", "examples": ["24h", "2d", "1d12h"]}),
]
"""A duration kept as it was written, so that a file survives a round trip; read it with `parse_duration`."""
