"""What Sinch posts to us: is it signed, and under which key is it remembered."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
from collections.abc import Iterable, Mapping
from functools import lru_cache

import orjson

from engine.providers.fields import JsonObject, as_text, bounded_key, parse_object, read_object, read_text

SIGNATURE = "x-sinch-webhook-signature"
NONCE = f"{SIGNATURE}-nonce"
TIMESTAMP = f"{SIGNATURE}-timestamp"
ALGORITHM = f"{SIGNATURE}-algorithm"

# Wide on purpose: Sinch says neither how long it retries nor whether it signs anew. A replay is harmless,
# because the same event has the same key for good.
TOLERANCE = dt.timedelta(hours=24)


def sign(body: bytes, nonce: str, timestamp: str, secret: str) -> str:
    """Base64 of HMAC-SHA256 over `body.nonce.timestamp` (Conversation API, “Validating Callbacks”)."""
    keyed = _keyed(secret).copy()
    keyed.update(b".".join((body, nonce.encode(), timestamp.encode())))
    return base64.b64encode(keyed.digest()).decode()


@lru_cache(maxsize=16)
def _keyed(secret: str) -> hmac.HMAC:
    """Nothing signed yet: preparing the key costs as much as signing."""
    return hmac.new(secret.encode(), digestmod=hashlib.sha256)


def verify(headers: Mapping[str, str], body: bytes, secrets: Iterable[str], now: dt.datetime) -> bool:
    """Whether one of `secrets` signed these very bytes, within a day of `now`. Header names are lower
    case."""
    given, nonce, timestamp = (headers.get(name, "") for name in (SIGNATURE, NONCE, TIMESTAMP))
    if not (given and nonce and _is_recent(timestamp, now)):
        return False
    if headers.get(ALGORITHM, "HmacSHA256").lower() != "hmacsha256":
        return False
    # Every secret is tried, so that the time taken does not tell which one is in use.
    expected = [sign(body, nonce, timestamp, secret) for secret in secrets if secret]
    return any([hmac.compare_digest(given.encode(), signature.encode()) for signature in expected])


def _is_recent(timestamp: str, now: dt.datetime) -> bool:
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 11):
        return False
    return abs(now.timestamp() - int(timestamp)) <= TOLERANCE.total_seconds()


def split_events(body: bytes) -> list[tuple[str, str]]:
    """(unique key, raw JSON): Sinch posts one event at a time. Raises ValueError when it is not a JSON
    object."""
    raw = as_text(body)
    return [(make_key(parse_object(body), raw), raw)]


def make_key(envelope: JsonObject, raw: str) -> str:
    """The same event has the same key however often it is posted; an event without an id is known by its
    content."""
    key = _key_message(envelope) or _key_report(envelope) or _key_preference(envelope)
    return bounded_key(key) if key else _key_content(envelope, raw)


def _key_message(envelope: JsonObject) -> str:
    message_id = read_text(read_object(envelope, "message"), "id")
    return f"message:{message_id}" if message_id else ""


def _key_report(envelope: JsonObject) -> str:
    """A message that changes channel has reports of one status from several channels."""
    report = read_object(envelope, "message_delivery_report")
    message_id, status = read_text(report, "message_id"), read_text(report, "status")
    if message_id and status:
        return f"delivery:{message_id}:{status}:{read_text(read_object(report, 'channel_identity'), 'channel')}"
    submitted = read_text(read_object(envelope, "message_submit_notification"), "message_id")
    return f"submit:{submitted}" if submitted else ""


def _key_preference(envelope: JsonObject) -> str:
    """A person may opt out, in, and out again: the moment tells them apart."""
    for word in ("opt_in", "opt_out"):
        notice = read_object(envelope, f"{word}_notification")
        identity, at = read_text(notice, "identity"), read_text(envelope, "event_time")
        if identity and at:
            return f"{word}:{read_text(notice, 'channel')}:{identity}:{at}"
    return ""


SPOKEN = {"message:": "message", "opt_out:": "opt_out_notification", "opt_in:": "opt_in_notification"}
"""How the keys begin of what a customer said or chose, and where it stands."""


def read_speaker(key: str, raw: str) -> str | None:
    """Whose words the event of this key holds; None for everything else."""
    name = next((name for start, name in SPOKEN.items() if key.startswith(start)), None)
    if name is None:
        return None
    part = read_object(parse_object(raw), name)
    return read_text(read_object(part, "channel_identity"), "identity") or read_text(part, "identity") or None


def _key_content(envelope: JsonObject, raw: str) -> str:
    """Over the members in order, so that another order of the same members is the same event."""
    try:
        canonical = orjson.dumps(envelope, option=orjson.OPT_SORT_KEYS)
    except TypeError:  # too deep, or characters and numbers that only the lenient parser takes
        canonical = raw.encode("utf-8", "replace")
    return f"sha256:{hashlib.sha256(canonical).hexdigest()}"
