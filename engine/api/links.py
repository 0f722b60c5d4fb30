"""`/l/{token}`: on to where the link leads, counted once for the person who opened it, and told to the journey that sent it.
Nothing of the request decides where."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from engine.clock import Clock
from engine.logs import get_logger
from engine.runner.background import BackgroundDatabase
from engine.runner.jobs import jobs_of
from storage import links

log = get_logger(__name__)

TOKEN = re.compile(r"[A-Za-z0-9_-]{16,64}")
CRAWLERS = ("whatsapp/", "facebookexternalhit/", "facebookcatalog/")
"""They fetch a link to show a preview of it, long before a person does."""
HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow"}
UNKNOWN = (
    "<!doctype html><html lang=fr><meta charset=utf-8><meta name=viewport content='width=device-width'>"
    "<title>Lien inconnu</title><p>Ce lien n’existe pas ou n’existe plus.</p>"
    "<p lang=en>This link does not exist, or does not exist any more.</p></html>"
)


class LinkDesk:
    """Follows links, for GET and HEAD. `wake` is told which job has something to do."""

    def __init__(self, database: BackgroundDatabase, clock: Clock, wake: Callable[[str], None]) -> None:
        self._database, self._clock, self._wake = database, clock, wake

    async def follow(self, request: Request) -> Response:
        """302 to the target, or a plain page with 404."""
        token = request.path_params["token"]
        target = await self._find(token) if TOKEN.fullmatch(token) else None
        if target is None:
            return HTMLResponse(UNKNOWN, 404, HEADERS)
        if is_person(request.method, request.headers):
            await self._count(token)
        return Response(status_code=302, headers={**HEADERS, "Location": target})

    async def _find(self, token: str) -> str | None:
        return await self._database.read(lambda connection: links.find_target(connection, token=token))

    async def _count(self, token: str) -> None:
        """The customer goes on even where it cannot be written down."""
        try:
            shard = await self._database(lambda it: links.count_click(it, token=token, at=self._clock()))
        except Exception:
            log.exception("a click could not be counted")
            return
        if shard is not None:
            for job in jobs_of({shard}):
                self._wake(job)


def is_person(method: str, headers: Mapping[str, str]) -> bool:
    """Not a preview, a prefetch or a question for the head alone."""
    agent = headers.get("user-agent", "").lower()
    purpose = f"{headers.get('purpose', '')} {headers.get('sec-purpose', '')} {headers.get('x-moz', '')}".lower()
    return method == "GET" and not agent.startswith(CRAWLERS) and "prefetch" not in purpose and "preview" not in purpose
