"""What Sinch says of our WhatsApp number: in its events, and in its list of senders (Provisioning API)."""

from __future__ import annotations

from dataclasses import replace

from engine.providers.abilities import ProviderNumber
from engine.providers.base import Noted, SenderChanged, TemplatesChanged
from engine.providers.fields import JsonObject, read_number, read_object, read_objects, read_text
from engine.providers.sinch.templates import read_template

QUALITIES = {"GREEN": "green", "YELLOW": "yellow", "RED": "red", "UNKNOWN": "unknown"}
STATES = {
    "ACTIVE": "connected", "INACTIVE": "disconnected", "ERROR": "disconnected", "SUSPENDED": "restricted",
    "PENDING_VERIFICATION": "pending",
}  # fmt: skip
TIERS = {
    "TIER_50": 50, "TIER_250": 250, "TIER_1K": 1_000, "TIER_2K": 2_000, "TIER_10K": 10_000, "TIER_100K": 100_000,
    "TIER_UNLIMITED": -1,
}  # fmt: skip
QUALITY_CHANGED = "WHATS_APP_QUALITY_RATING_CHANGED"


def read_news(noted: Noted, envelope: JsonObject) -> Noted:
    """A channel event or a webhook of the Provisioning API that judges our number or our templates; others stay as they
    are."""
    channel = read_object(read_object(envelope, "channel_event_notification"), "channel_event")
    if read_text(channel, "event_type") == QUALITY_CHANGED:
        rating = QUALITIES.get(read_text(read_object(channel, "additional_data"), "quality_rating"), "")
        return _change(noted, ProviderNumber(quality=rating), sender=read_text(envelope, "sender_id"))
    kind, payload = read_text(envelope, "type"), read_object(envelope, "payload")
    if kind.startswith("WHATSAPP_TEMPLATE_"):
        return _read_template_news(noted, payload)
    if kind.startswith("WHATSAPP_SENDER_"):
        return _change(noted, read_sender(payload), sender=read_sender(payload).digits)
    if kind.startswith("WHATSAPP_ACCOUNT_"):
        limit = TIERS.get(read_text(payload, "businessDailyLimit"))
        return _change(noted, ProviderNumber(daily_limit=limit), sender="")
    return noted


def _read_template_news(noted: Noted, payload: JsonObject) -> TemplatesChanged:
    """The payload is the whole template; only its live state says what may be sent. These webhooks tell no time."""
    bare = TemplatesChanged(noted.key, noted.at, "whatsapp", "", "", what=noted.what)
    if not read_text(payload, "name") or not read_text(payload, "language"):
        return bare
    template = read_template(payload)
    gone = "DISABLED" if noted.what.endswith("_DELETED") else ""
    return replace(
        bare, name=template.name, language=template.language, status=gone or template.status, category=template.category,
        reason=template.reason,
    )  # fmt: skip


def _change(noted: Noted, number: ProviderNumber, *, sender: str) -> SenderChanged:
    return SenderChanged(
        noted.key, noted.at, "whatsapp", sender, "", what=noted.what, quality=number.quality, status=number.status,
        daily_limit=number.daily_limit, is_worth_reading=False,
    )  # fmt: skip


def read_sender(body: JsonObject) -> ProviderNumber:
    """One sender as the Provisioning API shows it. Its own daily limit is an old one: the account's counts, and comes with the
    account's events."""
    digits = "".join(sign for sign in read_text(body, "phoneNumber") if sign.isascii() and sign.isdigit())
    state = STATES.get(read_text(body, "state"), "")
    return ProviderNumber(
        digits, QUALITIES.get(read_text(body, "qualityRating"), ""), read_number(body, "maxTps"), state,
        daily_limit=TIERS.get(read_text(body, "businessDailyLimit") or read_text(body, "dailyLimit")),
    )  # fmt: skip


def choose_sender(page: JsonObject, number: str) -> ProviderNumber:
    """Ours in the list; the only one where ours is not known."""
    senders = [read_sender(sender) for sender in read_objects(page, "senders")]
    ours = [sender for sender in senders if sender.digits == number]
    return ours[0] if ours else senders[0] if len(senders) == 1 and not number else ProviderNumber()
