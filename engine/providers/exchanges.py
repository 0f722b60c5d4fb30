"""What every exchange with a provider needs: JSON that can leave, and the pause that an answer asks for."""

from __future__ import annotations

import datetime as dt
from email.utils import parsedate_to_datetime

import httpx
import orjson

from engine.providers.base import Rejected
from engine.providers.fields import JsonObject

LONGEST_PAUSE = dt.timedelta(hours=1)


def encode(body: JsonObject) -> bytes:
    """The bytes of a request. Raises Rejected for characters that are none (half an emoji)."""
    try:
        return orjson.dumps(body)
    except TypeError as problem:
        sentence = f"The message holds characters that cannot be sent ({problem})."
        raise Rejected(sentence, provider_code="not_encodable") from problem


def read_pause(
    response: httpx.Response, now: dt.datetime, default: dt.timedelta = dt.timedelta(seconds=1)
) -> dt.timedelta:
    """`Retry-After` in seconds or as a date, between nothing and an hour; `default` when absent or unreadable."""
    value = response.headers.get("retry-after", "").strip()
    pause = dt.timedelta(seconds=int(value[:9])) if value.isascii() and value.isdigit() else _until(value, now)
    return default if pause is None else min(max(pause, dt.timedelta()), LONGEST_PAUSE)


def _until(date: str, now: dt.datetime) -> dt.timedelta | None:
    try:
        at = parsedate_to_datetime(date)
    except ValueError:
        return None
    return (at if at.tzinfo else at.replace(tzinfo=dt.UTC)) - now
