"""Calls with our token: asked again once with a new one when it is refused, every answer read or named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

import httpx

from engine.clock import Clock
from engine.providers.base import NoAnswer
from engine.providers.fields import JsonObject, parse_object
from engine.providers.sinch.errors import read_fault
from engine.providers.sinch.settings import SinchSettings
from engine.providers.sinch.tokens import Tokens
from engine.providers.transport import exchange

READ_AGAIN_AFTER = dt.timedelta(seconds=5)


class Calls:
    """Everything that goes to one Sinch account."""

    def __init__(self, settings: SinchSettings, client: httpx.AsyncClient, clock: Clock) -> None:
        self._client = client
        self._clock = clock
        self._tokens = Tokens(settings, client, clock)

    async def prepare(self) -> None:
        """Have a valid token. Raises as a call does."""
        await self._tokens.current()

    async def post(self, url: httpx.URL, body: bytes) -> JsonObject:
        """Post JSON. A refused token kept nothing, so asking again with a new one posts once all the same."""
        return await self._call(lambda: httpx.Request("POST", url, content=body))

    async def patch(self, url: httpx.URL, body: bytes) -> JsonObject:
        """Change something; the same change twice is one."""
        return await self._call(lambda: httpx.Request("PATCH", url, content=body))

    async def get(self, url: str, query: Mapping[str, str]) -> JsonObject:
        """Read. Every failure says when to ask again: nothing is changed by reading."""
        try:
            return await self._call(lambda: httpx.Request("GET", url, params=query))
        except NoAnswer as problem:
            code, pause = problem.provider_code, problem.retry_after or READ_AGAIN_AFTER
            raise NoAnswer(str(problem), provider_code=code, retry_after=pause, bytes_left=True) from problem

    async def _call(self, build: Callable[[], httpx.Request]) -> JsonObject:
        response = await self._exchange(build())
        if response.status_code == 401:
            response = await self._exchange(build())
        if not response.is_success:
            raise read_fault(response, self._clock())
        return _read_answer(response)

    async def _exchange(self, request: httpx.Request) -> httpx.Response:
        token = await self._tokens.current()
        request.headers["Authorization"] = f"Bearer {token}"
        request.headers["Content-Type"] = "application/json"
        response = await exchange(self._client, request)
        if response.status_code == 401:
            self._tokens.forget(token)
        return response


def _read_answer(response: httpx.Response) -> JsonObject:
    try:
        return parse_object(response.content)
    except ValueError as problem:
        sentence = f"Sinch answered {response.status_code}, but {problem}: check PARCOURS_SINCH_API_URL."
        raise NoAnswer(sentence, bytes_left=True) from problem
