"""The shapes every answer has: JSON, times, and the two error bodies of Sinch's APIs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple, cast

import orjson
from starlette.requests import Request
from starlette.responses import Response

JsonObject = dict[str, Any]

STATUS_WORDS = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    409: "ALREADY_EXISTS",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    501: "UNIMPLEMENTED",
    503: "UNAVAILABLE",
}


class Violation(NamedTuple):
    """One broken rule: the field's path in the request and a sentence with the remedy."""

    field: str
    description: str


class BadRequestError(Exception):
    """The request breaks rules; becomes HTTP 400 with the violations listed."""

    def __init__(self, violations: Iterable[Violation]) -> None:
        self.violations = tuple(violations)
        super().__init__("; ".join(f"{field}: {text}" for field, text in self.violations))


def answer(body: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A JSON answer."""
    return Response(orjson.dumps(body), status, dict(headers or {}), "application/json")


def refuse(
    status: int, message: str, violations: Iterable[Violation] = (), headers: Mapping[str, str] | None = None
) -> Response:
    """The Conversation API's error body (reference, section 9)."""
    listed = [{"field": field, "description": text} for field, text in violations]
    details = [{"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": listed}] if listed else []
    word = STATUS_WORDS.get(status, "UNKNOWN")
    return answer({"error": {"code": status, "message": message, "status": word, "details": details}}, status, headers)


def refuse_provisioning(status: int, code: str, message: str, resolution: str, **more: object) -> Response:
    """The Provisioning API's error body (reference, section 9)."""
    body = {"errorCode": code, "message": message, "resolution": resolution, "additionalInformation": more}
    return answer(body, status)


def read_object(raw: bytes) -> JsonObject:
    """The body as a JSON object, or BadRequestError."""
    try:
        value: object = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise BadRequestError([Violation("", f"the body is not JSON ({error})")]) from error
    found = as_object(value)
    if found is None:
        raise BadRequestError([Violation("", "the body must be a JSON object")])
    return found


def as_object(value: object) -> JsonObject | None:
    """`value` when it is a JSON object, else None."""
    return cast(JsonObject, value) if isinstance(value, dict) else None


def inside(outer: JsonObject, name: str) -> JsonObject:
    """The JSON object at `name`, empty when there is none."""
    return as_object(outer.get(name)) or {}


def objects_in(outer: JsonObject, name: str) -> list[JsonObject]:
    """The JSON objects of the array at `name`; whatever else it holds is left out."""
    return [found for found in map(as_object, as_list(outer.get(name)) or []) if found is not None]


def as_list(value: object) -> list[Any] | None:
    """`value` when it is a JSON array, else None."""
    return cast("list[Any]", value) if isinstance(value, list) else None


def format_time(at: datetime) -> str:
    """ISO 8601 in UTC with milliseconds and Z, as Sinch writes it."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def parse_time(text: object) -> datetime | None:
    """An aware time from ISO 8601, None when it is not one (a time without a zone is not one)."""
    try:
        at = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return at.astimezone(UTC) if at.tzinfo else None


async def close_without_answer(request: Request) -> Response:
    """Cut the TCP connection so that the client never learns what became of its request.

    ASGI has no message for this; uvicorn's `receive` is bound to the object that owns the transport.
    """
    owner = getattr(request.receive, "__self__", None)
    transport = getattr(owner, "transport", None)
    if transport is None:
        raise ConnectionResetError("the sandbox loses this answer (server without a transport to close)")
    transport.close()
    while (await request.receive())["type"] != "http.disconnect":
        continue
    return Response(status_code=500)
