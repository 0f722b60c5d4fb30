"""Access tokens (OAuth 2 client credentials): fetched once for all who wait, renewed before they expire."""

from __future__ import annotations

import asyncio
import base64
import datetime as dt
from dataclasses import dataclass

import httpx

from engine.clock import Clock
from engine.providers.base import Misconfigured, NoAnswer, ProviderError, Unreachable
from engine.providers.fields import parse_object, read_number, read_text
from engine.providers.sinch.errors import read_fault
from engine.providers.sinch.settings import SinchSettings
from engine.providers.transport import RETRY_AFTER, post_once

DEFAULT_LIFETIME = 3600
EARLIEST_RENEWAL = dt.timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Token:
    """`renew_at`: from then on it is replaced before its next use."""

    value: str
    renew_at: dt.datetime


class Tokens:
    """The current token of one key. A failure to get one never means that a message left."""

    def __init__(self, settings: SinchSettings, client: httpx.AsyncClient, clock: Clock) -> None:
        self._settings = settings
        self._client = client
        self._clock = clock
        self._token: Token | None = None
        self._fetching: asyncio.Task[Token] | None = None

    async def current(self) -> str:
        """A valid token. Raises Misconfigured, Throttled or Unreachable, the same for all who waited for
        it."""
        if self._token and self._clock() < self._token.renew_at:
            return self._token.value
        if self._fetching is None or self._fetching.done():
            self._fetching = asyncio.create_task(self._fetch())
            self._fetching.add_done_callback(_look_at)
        # Shielded: who gives up waiting must not take the token away from the others.
        return (await asyncio.shield(self._fetching)).value

    def forget(self, value: str) -> None:
        """The API refused this token; a newer one stays."""
        if self._token and self._token.value == value:
            self._token = None

    async def _fetch(self) -> Token:
        try:
            response = await post_once(
                self._client,
                self._settings.token_url,
                content=b"grant_type=client_credentials",
                headers=self._headers(),
            )
        except NoAnswer as problem:
            raise _unreachable(str(problem)) from problem
        if not response.is_success:
            raise _explain(response, self._clock())
        self._token = self._read(response)
        return self._token

    def _headers(self) -> dict[str, str]:
        pair = f"{self._settings.key_id}:{self._settings.key_secret}".encode()
        basic = base64.b64encode(pair).decode()
        return {"Authorization": f"Basic {basic}", "Content-Type": "application/x-www-form-urlencoded"}

    def _read(self, response: httpx.Response) -> Token:
        try:
            body = parse_object(response.content)
        except ValueError as problem:
            raise _unreachable(f"its answer cannot be read: {problem}") from problem
        if not read_text(body, "access_token"):
            raise _unreachable("its answer holds no access_token")
        lifetime = dt.timedelta(seconds=min(max(read_number(body, "expires_in") or DEFAULT_LIFETIME, 0), 86_400))
        return Token(read_text(body, "access_token"), self._clock() + lifetime - min(EARLIEST_RENEWAL, lifetime / 10))


def _explain(response: httpx.Response, now: dt.datetime) -> ProviderError:
    fault = read_fault(response, now)
    if response.status_code in (400, 401, 403):
        remedy = "check PARCOURS_SINCH_KEY_ID and PARCOURS_SINCH_KEY_SECRET"
        sentence = f"Sinch gives no access token: {remedy}. {fault}"
        return Misconfigured(sentence, provider_code=fault.provider_code)
    return _unreachable(str(fault)) if isinstance(fault, NoAnswer) else fault


def _unreachable(what: str) -> Unreachable:
    return Unreachable(f"Sinch's token server does not serve ({what}); nothing was sent.", retry_after=RETRY_AFTER)


def _look_at(task: asyncio.Task[Token]) -> None:
    """When everyone who waited has gone, nobody else reads the failure."""
    if not task.cancelled():
        task.exception()
