"""What a request is answered when it was refused or failed: always `{"error": {"code", "message"}}`."""

from __future__ import annotations

from starlette.responses import JSONResponse, Response
from starlette.types import Send

from engine.api.bodies import BadRequest
from engine.logs import get_logger
from engine.webhooks.intake import TooBusy

log = get_logger(__name__)


def answer_for(problem: Exception, path: str) -> Response:
    """The refused with its reason, the unforeseen as 503: the sender tries again, nothing is half-kept."""
    if isinstance(problem, BadRequest):
        headers = {"WWW-Authenticate": "Bearer"} if problem.status == 401 else {}
        return error_answer(problem.status, problem.code, problem.sentence, headers)
    if isinstance(problem, TooBusy):
        return error_answer(503, "busy", "Too much is arriving at once; send it again shortly.", {"Retry-After": "2"})
    log.error("request failed", path=path, exc_info=problem)
    return error_answer(503, "unavailable", "It could not be kept; send it again shortly.", {"Retry-After": "5"})


def error_answer(status: int, code: str, sentence: str, headers: dict[str, str]) -> Response:
    """The one form of every error."""
    return JSONResponse({"error": {"code": code, "message": sentence}}, status_code=status, headers=headers)


async def send_json(send: Send, body: bytes) -> None:
    """200 with a body that is JSON already."""
    length = str(len(body)).encode()
    headers = [(b"content-length", length), (b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
