"""Telling Sinch where to post: one webhook of the Conversation API for messages, one of the Provisioning API for templates and
numbers. A webhook with another path belongs to somebody else and is left alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast
from urllib.parse import quote, urlsplit

import httpx

from engine.providers.abilities import News, RegisteredWebhook, Registration
from engine.providers.base import Misconfigured, NoAnswer
from engine.providers.exchanges import encode
from engine.providers.fields import JsonObject, read_objects, read_text
from engine.providers.sinch.calls import Calls
from engine.providers.sinch.settings import SinchSettings

MESSAGE_TRIGGERS = ("MESSAGE_INBOUND", "MESSAGE_DELIVERY", "MESSAGE_SUBMIT", "OPT_IN", "OPT_OUT", "CHANNEL_EVENT")
TEMPLATE_TRIGGERS = tuple(
    f"WHATSAPP_{name}" for name in (
        "TEMPLATE_APPROVED", "TEMPLATE_REJECTED", "TEMPLATE_DELETED", "TEMPLATE_STATUS_UPDATED",
        "TEMPLATE_CATEGORY_UPDATED", "TEMPLATE_QUALITY_SCORE_UPDATED", "SENDER_ACTIVE", "SENDER_INACTIVE", "SENDER_ERROR",
        "SENDER_QUALITY_RATING_CHANGED", "SENDER_DAILY_LIMIT_CHANGED", "ACCOUNT_DAILY_LIMIT_CHANGED",
    )
)  # fmt: skip
NO_PROVISIONING = "news of templates is not registered, their list is read every ten minutes: {problem}"


@dataclass(frozen=True, slots=True)
class _Api:
    """One of the two: where its webhooks are listed, where they are made, and what a webhook of ours has."""

    news: News
    list_url: str
    url: str
    wanted: tuple[str, ...]
    fixed: JsonObject


class Registrar:
    """Both APIs of one account."""

    def __init__(self, settings: SinchSettings, calls: Calls) -> None:
        conversation, provisioning = settings.conversation_url, settings.provisioning_url
        app = quote(settings.app_id, safe="")
        self._calls = calls
        self._secret = next((secret for secret in settings.webhook_secrets if secret), "")
        self._messages = _Api(
            "messages", f"{conversation}/apps/{app}/webhooks", f"{conversation}/webhooks", MESSAGE_TRIGGERS,
            {"app_id": settings.app_id, "target_type": "HTTP"},
        )  # fmt: skip
        self._templates = _Api(
            "templates", f"{provisioning}/webhooks", f"{provisioning}/webhooks", TEMPLATE_TRIGGERS, {}
        )

    async def show(self, address: str) -> list[RegisteredWebhook]:
        found = [self._judge(self._messages, hook, address) for hook in await self._read(self._messages)]
        try:
            return found + [self._judge(self._templates, hook, address) for hook in await self._read(self._templates)]
        except Misconfigured as problem:
            return [*found, RegisteredWebhook("templates", "", NO_PROVISIONING.format(problem=problem))]

    async def register(self, address: str) -> list[Registration]:
        """Messages first: without them nothing works. A key that may not see the Provisioning API is no reason to stop."""
        done = await self._settle(self._messages, address)
        try:
            return [done, await self._settle(self._templates, address)]
        except Misconfigured as problem:
            return [done, Registration("templates", "failed", "", note=NO_PROVISIONING.format(problem=problem))]

    async def _read(self, api: _Api) -> list[JsonObject]:
        answer = await self._calls.get(api.list_url, {})
        if not isinstance(answer.get("webhooks"), list):
            raise NoAnswer("Sinch's list of webhooks cannot be read.")
        return read_objects(answer, "webhooks")

    def _judge(self, api: _Api, hook: JsonObject, address: str) -> RegisteredWebhook:
        target = read_text(hook, "target")
        lacks = ", ".join(self._lacking(api, hook)) if _is_ours(target, address) else ""
        if _is_ours(target, address) and target != address:
            lacks = f"the address should be {address}"
        return RegisteredWebhook(api.news, target, lacks)

    def _lacking(self, api: _Api, hook: JsonObject) -> list[str]:
        """What to mend of a webhook with our address. Sinch may keep the secret to itself; then nothing is said of it."""
        triggers = _triggers(hook)
        missing = [] if "ALL" in triggers else [name for name in api.wanted if name not in triggers]
        wrong_type = api.news == "messages" and read_text(hook, "target_type") != "HTTP"
        other_secret = "secret" in hook and read_text(hook, "secret") not in ("", self._secret)
        return [*missing, *(["target_type HTTP"] if wrong_type else []), *(["our secret"] if other_secret else [])]

    async def _settle(self, api: _Api, address: str) -> Registration:
        hooks = await self._read(api)
        same = [hook for hook in hooks if read_text(hook, "target") == address]
        moved = [hook for hook in hooks if _is_ours(read_text(hook, "target"), address)]
        if not same and len(moved) != 1:  # several of our kind at other addresses: other houses, not ours to move
            await self._send("POST", api.url, api, {**api.fixed, **self._body(api, address, [])})
            return Registration(api.news, "added", address)
        hook = (same or moved)[0]
        is_well = bool(same) and not self._lacking(api, hook)
        if not is_well or not read_text(hook, "secret"):  # a secret that is not shown is set again
            wanted = {**self._body(api, address, _triggers(hook)), **_without_app(api.fixed)}
            await self._send("PATCH", f"{api.url}/{quote(read_text(hook, 'id'), safe='')}", api, wanted)
        before = read_text(hook, "target")
        return Registration(api.news, "kept" if is_well else "repaired", address, "" if before == address else before)

    def _body(self, api: _Api, address: str, present: Sequence[str]) -> JsonObject:
        triggers = ["ALL"] if "ALL" in present else list(dict.fromkeys([*present, *api.wanted]))
        return {"target": address, "secret": self._secret, "triggers": triggers}

    async def _send(self, method: str, url: str, api: _Api, body: JsonObject) -> None:
        send = self._calls.post if method == "POST" else self._calls.patch
        answer = await send(httpx.URL(url), encode(body))
        if read_text(answer, "target") != body["target"]:
            sentence = f"Sinch does not say whether its webhook for {api.news} is set; run it again."
            raise NoAnswer(sentence, bytes_left=True)


def _is_ours(target: str, address: str) -> bool:
    """The same path at any host: a house that moved."""
    return bool(target) and urlsplit(target).path == urlsplit(address).path


def _triggers(hook: JsonObject) -> list[str]:
    listed = hook.get("triggers")
    return [str(trigger) for trigger in cast("list[object]", listed)] if isinstance(listed, list) else []


def _without_app(fixed: JsonObject) -> JsonObject:
    return {name: value for name, value in fixed.items() if name != "app_id"}
