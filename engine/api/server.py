"""The HTTP side: webhooks of providers, events of other systems, health."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from engine.api.answers import answer_for, error_answer
from engine.api.bodies import API_LIMIT, BadRequest, read_body, read_model
from engine.api.documentation import documentation_page, openapi
from engine.api.events import Desk, Taken
from engine.api.health import Health
from engine.api.identification import NotTaken, TooMuch, TwoPeople
from engine.api.links import LinkDesk
from engine.api.media import MediaDesk
from engine.api.models import ConsentBody, EventBody, Person
from engine.api.webhooks import FrontDoor, Webhook
from engine.clock import Clock
from engine.logs import get_logger
from engine.providers.abilities import AsksFirst
from engine.providers.base import Provider
from engine.runner.background import BackgroundDatabase
from engine.runner.jobs import jobs_of
from engine.webhooks.intake import Intake

log = get_logger(__name__)
Handler = Callable[[Request], Awaitable[Response]]
RACES = 5


class Api:
    """The routes and what they need. `wake` asks the worker of this process, if there is one."""

    def __init__(
        self, database: BackgroundDatabase, intake: Intake, desk: Desk, providers: dict[str, Provider], *,
        token: str | None, clock: Clock, wake: Callable[[str], None], health: Health,
    ) -> None:  # fmt: skip
        self.database, self.intake, self.desk, self.providers = database, intake, desk, providers
        self.token, self.clock, self.wake, self.health = token, clock, wake, health

    def application(self, lifespan: Callable[[Starlette], AbstractAsyncContextManager[None]] | None = None) -> ASGIApp:
        doors = {
            f"/webhooks/{name}": Webhook(name, provider, self.intake, self.clock)
            for name, provider in self.providers.items()
        }
        routes = [
            *self._webhook_routes(doors),
            Route("/api/events", _answering(self._authorised(self._event)), methods=["POST"]),
            Route("/api/contacts", _answering(self._authorised(self._contact)), methods=["POST"]),
            Route("/api/consents", _answering(self._authorised(self._consent)), methods=["POST"]),
            Route("/api/openapi.json", _openapi),
            Route("/api/docs", _documentation),
            Route("/l/{token}", LinkDesk(self.database, self.clock, self.wake).follow, methods=["GET"]),
            Route("/m/{token}/{name}", MediaDesk(self.database).serve, methods=["GET"]),
            *self.health.routes(),
        ]
        pages = Starlette(routes=routes, lifespan=lifespan, exception_handlers={HTTPException: _elsewhere})
        return FrontDoor(doors, pages)

    def _webhook_routes(self, doors: Mapping[str, ASGIApp]) -> list[Route]:
        """One path for each provider that is set up; what others post is answered 404."""
        asked = [(name, provider) for name, provider in self.providers.items() if isinstance(provider, AsksFirst)]
        return [
            *(Route(path, door, methods=["POST"]) for path, door in doors.items()),
            *(Route(f"/webhooks/{name}", _answering(_challenge(it)), methods=["GET"]) for name, it in asked),
        ]

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
        return self._answer(await self._take(lambda it: self.desk.take_event(it, event, self.clock())), 202)

    async def _contact(self, request: Request) -> Response:
        person = read_model(await read_body(request, API_LIMIT), Person)
        return self._answer(await self._take(lambda it: self.desk.take_contact(it, person, self.clock())), 200)

    async def _consent(self, request: Request) -> Response:
        consent = read_model(await read_body(request, API_LIMIT), ConsentBody)
        return self._answer(await self._take(lambda it: self.desk.take_consent(it, consent, self.clock())), 202)

    async def _take(self, work: Callable[[Connection], Taken | NotTaken]) -> Taken | NotTaken:
        """Somebody else may add the same new person at the same moment: whoever comes second finds what the first wrote."""
        for _ in range(RACES):
            try:
                return await self.database(work)
            except IntegrityError:
                log.info("the same person or event was written at the same moment; read again")
        return await self.database(work)

    def _answer(self, taken: Taken | NotTaken, status: int) -> Response:
        if isinstance(taken, TwoPeople):
            raise BadRequest(409, "two_people", taken.sentence())
        if isinstance(taken, TooMuch):
            raise BadRequest(422, taken.why, taken.sentence())
        if taken.shard is not None:
            for job in jobs_of({taken.shard}):
                self.wake(job)
        return JSONResponse(taken.answer, status_code=status)


def _challenge(provider: AsksFirst) -> Handler:
    async def answer(request: Request) -> Response:
        """The provider asks whether the address is ours; its own word is given back as it came."""
        word = provider.answer_challenge(request.query_params)
        if word is None:
            raise BadRequest(403, "bad_verify_token", "The verify token is missing or wrong.")
        return PlainTextResponse(word)

    return answer


def _answering(handler: Handler) -> Handler:
    """Turn what was refused into its answer, and the unforeseen into 503: the sender tries again, nothing is half-kept."""

    async def answer(request: Request) -> Response:
        try:
            return await handler(request)
        except Exception as problem:
            return answer_for(problem, request.url.path)

    return answer


async def _elsewhere(request: Request, problem: Exception) -> Response:
    """No such page, or not this way: the same form of error as everywhere."""
    assert isinstance(problem, HTTPException)
    path, headers = request.url.path[:200], dict(problem.headers or {})
    if problem.status_code == 405:
        ways = ", ".join(sorted(headers.get("Allow", "").split(", ")))
        return error_answer(405, "bad_method", f"{path} does not answer to {request.method[:20]}; use {ways}.", headers)
    sentence = f"There is nothing at {path}; /api/docs says what there is."
    return error_answer(problem.status_code, "not_found", sentence, headers)


async def _openapi(_request: Request) -> Response:
    return JSONResponse(openapi())


async def _documentation(_request: Request) -> Response:
    return HTMLResponse(documentation_page())
