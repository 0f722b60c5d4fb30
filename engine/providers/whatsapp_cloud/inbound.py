"""What a customer can send: one item of `messages` in our terms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from engine.providers.base import InboundMessage
from engine.providers.fields import JsonObject, read_degrees, read_object, read_text
from engine.providers.referrals import read_referral

ABOUT_OTHERS = frozenset({"reaction", "edit", "revoke", "system", "request_welcome"})
"""Kinds that say something of an earlier message or of the person; they are noted and move nothing."""

_MEDIA = {"image": "image", "sticker": "image", "video": "video", "audio": "audio", "document": "document"}


def read_message(written: InboundMessage, message: JsonObject) -> InboundMessage:
    """`written` with its content. `kind` is as in `engine.journey.events.Reply`; other content is `unknown`. `answers` is
    the message of ours that was tapped or quoted; `referral` the ad that the customer came by."""
    answers = read_text(read_object(message, "context"), "id") or None
    written = replace(written, answers=answers, referral=read_referral(read_object(message, "referral")))
    kind = read_text(message, "type")
    read = _READERS.get(kind)
    return read(written, read_object(message, kind)) if read else replace(written, kind="unknown")


def _read_typed(written: InboundMessage, part: JsonObject) -> InboundMessage:
    return replace(written, kind="text", text=read_text(part, "body"))


def _read_quick_reply(written: InboundMessage, part: JsonObject) -> InboundMessage:
    """A tapped quick reply of a template."""
    return _tap(written, read_text(part, "payload"), read_text(part, "text"))


def _read_interactive(written: InboundMessage, part: JsonObject) -> InboundMessage:
    """A tapped reply button or list row; a filled form (`nfm_reply`) is of no kind we know."""
    for name in ("button_reply", "list_reply"):
        if chosen := read_object(part, name):
            return _tap(written, read_text(chosen, "id"), read_text(chosen, "title"))
    return replace(written, kind="unknown")


def _tap(written: InboundMessage, payload: str, title: str) -> InboundMessage:
    return replace(written, kind="tap", payload=payload or None, title=title or None, text=title)


def _read_media(kind: str) -> Callable[[InboundMessage, JsonObject], InboundMessage]:
    def read(written: InboundMessage, part: JsonObject) -> InboundMessage:
        """The link opens with our token and for minutes only; the stored event keeps the file's id."""
        return replace(written, kind=kind, text=read_text(part, "caption"), media_url=read_text(part, "url") or None)

    return read


def _read_location(written: InboundMessage, part: JsonObject) -> InboundMessage:
    """A place without usable degrees is told as one, and stands nowhere."""
    latitude, longitude = read_degrees(part, "latitude", 90), read_degrees(part, "longitude", 180)
    if latitude is None or longitude is None:
        return replace(written, kind="location")
    place = (latitude, longitude, read_text(part, "name"), read_text(part, "address"))
    return replace(written, kind="location", location=place)


def _read_as(kind: str) -> Callable[[InboundMessage, JsonObject], InboundMessage]:
    return lambda written, _part: replace(written, kind=kind)


_READERS: dict[str, Callable[[InboundMessage, JsonObject], InboundMessage]] = {
    "text": _read_typed,
    "button": _read_quick_reply,
    "interactive": _read_interactive,
    "location": _read_location,
    "contacts": _read_as("contact"),
    **{theirs: _read_media(ours) for theirs, ours in _MEDIA.items()},
}
