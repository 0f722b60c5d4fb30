"""The one place where the engine reads the clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TypeAlias

Clock: TypeAlias = Callable[[], dt.datetime]
"""Gives the present moment, aware, in UTC."""


def system_clock() -> dt.datetime:
    return dt.datetime.now(dt.UTC)  # noqa: TID251 — this is the place
