"""The pages for whoever watches the process: does it live, is it ready, what does it count. They hold nothing of a customer's."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from engine.readiness import NotReady


@dataclass(frozen=True, slots=True)
class Health:
    """`ask`: the first part that is not well, or None. `metrics`: the text for Prometheus."""

    ask: Callable[[], Awaitable[NotReady | None]]
    metrics: Callable[[], Awaitable[bytes]]

    def routes(self) -> list[Route]:
        return [
            Route("/healthz", _healthy),
            Route("/readyz", self._ready),
            Route("/metrics", self._metrics),
        ]

    async def _ready(self, _request: Request) -> Response:
        problem = await self.ask()
        if problem is None:
            return JSONResponse({"ready": True, "reason": None})
        return JSONResponse({"ready": False, "part": problem.part, "reason": problem.reason}, status_code=503)

    async def _metrics(self, _request: Request) -> Response:
        return Response(await self.metrics(), media_type=CONTENT_TYPE_PLAIN_0_0_4)


async def _healthy(_request: Request) -> Response:
    return JSONResponse({"ok": True})
