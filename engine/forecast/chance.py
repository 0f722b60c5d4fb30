"""Chance that is an argument, and shared: the same person throws the same dice whatever is assumed, so that two results
differ by the assumption alone."""

from __future__ import annotations

import datetime as dt
import math
from hashlib import blake2b

WHOLE = 1 << 64


def chance(*of: int | str) -> float:
    """A number from 0 up to, and without, 1; it follows from what it is the chance of."""
    digest = blake2b(":".join(map(str, of)).encode(), digest_size=8).digest()
    return int.from_bytes(digest) / WHOLE


def delay(drawn: float, median: dt.timedelta, limit: dt.timedelta | None) -> dt.timedelta:
    """How long somebody takes of whom half take less than `median`, and all less than `limit`: exponential, cut off there.
    At least a second."""
    rate = math.log(2) / max(median.total_seconds(), 1.0)
    within = 1.0 if limit is None else -math.expm1(-rate * limit.total_seconds())
    seconds = -math.log1p(-drawn * within) / rate
    longest = limit.total_seconds() - 1 if limit is not None else seconds
    return dt.timedelta(seconds=max(1.0, min(seconds, longest)))
