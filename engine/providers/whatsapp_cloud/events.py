"""Understanding one event of WhatsApp. What moves nothing, or is unknown, is noted and kept whole."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from engine.providers.base import (
    InboundMessage,
    Noted,
    PreferenceChange,
    ProviderEvent,
    Receipt,
)
from engine.providers.fields import JsonObject, parse_object, read_first, read_object, read_objects, read_text
from engine.providers.whatsapp_cloud.inbound import ABOUT_OTHERS, read_message
from engine.providers.whatsapp_cloud.judgements import FIELDS as JUDGEMENTS
from engine.providers.whatsapp_cloud.judgements import read_judgement
from engine.providers.whatsapp_cloud.statuses import RECEIPT_STATUSES, add_failure
from engine.providers.whatsapp_cloud.template_news import OF_TEMPLATES, UNTOLD, read_template_news
from engine.providers.whatsapp_cloud.webhooks import make_key, only_change


class Occasion(NamedTuple):
    """What every event of ours starts with (`base.Arrived`)."""

    key: str
    at: dt.datetime
    channel: str
    sender: str
    identity: str


def read_event(raw: str, phone_number_id: str) -> ProviderEvent:
    """What came to other numbers of the account than ours is noted. Raises ValueError, in words, when a known event lacks
    what makes it one."""
    envelope = parse_object(raw)
    change, key = only_change(envelope), make_key(envelope, raw)
    field, value = read_text(change, "field"), read_object(change, "value")
    number = read_object(value, "metadata")
    asked = read_text(number, "phone_number_id")
    if asked and asked != phone_number_id:
        return _note(key, envelope, f"other_number:{field}")
    for name, read in (
        ("messages", _read_written), ("statuses", _read_status), ("user_preferences", _read_preference)
    ):  # fmt: skip
        items = read_objects(value, name)
        if len(items) == 1:
            return read(key, value, items[0], _digits(read_text(number, "display_phone_number")))
    if field in OF_TEMPLATES:
        return read_template_news(_note(key, envelope, _name(field, value)), field, value)
    noted = _note(key, envelope, _name(field, value))
    return read_judgement(noted, field, value) if field in JUDGEMENTS else noted


def _read_written(key: str, value: JsonObject, message: JsonObject, sender: str) -> ProviderEvent:
    person = read_first(value, "contacts")
    identity = _identity(message, "from", "from_user_id") or _identity(person, "wa_id", "user_id")
    kind = read_text(message, "type")
    if kind in ABOUT_OTHERS:
        inside = read_text(read_object(message, "system"), "type")
        what = f"{kind}:{inside}" if inside else kind
        return Noted(key, _moment(message) or UNTOLD, "whatsapp", sender, identity, what=what)
    if not read_text(message, "id"):
        raise ValueError("the inbound message has no id")
    if not identity:
        raise ValueError("the inbound message does not say who wrote it (from, from_user_id)")
    name = read_text(read_object(person, "profile"), "name") or None
    occasion = Occasion(key, _require_moment(message), "whatsapp", sender, identity)
    return read_message(
        InboundMessage(*occasion, provider_message_id=read_text(message, "id"), profile_name=name), message
    )


def _read_status(key: str, _value: JsonObject, status: JsonObject, sender: str) -> ProviderEvent:
    word = read_text(status, "status")
    known = RECEIPT_STATUSES.get(word)
    identity = _identity(status, "recipient_id", "recipient_user_id")
    if known is None:
        return Noted(key, _moment(status) or UNTOLD, "whatsapp", sender, identity, what=f"status:{word}")
    message_id = read_text(status, "id")
    if not message_id:
        raise ValueError("the status does not say which message it is about (id)")
    ours = read_text(status, "biz_opaque_callback_data") or None
    occasion = Occasion(key, _require_moment(status), "whatsapp", sender, identity)
    receipt = Receipt(*occasion, status=known, provider_message_id=message_id, message_id=ours)
    return add_failure(receipt, status) if known == "failed" else receipt


def _read_preference(key: str, _value: JsonObject, word: JsonObject, sender: str) -> ProviderEvent:
    """A person stopped or resumed marketing of this business in WhatsApp."""
    identity, said = _identity(word, "wa_id", "user_id"), read_text(word, "value")
    if read_text(word, "category") != "marketing_messages" or said not in ("stop", "resume"):
        return Noted(key, _moment(word) or UNTOLD, "whatsapp", sender, identity, what=f"user_preferences:{said}")
    if not identity:
        raise ValueError("the preference does not say whose it is (wa_id, user_id)")
    occasion = Occasion(key, _require_moment(word), "whatsapp", sender, identity)
    return PreferenceChange(*occasion, given=said == "resume", purpose="marketing")


def _identity(part: JsonObject, phone: str, user: str) -> str:
    """The number, or the business-scoped user id where the person shows none."""
    return read_text(part, phone).removeprefix("+") or read_text(part, user)


def _digits(shown: str) -> str:
    """`+33 1 00 00 00 00` → `33100000000`."""
    return "".join(sign for sign in shown if sign.isascii() and sign.isdigit())


def _moment(part: JsonObject) -> dt.datetime | None:
    """`timestamp`: seconds since 1970, as text or number."""
    told = read_text(part, "timestamp")
    if not (told.isascii() and told.isdigit() and len(told) <= 11):
        return None
    return dt.datetime.fromtimestamp(int(told), dt.UTC)


def _require_moment(part: JsonObject) -> dt.datetime:
    at = _moment(part)
    if at is None:
        raise ValueError("the event tells no readable time (timestamp)")
    return at


def _note(key: str, envelope: JsonObject, what: str) -> Noted:
    entry = read_first(envelope, "entry")
    at = _moment({"timestamp": entry.get("time")})
    return Noted(key, at or UNTOLD, "whatsapp", "", "", what=what)


def _name(field: str, value: JsonObject) -> str:
    """The change's own name, and what it says happened: `account_update:DISABLED_UPDATE`."""
    errors = [read_text(error, "code") for error in read_objects(value, "errors")]
    inside = read_text(value, "event") or ",".join(code for code in errors if code)
    return f"{field or 'unknown'}:{inside}" if inside else field or "unknown"
