"""Reading JSON from outside: wrong types become absence, texts become storable, times become aware."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any, TypeAlias, cast

import orjson

LONGEST_ID = 200
"""Characters. Ids of messages and people have a few dozen; a database's index takes no more than some thousand bytes."""
JsonObject: TypeAlias = dict[str, Any]


def parse_object(source: bytes | str) -> JsonObject:
    """A JSON object from its text. Raises ValueError in words for anything else.

    The standard parser is asked second: it also takes the lone surrogates and broken UTF-8 that phones
    produce.
    """
    try:
        value: object = orjson.loads(source)
    except orjson.JSONDecodeError:
        value = _parse_leniently(source)
    if not isinstance(value, dict):
        raise ValueError("what arrived is JSON, but not an object")
    return cast(JsonObject, value)


def _parse_leniently(source: bytes | str) -> object:
    try:
        return json.loads(as_text(source))
    except (ValueError, RecursionError) as problem:
        raise ValueError(f"what arrived is not JSON ({problem})") from problem


def as_text(source: bytes | str) -> str:
    return source if isinstance(source, str) else source.decode("utf-8", "replace")


def bounded_key(key: str) -> str:
    """The key of an event, or, where an id in it is longer than any true one, its beginning and a fingerprint."""
    if len(key) <= 2 * LONGEST_ID:
        return key
    return f"{key[:LONGEST_ID]}…sha256:{hashlib.sha256(key.encode('utf-8', 'replace')).hexdigest()}"


def read_object(part: JsonObject, name: str) -> JsonObject:
    """The object under `name`, empty when there is none."""
    value = part.get(name)
    return cast(JsonObject, value) if isinstance(value, dict) else {}


def read_objects(part: JsonObject, name: str) -> list[JsonObject]:
    """The objects in the list under `name`; what is not an object is left out."""
    value = part.get(name)
    items = cast("list[object]", value) if isinstance(value, list) else []
    return [cast(JsonObject, item) for item in items if isinstance(item, dict)]


def read_first(part: JsonObject, name: str) -> JsonObject:
    """The first object in the list under `name`, empty when there is none."""
    items = read_objects(part, name)
    return items[0] if items else {}


def read_text(part: JsonObject, name: str) -> str:
    """The text under `name`, empty when absent. No NUL, no lone surrogate: databases refuse both."""
    value = part.get(name)
    if not isinstance(value, str):
        return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""
    return value.encode("utf-8", "replace").decode().replace("\x00", "")


def read_number(part: JsonObject, name: str) -> int | None:
    """The whole number under `name`, None when there is none."""
    value = part.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def read_degrees(part: JsonObject, name: str, limit: int) -> float | None:
    """The number of degrees under `name`, None when there is none from -`limit` to `limit`."""
    value = part.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > limit:
        return None
    return float(value)


def read_moment(part: JsonObject, *names: str) -> dt.datetime | None:
    """The first readable time under `names`, in UTC. ISO 8601; a time without a zone is taken as UTC."""
    return next((at for name in names if (at := _parse_moment(read_text(part, name)))), None)


def _parse_moment(text: str) -> dt.datetime | None:
    try:
        at = dt.datetime.fromisoformat(text)
        return at.astimezone(dt.UTC) if at.tzinfo else at.replace(tzinfo=dt.UTC)
    except (ValueError, OverflowError):
        return None
