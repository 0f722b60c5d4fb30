"""Another system, which journeys read and tell: it writes each request into its own ledger, then answers."""

from __future__ import annotations

import datetime as dt
import json
import os
from pathlib import Path
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from engine.calls.caller import Caller
from engine.providers.transport import WatchedTransport, open_client

from .orders import HOST

PLACE = "/elsewhere"


def beside(application: Any, ledger: Path) -> Any:
    """The same application, with another system on the same port."""
    lines = os.open(ledger, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    async def answer(request: Request) -> JSONResponse:
        asked = {"method": request.method, "path": request.url.path, "body": (await request.body()).decode()}
        os.write(lines, f"{json.dumps(asked)}\n".encode())
        return JSONResponse({"left": 7, "number": "B-1"})

    other = Starlette(
        routes=[
            Route(f"{PLACE}/stock", answer, methods=["GET"]),
            Route(f"{PLACE}/bookings", answer, methods=["POST"]),
        ]
    )

    async def both(scope: Any, receive: Any, send: Any) -> None:
        is_elsewhere = scope["type"] == "http" and scope["path"].startswith(PLACE)
        await (other if is_elsewhere else application)(scope, receive, send)

    return both


class WayThere(WatchedTransport):
    """Every host is this one, in clear: what is asked of it is the engine's own request, its encryption is not."""

    def __init__(self, url: str) -> None:
        super().__init__(connections=5, keep_alive=dt.timedelta(seconds=15))
        self._url = httpx.URL(url)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        request.url = self._url.copy_with(path=f"{PLACE}{request.url.path}")
        return await super().handle_async_request(request)


def caller_of(url: str) -> Caller:
    """Asks the other system that stands at this address."""
    return Caller([HOST], open_client(transport=WayThere(url)))
