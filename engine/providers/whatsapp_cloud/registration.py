"""Telling WhatsApp where to post: the app is subscribed to the account, with our address for this account.

Meta asks the address before it takes it. News of templates and of the account goes to the app's own address in every case, which
only Meta's dashboard shows.
"""

from __future__ import annotations

import httpx

from engine.providers.abilities import RegisteredWebhook, Registration
from engine.providers.base import NoAnswer
from engine.providers.exchanges import encode
from engine.providers.fields import JsonObject, read_objects, read_text
from engine.providers.whatsapp_cloud.calls import Calls
from engine.providers.whatsapp_cloud.settings import CloudSettings

OVERRIDE = "override_callback_uri"
NOTE = (
    "Templates, preferences and the account are told to the app's own address: give it the same one, with the same verify token, "
    "in Meta's app dashboard."
)


class Registrar:
    """The subscription of one account."""

    def __init__(self, settings: CloudSettings, calls: Calls) -> None:
        self._url, self._word, self._calls = f"{settings.account_url}/subscribed_apps", settings.verify_token, calls

    async def show(self, address: str) -> list[RegisteredWebhook]:
        return [_judge(app, address) for app in await self._read()]

    async def register(self, address: str) -> list[Registration]:
        now = {read_text(app, OVERRIDE) for app in await self._read()}
        if address in now:
            return [Registration("messages", "kept", address, note=NOTE)]
        await self._subscribe(address)
        before = ", ".join(sorted(now - {""}))
        return [Registration("messages", "repaired" if before else "added", address, before, NOTE)]

    async def _subscribe(self, address: str) -> None:
        body: JsonObject = {OVERRIDE: address, "verify_token": self._word}
        answer = await self._calls.post(httpx.URL(self._url), encode(body))
        if answer.get("success") is not True:
            raise NoAnswer("WhatsApp does not say whether the app is subscribed; run it again.", bytes_left=True)

    async def _read(self) -> list[JsonObject]:
        answer = await self._calls.get(self._url, {})
        if not isinstance(answer.get("data"), list):
            raise NoAnswer("WhatsApp's list of subscribed apps cannot be read.")
        return read_objects(answer, "data")


def _judge(app: JsonObject, address: str) -> RegisteredWebhook:
    """Without an address for this account, messages go to the app's own, which only Meta's dashboard shows."""
    override = read_text(app, OVERRIDE)
    lacks = f"the address should be {address}" if address and override and override != address else ""
    return RegisteredWebhook("messages", override, lacks)
