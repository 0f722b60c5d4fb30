"""What WhatsApp posts to us: is it signed, which events does it bring, and under which key is each remembered."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import cast

import orjson

from engine.providers.fields import (
    JsonObject,
    as_text,
    bounded_key,
    parse_object,
    read_first,
    read_object,
    read_objects,
    read_text,
)

SIGNATURE = "x-hub-signature-256"
SCHEME = "sha256="
LISTS = ("messages", "statuses", "user_preferences")
"""Lists in a change of which each item is an event of its own."""
STOPPED = "131050"


def sign(body: bytes, secret: str) -> str:
    """The header's value: HMAC-SHA256 over the raw body, in hex."""
    return SCHEME + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def verify(headers: Mapping[str, str], body: bytes, secrets: Iterable[str]) -> bool:
    """Whether one of the app secrets signed these very bytes. Header names are lower case."""
    given = headers.get(SIGNATURE, "").encode("utf-8", "surrogatepass")
    # Every secret is tried, so that the time taken does not tell which one is in use.
    return any([hmac.compare_digest(given, sign(body, secret).encode()) for secret in secrets if secret])


def answers_challenge(query: Mapping[str, str], verify_token: str) -> bool:
    """Whether the one who asks to subscribe knows the word that was agreed on."""
    given = query.get("hub.verify_token", "").encode("utf-8", "surrogatepass")
    return (
        bool(verify_token)
        and query.get("hub.mode") == "subscribe"
        and hmac.compare_digest(given, verify_token.encode())
    )


# One body, many events ---------------------------------------------------------------------------------------------


def split_events(body: bytes) -> list[tuple[str, str]]:
    """(unique key, raw JSON) of each event. One body may hold up to 1,000 changes of several accounts; each event is kept
    as an envelope of its own, with everything that stood around it. What has no such form is kept whole. Raises
    ValueError when it is not a JSON object."""
    raw = as_text(body)
    envelope = parse_object(body)
    parts = list(_split(envelope))
    if not parts:
        return [(make_key(envelope, raw), raw)]
    # A body of one event is that event, kept as it came.
    raws = [raw] if parts == [envelope] else [_dump(part) for part in parts]
    return [(make_key(part, text), text) for part, text in zip(parts, raws, strict=True)]


def _split(envelope: JsonObject) -> Iterator[JsonObject]:
    """Envelopes with one entry, one change and, where the change lists things, one thing. Nothing when a part of the body
    has not this form: half of it must not be lost."""
    entries = read_objects(envelope, "entry")
    if len(entries) != _length(envelope, "entry") or any(
        not read_objects(entry, "changes") or len(read_objects(entry, "changes")) != _length(entry, "changes")
        for entry in entries
    ):
        return
    for entry in entries:
        for change in read_objects(entry, "changes"):
            for alone in (*_split_change(change), *_stopped(change)):
                yield {**envelope, "entry": [{**entry, "changes": [alone]}]}


def _split_change(change: JsonObject) -> Iterator[JsonObject]:
    value = read_object(change, "value")
    listed = [(name, item) for name in LISTS for item in read_objects(value, name)]
    if len(listed) != sum(_length(value, name) for name in LISTS) or not listed:
        yield change
        return
    rest = {name: part for name, part in value.items() if name not in LISTS}
    if rest.get("errors"):  # trouble of the whole account beside the list
        yield {**change, "value": rest}
        rest = {name: part for name, part in rest.items() if name != "errors"}
    for name, item in listed:
        yield {**change, "value": {**rest, **_contacts_of(rest, item), name: [item]}}


def _contacts_of(value: JsonObject, item: JsonObject) -> JsonObject:
    """Of the people named in the change, the one whom the item is about, where that can be told."""
    ids = {read_text(item, name) for name in ("from", "from_user_id", "wa_id", "user_id", "recipient_id")} - {""}
    theirs = [
        one for one in read_objects(value, "contacts") if {read_text(one, "wa_id"), read_text(one, "user_id")} & ids
    ]
    return {"contacts": theirs} if theirs else {}


def _stopped(change: JsonObject) -> Iterator[JsonObject]:
    """A send that failed because the person stopped marketing says so of the person too: that is kept as their word."""
    value = read_object(change, "value")
    for status in read_objects(value, "statuses"):
        if STOPPED in [read_text(error, "code") for error in read_objects(status, "errors")]:
            word = {
                "wa_id": status.get("recipient_id"), "user_id": status.get("recipient_user_id"),
                "timestamp": status.get("timestamp"), "category": "marketing_messages", "value": "stop",
                "detail": f"told by error {STOPPED}", "message_id": status.get("id"),
            }  # fmt: skip
            told = {name: value[name] for name in ("messaging_product", "metadata") if name in value}
            yield {"field": "user_preferences", "value": {**told, "user_preferences": [word]}}


def _length(part: JsonObject, name: str) -> int:
    value = part.get(name)
    return len(cast("list[object]", value)) if isinstance(value, list) else int(value is not None)


def _dump(envelope: JsonObject) -> str:
    try:
        return orjson.dumps(envelope).decode()
    except TypeError:  # characters and numbers that only the lenient parser takes
        return json.dumps(envelope)


# Keys -----------------------------------------------------------------------------------------------------------------


def make_key(envelope: JsonObject, raw: str) -> str:
    """The same event has the same key however often and in whatever company it is posted; an event without an id is known
    by its content."""
    value = only_value(envelope)
    for name, make in (("messages", _key_message), ("statuses", _key_status), ("user_preferences", _key_preference)):
        items = read_objects(value, name)
        if len(items) == 1 and (key := make(items[0])):
            return bounded_key(key)
    return _key_content(envelope, raw)


def only_change(envelope: JsonObject) -> JsonObject:
    """The change of an envelope that holds one; empty otherwise."""
    entries = read_objects(envelope, "entry")
    changes = read_objects(entries[0], "changes") if len(entries) == 1 else []
    return changes[0] if len(changes) == 1 else {}


def only_value(envelope: JsonObject) -> JsonObject:
    return read_object(only_change(envelope), "value")


def _key_message(message: JsonObject) -> str:
    """What is said of an earlier message (a reaction, an edit) never takes the place of a message."""
    message_id, kind = read_text(message, "id"), read_text(message, "type")
    about = f"{kind}:" if kind in ("reaction", "edit", "revoke") else ""
    return f"message:{about}{message_id}" if message_id else ""


def _key_status(status: JsonObject) -> str:
    message_id, word = read_text(status, "id"), read_text(status, "status")
    return f"status:{message_id}:{word}" if message_id and word else ""


def _key_preference(word: JsonObject) -> str:
    """A person may stop, resume, and stop again: the moment tells them apart."""
    who = read_text(word, "wa_id") or read_text(word, "user_id")
    at, category, value = (read_text(word, name) for name in ("timestamp", "category", "value"))
    return f"preference:{who}:{category}:{value}:{at}" if who and at and value else ""


def read_speaker(key: str, raw: str) -> str | None:
    """Whose words the event of this key holds, by number or by business-scoped id; None for everything else."""
    if not key.startswith(("message:", "preference:")):
        return None
    value = only_value(parse_object(raw))
    word = read_first(value, "messages") or read_first(value, "user_preferences")
    person = read_first(value, "contacts")
    phone = read_text(word, "from") or read_text(word, "wa_id")
    user = read_text(word, "from_user_id") or read_text(word, "user_id")
    said_by = phone.removeprefix("+") or user
    return said_by or read_text(person, "wa_id").removeprefix("+") or read_text(person, "user_id") or None


def _key_content(envelope: JsonObject, raw: str) -> str:
    """Over the members in order, so that another order of the same members is the same event."""
    try:
        canonical = orjson.dumps(envelope, option=orjson.OPT_SORT_KEYS)
    except TypeError:  # too deep, or what only the lenient parser takes
        canonical = raw.encode("utf-8", "replace")
    return f"sha256:{hashlib.sha256(canonical).hexdigest()}"
