"""Reading a request's body: bounded before it is read, JSON without traps, and errors that name the place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

import orjson
from pydantic import BaseModel, ValidationError
from starlette.requests import Request
from starlette.types import Receive

from engine.text import find_unstorable

API_LIMIT = 1_000_000
WEBHOOK_LIMIT = 4_000_000
Model = TypeVar("Model", bound=BaseModel)


class BadRequest(Exception):
    """A request that cannot be used. `status` is the HTTP status, the message a sentence with the remedy."""

    def __init__(self, status: int, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.status, self.code, self.sentence = status, code, sentence


async def read_body(request: Request, limit: int) -> bytes:
    """The raw bytes, or BadRequest 413 without reading further than the limit."""
    return await read_raw(request.scope["headers"], request.receive, limit)


async def read_raw(headers: Sequence[tuple[bytes, bytes]], receive: Receive, limit: int) -> bytes:
    """The raw bytes of an ASGI request. BadRequest 413: at once when the declared length is beyond the limit, else as soon as
    more has arrived; 400 when the connection closed before the end."""
    declared = next((value for name, value in headers if name == b"content-length"), b"")
    if declared.isdigit() and int(declared) > limit:
        raise _too_large(limit)
    pieces: list[bytes] = []
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise BadRequest(400, "cut_short", "The connection closed before the body was complete; send it again.")
        piece: bytes = message.get("body", b"")
        size, more = size + len(piece), message.get("more_body", False)
        if size > limit:
            raise _too_large(limit)
        pieces.append(piece)
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def _too_large(limit: int) -> BadRequest:
    return BadRequest(
        413, "too_large", f"The body is larger than {limit:,} bytes; send less at a time. Nothing was kept."
    )


def read_json(body: bytes) -> Any:
    """Strict JSON: no NaN, no half characters, no endless nesting."""
    try:
        return orjson.loads(body)
    except ValueError as problem:
        raise BadRequest(400, "bad_json", f"The body is not JSON: {problem}. Nothing was kept.") from None


def read_model(body: bytes, model: type[Model]) -> Model:
    """The body as its model; BadRequest 400 or 422 that names each field."""
    json = read_json(body)
    unstorable = find_unstorable(json)
    if unstorable is not None:
        place, what = unstorable
        raise BadRequest(
            422, "unstorable_text", f"{place} holds {what}, which cannot be kept; remove it. Nothing was kept."
        )
    try:
        return model.model_validate(json)
    except ValidationError as failure:
        raise BadRequest(422, "bad_fields", " ".join(_sentence(error) for error in failure.errors()[:10])) from None


def _sentence(error: Any) -> str:
    place = ".".join(str(part) for part in error["loc"]) or "body"
    message = error["msg"].removeprefix("Value error, ")
    return f"{place}: {message[0].lower()}{message[1:]}."
