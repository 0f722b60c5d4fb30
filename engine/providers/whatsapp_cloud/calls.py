"""Calls to the Graph API with our token; every answer is read or named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import httpx

from engine.clock import Clock
from engine.providers.base import NoAnswer
from engine.providers.fields import JsonObject, parse_object
from engine.providers.transport import exchange
from engine.providers.whatsapp_cloud.errors import read_fault

READ_AGAIN_AFTER = dt.timedelta(seconds=5)


class Calls:
    """Everything that goes to one number."""

    def __init__(self, token: str, client: httpx.AsyncClient, clock: Clock) -> None:
        self._client = client
        self._clock = clock
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    async def post(self, url: httpx.URL, body: bytes) -> JsonObject:
        """Post JSON, once."""
        return await self._call(httpx.Request("POST", url, content=body, headers=self._headers))

    async def get(self, url: str, query: Mapping[str, str]) -> JsonObject:
        """Read. Every failure says when to ask again: nothing is changed by reading."""
        try:
            return await self._call(httpx.Request("GET", url, params=query, headers=self._headers))
        except NoAnswer as problem:
            code, pause = problem.provider_code, problem.retry_after or READ_AGAIN_AFTER
            raise NoAnswer(str(problem), provider_code=code, retry_after=pause, bytes_left=True) from problem

    async def _call(self, request: httpx.Request) -> JsonObject:
        response = await exchange(self._client, request)
        if not response.is_success:
            raise read_fault(response, self._clock())
        try:
            return parse_object(response.content)
        except ValueError as problem:
            sentence = f"WhatsApp answered {response.status_code}, but {problem}: check PARCOURS_WHATSAPP_API_URL."
            raise NoAnswer(sentence, bytes_left=True) from problem
