"""What the customer said, as Sinch's contact_message (reference, section 4.4)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .wire import BadRequestError, JsonObject, Violation, as_object

HTTP = re.compile(r"https?://\S+")
MEDIA_KINDS = ("image", "video", "audio", "voice", "document", "sticker")


@dataclass(frozen=True, slots=True)
class Said:
    """`look` is what the phone page shows; `answers` is the id of our message that is answered, or empty."""

    kind: str
    contact_message: JsonObject
    look: JsonObject = field(default_factory=dict[str, Any])
    answers: str = ""


def read_said(body: JsonObject) -> Said:
    """Exactly one of the kinds; raises BadRequestError naming the field otherwise."""
    given = [kind for kind in KINDS if body.get(kind) is not None]
    if len(given) != 1:
        raise BadRequestError([Violation("", f"give exactly one of {', '.join(KINDS)}")])
    said = KINDS[given[0]](body[given[0]])
    quoted = body.get("reply_to")
    if quoted is None:
        return said
    if not isinstance(quoted, str) or not quoted:
        raise BadRequestError([Violation("reply_to", "must be the id of a message")])
    message = {**said.contact_message, "reply_to": {"message_id": quoted}}
    return Said(said.kind, message, {**said.look, "quotes": quoted}, said.answers or quoted)


def _read_text(value: object) -> Said:
    if not isinstance(value, str) or not value or len(value) > 4096:
        raise BadRequestError([Violation("text", "must be a string of 1 to 4096 characters")])
    return Said("text", {"text_message": {"text": value}}, {"text": value})


def _read_tap(value: object) -> Said:
    tap = as_object(value) or {}
    message_id, title = _require(tap, "tap", "message_id"), str(tap.get("title", ""))
    if "data" not in tap and not title:
        raise BadRequestError([Violation("tap.data", "give data, title or both")])
    postback = str(tap.get("data") if tap.get("data") is not None else f"{message_id}_{title}")
    message = {"choice_response_message": {"message_id": message_id, "postback_data": postback}}
    quote = {"reply_to": {"message_id": message_id}}
    return Said("tap", message | quote, {"text": title or postback, "quotes": message_id}, message_id)


def _read_media(value: object) -> Said:
    media = as_object(value) or {}
    url, caption = _require(media, "media", "url"), str(media.get("caption") or "")
    if not HTTP.fullmatch(url):
        raise BadRequestError([Violation("media.url", "must be an http or https address")])
    kind = str(media.get("kind", "image"))
    if kind not in MEDIA_KINDS:
        raise BadRequestError([Violation("media.kind", f"must be one of {', '.join(MEDIA_KINDS)}")])
    name = "media_card_message" if caption else "media_message"
    message = {name: {"url": url, "caption": caption} if caption else {"url": url}}
    return Said("media", message, {"media": {"url": url, "kind": kind, "caption": caption}})


def _read_location(value: object) -> Said:
    place = as_object(value) or {}
    coordinates = {name: place.get(name) for name in ("latitude", "longitude")}
    if not all(isinstance(found, int | float) for found in coordinates.values()):
        raise BadRequestError([Violation("location", "must have latitude and longitude as numbers")])
    title = str(place.get("title", ""))
    message = {"location_message": {"title": title, "label": str(place.get("label", "")), "coordinates": coordinates}}
    return Said("location", message, {"text": f"📍 {title}".strip(), "location": coordinates})


def _read_fallback(value: object) -> Said:
    fallback = as_object(value) or {}
    raw, reason = _require(fallback, "fallback", "raw_message"), str(fallback.get("reason", ""))
    return Said("fallback", {"fallback_message": {"raw_message": raw, "reason": reason}}, {"text": raw})


def _read_reaction(value: object) -> Said:
    reaction = as_object(value) or {"emoji": value}
    emoji = _require(reaction, "reaction", "emoji")
    action = "REACTION_ACTION_UNREACT" if reaction.get("removed") is True else "REACTION_ACTION_REACT"
    return Said("reaction", {"emoji": emoji, "action": action}, {}, str(reaction.get("message_id") or ""))


def _require(part: JsonObject, path: str, name: str) -> str:
    value = part.get(name)
    if not isinstance(value, str) or not value:
        raise BadRequestError([Violation(f"{path}.{name}", "is required, a string")])
    return value


KINDS: dict[str, Callable[[object], Said]] = {
    "text": _read_text,
    "tap": _read_tap,
    "media": _read_media,
    "location": _read_location,
    "fallback": _read_fallback,
    "reaction": _read_reaction,
}
