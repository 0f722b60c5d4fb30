"""Sinch as a provider: one app of one project."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Mapping, Sequence
from urllib.parse import quote

import httpx

from engine.clock import Clock
from engine.providers.abilities import RegisteredWebhook, Registration
from engine.providers.base import (
    Accepted,
    Found,
    Misconfigured,
    NoAnswer,
    OutgoingMessage,
    ProviderEvent,
    ProviderTemplate,
)
from engine.providers.drafts import TemplateDraft
from engine.providers.exchanges import encode
from engine.providers.fields import JsonObject, read_moment, read_objects, read_text
from engine.providers.sinch.apps import App, read_app
from engine.providers.sinch.calls import Calls
from engine.providers.sinch.events import read_event
from engine.providers.sinch.payloads import build_send
from engine.providers.sinch.provisioning import build_change, build_create, provisioning_language
from engine.providers.sinch.registration import Registrar
from engine.providers.sinch.settings import SinchSettings
from engine.providers.sinch.templates import read_template
from engine.providers.sinch.webhooks import read_speaker, split_events, verify

CLOCK_SLACK = dt.timedelta(minutes=5)
MOST_PAGES = 200
PAGE_SIZE = "1000"


class Sinch:
    """Meets `engine.providers.base.Provider`, `PreparesCalls`, `NamesSpeaker`, `SubmitsTemplates` and `RegistersWebhooks`. `client` is closed with it."""

    source = "sinch"

    def __init__(self, settings: SinchSettings, client: httpx.AsyncClient, clock: Clock) -> None:
        self.name = settings.name
        self._settings = settings
        self._client = client
        self._clock = clock
        self._calls = Calls(settings, client, clock)
        self._send_url = httpx.URL(f"{settings.conversation_url}/messages:send")  # read once: it is read slowly

    async def prepare_calls(self) -> None:
        """With a token at hand, what is paced does not gather before the token server and leave in one go."""
        await self._calls.prepare()

    async def send(self, message: OutgoingMessage) -> Accepted:
        """`POST /messages:send`, once. 200 means queued at Sinch; a 2xx that cannot be read means
        `NoAnswer`."""
        body = encode(build_send(message, self._settings.app_id, self._settings.sms_sender))
        answer = await self._calls.post(self._send_url, body)
        message_id = read_text(answer, "message_id")
        if not message_id:
            raise NoAnswer("Sinch answered without a message id; the message may have been queued.", bytes_left=True)
        return Accepted(message_id, read_moment(answer, "accepted_time"))

    async def look_up(self, message_id: str, *, to: str, since: dt.datetime, channel: str = "whatsapp") -> Found:
        """`GET /messages`, compared by the metadata we sent along. Sinch does not say how soon an accepted
        message is listed: ask some minutes after the send, not at once. `found` is None when absence would
        prove nothing."""
        app = await self.read_app()
        if not app.messages_source or self._clock() - since >= app.keeps:
            return Found(None)
        query = self._build_look_up(app, to, since, channel)
        certain = True
        async for listed in self._list_messages(query):
            if read_text(listed, "metadata") == message_id:
                return Found(True, read_text(listed, "id"), read_moment(listed, "accept_time"))
            # A message without metadata may be ours, should this account not give metadata back.
            certain = certain and bool(read_text(listed, "metadata"))
        return Found(False if certain else None)

    def _build_look_up(self, app: App, to: str, since: dt.datetime, channel: str) -> dict[str, str]:
        start = (since - CLOCK_SLACK).astimezone(dt.UTC).isoformat(timespec="milliseconds")
        # It may have gone by SMS, and then stands there under that channel.
        only = {} if self._settings.sms_sender else {"channel": channel.upper()}
        return {
            "app_id": self._settings.app_id,
            "channel_identity": to.removeprefix("+"),
            **only,
            "direction": "TO_CONTACT",
            "start_time": start.replace("+00:00", "Z"),
            "messages_source": app.messages_source,
            "page_size": PAGE_SIZE,
        }

    async def _list_messages(self, query: Mapping[str, str]) -> AsyncIterator[JsonObject]:
        url = f"{self._settings.conversation_url}/messages"
        async for page in self._read_pages(url, query, ("page_token", "next_page_token")):
            for message in read_objects(page, "messages"):
                yield message

    async def list_templates(self) -> Sequence[ProviderTemplate]:
        """`GET /whatsapp/templates`, all pages."""
        url, query = f"{self._settings.provisioning_url}/whatsapp/templates", {"pageSize": PAGE_SIZE}
        pages = [page async for page in self._read_pages(url, query, ("pageToken", "nextPageToken"))]
        return [read_template(template) for page in pages for template in read_objects(page, "templates")]

    async def create_template(self, draft: TemplateDraft) -> None:
        """`POST /whatsapp/templates`, once."""
        url = httpx.URL(f"{self._settings.provisioning_url}/whatsapp/templates")
        _require_template(await self._calls.post(url, encode(build_create(draft))), draft)

    async def change_template(self, draft: TemplateDraft, listed: ProviderTemplate) -> None:
        """`PATCH /whatsapp/templates/{name}/languages/{language}`."""
        language = provisioning_language(draft.language)
        path = f"/whatsapp/templates/{quote(draft.name, safe='')}/languages/{quote(language, safe='')}"
        url = httpx.URL(f"{self._settings.provisioning_url}{path}")
        _require_template(await self._calls.patch(url, encode(build_change(draft, listed.category))), draft)

    async def list_webhooks(self, address: str) -> Sequence[RegisteredWebhook]:
        return await Registrar(self._settings, self._calls).show(address)

    async def register_webhooks(self, address: str) -> Sequence[Registration]:
        return await Registrar(self._settings, self._calls).register(address)

    async def _read_pages(
        self, url: str, query: Mapping[str, str], tokens: tuple[str, str]
    ) -> AsyncIterator[JsonObject]:
        """Each page of a list. Raises NoAnswer when it does not end: half a list must not pass for the
        whole."""
        token = ""
        for _ in range(MOST_PAGES):
            page = await self._calls.get(url, {**query, tokens[0]: token} if token else query)
            yield page
            token = read_text(page, tokens[1])
            if not token:
                return
        raise NoAnswer(f"Sinch's list at {url} does not end after {MOST_PAGES} pages.")

    async def read_app(self) -> App:
        """`GET /apps/{app_id}`: mode, retention and rate, as they are now."""
        app_id = quote(self._settings.app_id, safe="")
        body = await self._calls.get(f"{self._settings.conversation_url}/apps/{app_id}", {})
        if read_text(body, "id") != self._settings.app_id:
            raise Misconfigured("What answers is not Sinch's API: check PARCOURS_SINCH_API_URL.")
        return read_app(body)

    async def check(self) -> str:
        """Says that the key, the project and the app work together, and what the app keeps."""
        app = await self.read_app()
        if self._settings.sms_sender and app.channels and "SMS" not in app.channels:
            raise Misconfigured(
                "PARCOURS_SINCH_SMS_SENDER is set, but the app has no SMS channel, so Sinch refuses every message: add the "
                "channel in Sinch's dashboard, or remove the setting."
            )
        return app.describe()

    def verify(self, headers: Mapping[str, str], body: bytes, now: dt.datetime) -> bool:
        return verify(headers, body, self._settings.webhook_secrets, now)

    def event_keys(self, body: bytes) -> list[tuple[str, str]]:
        return split_events(body)

    def speaker(self, key: str, raw: str) -> str | None:
        return read_speaker(key, raw)

    def read_event(self, raw: str) -> ProviderEvent:
        return read_event(raw)

    async def close(self) -> None:
        await self._client.aclose()


def _require_template(answer: JsonObject, draft: TemplateDraft) -> None:
    if read_text(answer, "name") != draft.name:
        raise NoAnswer(f"Sinch's answer about template {draft.title} cannot be read; it may be there.", bytes_left=True)
