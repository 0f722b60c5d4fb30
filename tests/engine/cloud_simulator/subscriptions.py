"""Which app hears of the account, and where."""

from __future__ import annotations

import secrets
from typing import Any

import httpx
import orjson
from starlette.requests import Request
from starlette.responses import Response

from .account import Account
from .wire import GraphError, say


class Subscriptions:
    """One app, subscribed from the start unless the account says otherwise. An address of its own for the account is asked
    first, as Meta does."""

    def __init__(self, account: Account) -> None:
        self.account = account

    async def show(self, _request: Request) -> Response:
        """`GET /{account}/subscribed_apps`."""
        app: dict[str, Any] = {
            "whatsapp_business_api_data": {"id": "1", "name": "Parcours", "link": "https://x.example"}
        }
        if self.account.override:
            app["override_callback_uri"] = self.account.override
        return say({"data": [app] if self.account.subscribed else []})

    async def subscribe(self, request: Request) -> Response:
        """`POST /{account}/subscribed_apps`; with `override_callback_uri` and `verify_token`, after the handshake."""
        raw = await request.body()
        body = orjson.loads(raw) if raw else {}
        address = body.get("override_callback_uri", "")
        if address:
            await _shake_hands(address, body.get("verify_token", ""))
        self.account.subscribed, self.account.override = True, address
        return say({"success": True})


async def _shake_hands(address: str, word: str) -> None:
    challenge = secrets.token_hex(8)
    query = {"hub.mode": "subscribe", "hub.verify_token": word, "hub.challenge": challenge}
    try:
        async with httpx.AsyncClient(trust_env=False, timeout=3) as client:
            answer = await client.get(address, params=query)
    except httpx.HTTPError as problem:
        raise GraphError(2200, f"callback verification failed: {problem}") from problem
    if answer.status_code != 200 or answer.text != challenge:
        raise GraphError(2200, f"callback verification failed: HTTP {answer.status_code}")
