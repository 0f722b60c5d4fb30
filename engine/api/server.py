"""The HTTP side: webhooks of providers, events of other systems, health."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from engine.api.answers import answer_for
from engine.api.bodies import API_LIMIT, BadRequest, read_body, read_model
from engine.api.documentation import documentation_page, openapi
from engine.api.events import Desk, Taken
from engine.api.identification import TwoPeople
from engine.api.models import ConsentBody, EventBody, Person
from engine.api.webhooks import FrontDoor, Webhook
from engine.clock import Clock
from engine.providers.base import Provider
from engine.runner.background import BackgroundDatabase
from engine.webhooks.intake import Intake

Handler = Callable[[Request], Awaitable[Response]]


class Api:
    """The routes and what they need. `wake` asks the worker of this process, if there is one."""

    def __init__(
        self, database: BackgroundDatabase, intake: Intake, desk: Desk, providers: dict[str, Provider], *,
        token: str | None, clock: Clock, wake: Callable[[str], None], is_ready: Callable[[], Awaitable[str | None]],
    ) -> None:  # fmt: skip
        self.database, self.intake, self.desk, self.providers = database, intake, desk, providers
        self.token, self.clock, self.wake, self.is_ready = token, clock, wake, is_ready

    def application(self, lifespan: Callable[[Starlette], AbstractAsyncContextManager[None]] | None = None) -> ASGIApp:
        doors = {
            f"/webhooks/{name}": Webhook(name, provider, self.intake, self.clock)
            for name, provider in self.providers.items()
        }
        routes = [
            *(Route(path, door, methods=["POST"]) for path, door in doors.items()),
            Route("/api/events", _answering(self._authorised(self._event)), methods=["POST"]),
            Route("/api/contacts", _answering(self._authorised(self._contact)), methods=["POST"]),
            Route("/api/consents", _answering(self._authorised(self._consent)), methods=["POST"]),
            Route("/api/openapi.json", _openapi),
            Route("/api/docs", _documentation),
            Route("/healthz", _healthy),
            Route("/readyz", self._ready),
        ]
        return FrontDoor(doors, Starlette(routes=routes, lifespan=lifespan))

    def _authorised(self, handler: Handler) -> Handler:
        async def check(request: Request) -> Response:
            scheme, _, given = request.headers.get("authorization", "").partition(" ")
            known = self.token and hmac.compare_digest(given.strip().encode(), self.token.encode())
            if not known or scheme.lower() != "bearer":
                raise BadRequest(401, "bad_token", "The bearer token is missing or wrong; see PARCOURS_API_TOKEN.")
            return await handler(request)

        return check

    async def _event(self, request: Request) -> Response:
        event = read_model(await read_body(request, API_LIMIT), EventBody)
        return self._answer(await self.database(lambda it: self.desk.take_event(it, event, self.clock())), 202)

    async def _contact(self, request: Request) -> Response:
        person = read_model(await read_body(request, API_LIMIT), Person)
        return self._answer(await self.database(lambda it: self.desk.take_contact(it, person, self.clock())), 200)

    async def _consent(self, request: Request) -> Response:
        consent = read_model(await read_body(request, API_LIMIT), ConsentBody)
        return self._answer(await self.database(lambda it: self.desk.take_consent(it, consent, self.clock())), 202)

    def _answer(self, taken: Taken | TwoPeople, status: int) -> Response:
        if isinstance(taken, TwoPeople):
            raise BadRequest(409, "two_people", taken.sentence())
        if taken.shard is not None:
            self.wake(f"shard:{taken.shard}")
        return JSONResponse(taken.answer, status_code=status)

    async def _ready(self, _request: Request) -> Response:
        problem = await self.is_ready()
        return JSONResponse({"ready": problem is None, "reason": problem}, status_code=200 if problem is None else 503)


def _answering(handler: Handler) -> Handler:
    """Turn what was refused into its answer, and the unforeseen into 503: the sender tries again, nothing is half-kept."""

    async def answer(request: Request) -> Response:
        try:
            return await handler(request)
        except Exception as problem:
            return answer_for(problem, request.url.path)

    return answer


async def _healthy(_request: Request) -> Response:
    return JSONResponse({"ok": True})


async def _openapi(_request: Request) -> Response:
    return JSONResponse(openapi())


async def _documentation(_request: Request) -> Response:
    return HTMLResponse(documentation_page())
