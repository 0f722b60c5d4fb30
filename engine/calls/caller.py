"""One question to another system, over https and only to hosts that the operator listed."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import httpx
import orjson

from engine.calls.addresses import ForbiddenAddress, PublicResolver, is_public
from engine.journey.steps.call_http import host_of, is_listed
from engine.providers.base import NoAnswer, Unreachable
from engine.providers.bounded import TooLarge
from engine.providers.transport import WatchedTransport, exchange, open_client

LARGEST = 256 * 1024
"""Bytes of an answer."""
CONNECTIONS = 20


@dataclass(frozen=True, slots=True)
class Question:
    """What to send. `body` goes as JSON."""

    method: Literal["GET", "POST"]
    url: str
    headers: Mapping[str, str]
    body: Mapping[str, str] | None
    wait: dt.timedelta


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `reason` is empty when the other system answered well (2xx), else `http_503`, `timeout`,
    `unreachable`, `no_answer`, `not_sendable`, `not_listed`, `not_https`, `private_address`, `redirect`, `too_large`, `not_json`.
    `unsent`: surely nothing left, so that asking again is safe."""

    reason: str = ""
    status: int | None = None
    body: Any = None
    unsent: bool = False


class Caller:
    """Asks. `hosts` are those of `PARCOURS_HTTP_HOSTS`; `allows` says which addresses may be connected to."""

    def __init__(
        self, hosts: Collection[str], client: httpx.AsyncClient | None = None, allows: Callable[[str], bool] = is_public
    ) -> None:
        self.hosts, self.allows = frozenset(hosts), allows
        self._client = client

    def _open(self) -> httpx.AsyncClient:
        if self._client is None:
            transport = WatchedTransport(
                connections=CONNECTIONS, keep_alive=dt.timedelta(seconds=15),
                resolver=PublicResolver(allows=self.allows),
            )  # fmt: skip
            self._client = open_client(transport=transport)
        return self._client

    async def ask(self, question: Question) -> Answer:
        """One exchange; never raises for what another system does. Redirects are not followed."""
        refused = self._refusal(question.url)
        if refused:
            return Answer(refused, unsent=True)
        try:
            request = self._request(question)
            response = await exchange(self._open(), request, total=question.wait, most=LARGEST)
        except (httpx.InvalidURL, UnicodeError, ValueError):
            return Answer("not_sendable", unsent=True)
        except TooLarge:
            return Answer("too_large")
        except Unreachable as problem:
            inside = _is_caused_by(problem, ForbiddenAddress)
            return Answer("private_address" if inside else "unreachable", unsent=True)
        except NoAnswer as problem:
            return Answer("timeout" if _is_caused_by(problem, TimeoutError, httpx.TimeoutException) else "no_answer")
        return _read(response)

    def _refusal(self, url: str) -> str:
        if not url.lower().startswith("https://"):
            return "not_https"
        if not is_listed(url, self.hosts):
            return "not_listed"
        host = host_of(url).partition(":")[0] if "[" not in url else host_of(url).strip("[]")
        looks_like_address = host.replace(".", "").isdigit() or ":" in host
        return "private_address" if looks_like_address and not self.allows(host) else ""

    def _request(self, question: Question) -> httpx.Request:
        content = orjson.dumps(question.body) if question.method == "POST" and question.body is not None else None
        kind = {"Content-Type": "application/json"} if content is not None else {}
        named = {"Accept": "application/json", "Accept-Encoding": "gzip, deflate", **kind, **question.headers}
        headers = [(name.encode(), value.encode()) for name, value in named.items()]
        return self._open().build_request(question.method, question.url, content=content, headers=headers)

    async def close(self) -> None:
        if self._client is not None:
            await self._client.aclose()


def _read(response: httpx.Response) -> Answer:
    if response.has_redirect_location or response.is_redirect:
        return Answer("redirect", response.status_code)
    if not response.is_success:
        return Answer(f"http_{response.status_code}", response.status_code)
    try:
        return Answer("", response.status_code, orjson.loads(response.content) if response.content.strip() else None)
    except orjson.JSONDecodeError:
        return Answer("not_json", response.status_code)


def _is_caused_by(problem: BaseException, *kinds: type[BaseException]) -> bool:
    """Also far down: each layer wraps the one below."""
    seen: list[BaseException] = []
    pending: list[BaseException | None] = [problem]
    while pending:
        one = pending.pop()
        if one is None or one in seen:
            continue
        if isinstance(one, kinds):
            return True
        seen.append(one)
        pending += [one.__cause__, one.__context__]
    return isinstance(problem, asyncio.TimeoutError)
