"""Durations as marketers write them: `24h`, `2d`, `30m`, `1d12h`."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated

from pydantic import BeforeValidator, PlainSerializer

UNITS = {"w": "weeks", "d": "days", "h": "hours", "m": "minutes", "s": "seconds"}
PART = re.compile(r"(\d+)([wdhms])")
WHOLE = re.compile(r"(\d+[wdhms])+")
LONGEST = dt.timedelta(days=730)


def parse_duration(text: str | dt.timedelta) -> dt.timedelta:
    """`"1d12h"` → 36 hours. Raises ValueError in words when it is not a duration or longer than two years."""
    if isinstance(text, dt.timedelta):
        return text
    compact = str(text).replace(" ", "").lower()
    if not WHOLE.fullmatch(compact):
        raise ValueError(f"“{text}” is not a duration; write 30m, 24h, 2d or 1d12h")
    parts = PART.findall(compact[:40])
    length = dt.timedelta(**{UNITS[unit]: 0 for unit in UNITS})
    for amount, unit in parts:
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


Duration = Annotated[str, BeforeValidator(lambda text: (parse_duration(text), str(text))[1]), PlainSerializer(str)]
"""A duration kept as it was written, so that a file survives a round trip; read it with `parse_duration`."""
