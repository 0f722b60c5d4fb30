"""WhatsApp Cloud API as a provider: one number of one business account."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from urllib.parse import quote

import httpx

from engine.clock import Clock
from engine.providers.abilities import ProviderNumber, RegisteredWebhook, Registration
from engine.providers.base import (
    Accepted,
    Found,
    Misconfigured,
    NoAnswer,
    OutgoingMessage,
    ProviderEvent,
    ProviderTemplate,
    Rejected,
    TemplateContent,
)
from engine.providers.drafts import TemplateDraft
from engine.providers.exchanges import encode
from engine.providers.fields import JsonObject, read_first, read_object, read_objects, read_text
from engine.providers.whatsapp_cloud.calls import Calls
from engine.providers.whatsapp_cloud.events import read_event
from engine.providers.whatsapp_cloud.numbers import FIELDS as NUMBER_FIELDS
from engine.providers.whatsapp_cloud.numbers import Number, read_number
from engine.providers.whatsapp_cloud.payloads import build_send
from engine.providers.whatsapp_cloud.provisioning import build_change, build_create
from engine.providers.whatsapp_cloud.registration import Registrar
from engine.providers.whatsapp_cloud.settings import CloudSettings
from engine.providers.whatsapp_cloud.templates import FIELDS as TEMPLATE_FIELDS
from engine.providers.whatsapp_cloud.templates import read_template
from engine.providers.whatsapp_cloud.webhooks import answers_challenge, read_speaker, split_events, verify

MOST_PAGES = 200
PAGE_SIZE = "100"
BAD_CURSOR = "131059"


class WhatsAppCloud:
    """Meets `engine.providers.base.Provider`, `TellsNumber`, `NamesSpeaker`, `AsksFirst`, `SubmitsTemplates` and `RegistersWebhooks`. `client` is closed with it."""

    source = "whatsapp"

    def __init__(self, settings: CloudSettings, client: httpx.AsyncClient, clock: Clock) -> None:
        self.name = settings.name
        self._settings = settings
        self._client = client
        self._calls = Calls(settings.token, client, clock)
        # Read once: they are read slowly.
        self._send_url = httpx.URL(f"{settings.number_url}/messages")
        self._marketing_url = httpx.URL(f"{settings.number_url}/{settings.marketing_path}")

    async def send(self, message: OutgoingMessage) -> Accepted:
        """Post, once. 200 with an id means taken, not delivered; a 2xx that cannot be read means `NoAnswer`."""
        answer = await self._calls.post(self._url_for(message), encode(build_send(message)))
        sent = read_first(answer, "messages")
        if not read_text(sent, "id"):
            raise NoAnswer("WhatsApp answered without a message id; it may have been taken.", bytes_left=True)
        return Accepted(read_text(sent, "id"))

    def _url_for(self, message: OutgoingMessage) -> httpx.URL:
        content = message.content
        is_marketing = isinstance(content, TemplateContent) and content.category.upper() == "MARKETING"
        return self._marketing_url if is_marketing else self._send_url

    async def look_up(self, message_id: str, *, to: str, since: dt.datetime, channel: str = "whatsapp") -> Found:
        """WhatsApp lists no messages: only a status that carries our id tells."""
        return Found(None)

    async def list_templates(self) -> Sequence[ProviderTemplate]:
        """`GET /{business_account_id}/message_templates`, all pages. A cursor that WhatsApp no longer takes: once more from
        the first page."""
        try:
            return await self._read_templates()
        except Rejected as problem:
            if problem.provider_code != BAD_CURSOR:
                raise
            return await self._read_templates()

    async def _read_templates(self) -> list[ProviderTemplate]:
        """Raises NoAnswer when the pages do not end: half a list must not pass for the whole."""
        found: list[ProviderTemplate] = []
        after: dict[str, str] = {}
        for _ in range(MOST_PAGES):
            query = {"fields": TEMPLATE_FIELDS, "limit": PAGE_SIZE, **after}
            page = await self._calls.get(f"{self._settings.account_url}/message_templates", query)
            if not isinstance(page.get("data"), list):
                raise NoAnswer("WhatsApp's list of templates cannot be read.")
            found += [read_template(template) for template in read_objects(page, "data")]
            paging = read_object(page, "paging")
            cursor = read_text(read_object(paging, "cursors"), "after")
            if not read_text(paging, "next") or not cursor:
                return found
            after = {"after": cursor}
        raise NoAnswer(f"WhatsApp's list of templates does not end after {MOST_PAGES} pages.")

    async def create_template(self, draft: TemplateDraft) -> None:
        """`POST /{business_account_id}/message_templates`, once."""
        url = httpx.URL(f"{self._settings.account_url}/message_templates")
        answer = await self._calls.post(url, encode(build_create(draft)))
        if not read_text(answer, "id"):
            raise NoAnswer(f"WhatsApp's answer about {draft.title} holds no id; it may be there.", bytes_left=True)

    async def change_template(self, draft: TemplateDraft, listed: ProviderTemplate) -> None:
        """`POST /{template_id}`."""
        url = httpx.URL(f"{self._settings.api_url.rstrip('/')}/{quote(listed.provider_id, safe='')}")
        answer = await self._calls.post(url, encode(build_change(draft, listed.category)))
        if answer.get("success") is not True:
            raise NoAnswer(f"WhatsApp does not say whether {draft.title} was changed.", bytes_left=True)

    async def describe_number(self) -> Number:
        """`GET /{phone_number_id}`: status, quality and throughput, as they are now."""
        body = await self._calls.get(self._settings.number_url, {"fields": NUMBER_FIELDS})
        if read_text(body, "id") != self._settings.phone_number_id:
            raise Misconfigured("What answers is not WhatsApp's API: check PARCOURS_WHATSAPP_API_URL.")
        return read_number(body)

    async def read_number(self) -> ProviderNumber:
        return (await self.describe_number()).as_sender()

    async def check(self) -> str:
        """Says that the token, the number and the account work together, and that webhooks are subscribed."""
        number = await self.describe_number()
        if not number.is_connected:
            raise Misconfigured(f"{number.describe()} It must be connected to send: see WhatsApp Manager.")
        await self._require_subscription()
        return number.describe()

    async def _require_subscription(self) -> None:
        """An account to which no app is subscribed sends, and hears nothing: the usual mistake."""
        answer: JsonObject = await self._calls.get(f"{self._settings.account_url}/subscribed_apps", {})
        if not read_objects(answer, "data"):
            raise Misconfigured(
                "No app is subscribed to the account of PARCOURS_WHATSAPP_BUSINESS_ACCOUNT_ID, so no webhook comes: "
                "run “parcours webhook register”."
            )

    async def list_webhooks(self, address: str) -> Sequence[RegisteredWebhook]:
        return await Registrar(self._settings, self._calls).show(address)

    async def register_webhooks(self, address: str) -> Sequence[Registration]:
        return await Registrar(self._settings, self._calls).register(address)

    def verify(self, headers: Mapping[str, str], body: bytes, now: dt.datetime) -> bool:
        return verify(headers, body, self._settings.app_secrets)

    def answer_challenge(self, query: Mapping[str, str]) -> str | None:
        known = answers_challenge(query, self._settings.verify_token)
        return query.get("hub.challenge", "") if known else None

    def event_keys(self, body: bytes) -> list[tuple[str, str]]:
        return split_events(body)

    def speaker(self, key: str, raw: str) -> str | None:
        return read_speaker(key, raw)

    def read_event(self, raw: str) -> ProviderEvent:
        return read_event(raw, self._settings.phone_number_id)

    async def close(self) -> None:
        await self._client.aclose()
