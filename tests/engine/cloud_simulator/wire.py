"""The Graph API's answers."""

from __future__ import annotations

from typing import Any

import orjson
from starlette.responses import Response

TITLES = {
    100: "Invalid parameter", 190: "Access token has expired", 130429: "Rate limit hit", 131008: "Required parameter is missing",
    131009: "Parameter value is not valid", 131047: "Re-engagement message", 131056: "Pair rate limit hit",
    132000: "Number of parameters does not match", 132001: "Template name does not exist in the translation",
    132015: "Template is paused", 132016: "Template is disabled", 132018: "Invalid parameter value",
}  # fmt: skip


class GraphError(Exception):
    """An answer with the error body of the Graph API."""

    def __init__(self, code: int, details: str, *, http: int = 400, subcode: int | None = None) -> None:
        super().__init__(details)
        self.code, self.details, self.http, self.subcode = code, details, http, subcode

    def answer(self) -> Response:
        title = TITLES.get(self.code, "Something went wrong")
        error: dict[str, Any] = {
            "message": f"(#{self.code}) {title}", "type": "OAuthException", "code": self.code,
            "error_data": {"messaging_product": "whatsapp", "details": self.details}, "fbtrace_id": "AbCdEf",
        }  # fmt: skip
        return say({"error": error | ({"error_subcode": self.subcode} if self.subcode else {})}, self.http)

    def in_status(self) -> dict[str, Any]:
        """The same error as a failed status tells it."""
        title = TITLES.get(self.code, "Something went wrong")
        return {
            "code": self.code,
            "title": title,
            "message": title,
            "error_data": {"details": self.details},
            "href": "",
        }


def say(body: Any, status: int = 200) -> Response:
    return Response(orjson.dumps(body), status, media_type="application/json")
