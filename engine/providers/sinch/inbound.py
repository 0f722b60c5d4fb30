"""What a customer can send: Sinch's `contact_message` in our terms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from engine.providers.base import InboundMessage
from engine.providers.fields import JsonObject, parse_object, read_degrees, read_object, read_text
from engine.providers.referrals import read_referral

# Sinch tells no media type, so the file's name does. What is in no list is a document.
_ENDINGS = {
    "image": ".jpg .jpeg .png .webp .gif .heic",
    "video": ".mp4 .3gp .3gpp .mov .webm",
    "audio": ".ogg .oga .opus .mp3 .m4a .aac .amr .wav",
}
_KIND_OF_ENDING = {ending: kind for kind, endings in _ENDINGS.items() for ending in endings.split()}


def read_contact_message(written: InboundMessage, message: JsonObject) -> InboundMessage:
    """`written` with its content. `kind` is as in `engine.journey.events.Reply`; other content is
    `unknown`.

    `answers` is the message that was tapped or quoted; `metadata` what that message carried.
    """
    content = read_object(message, "contact_message")
    quoted = read_text(read_object(content, "reply_to"), "message_id") or None
    metadata = read_text(message, "metadata")
    referral = _read_referral(content, metadata)
    written = replace(written, answers=quoted, metadata=None if referral else metadata or None, referral=referral)
    found = next(((read, name) for name, read in _READERS.items() if name in content), None)
    return found[0](written, read_object(content, found[1])) if found else written


def _read_referral(content: JsonObject, metadata: str) -> dict[str, str]:
    """The ad, where Sinch passes on what WhatsApp told of it: beside the content, or as JSON in the message's metadata,
    which Sinch fills with what is particular to the channel (docs/decisions/0036)."""
    return read_referral(read_object(content, "referral") or _referral_in(metadata))


def _referral_in(metadata: str) -> JsonObject:
    if not metadata.startswith("{"):
        return {}
    try:
        told = parse_object(metadata)
    except ValueError:
        return {}
    return read_object(told, "referral") or (told if "source_type" in told else {})


def _read_typed(written: InboundMessage, part: JsonObject) -> InboundMessage:
    return replace(written, kind="text", text=read_text(part, "text"))


def _read_tap(written: InboundMessage, part: JsonObject) -> InboundMessage:
    """A tapped button or list row; Sinch tells what it carried, not what was written on it."""
    answers = read_text(part, "message_id") or written.answers
    return replace(written, kind="tap", payload=read_text(part, "postback_data") or None, answers=answers)


def _read_media(written: InboundMessage, part: JsonObject) -> InboundMessage:
    url = read_text(part, "url")
    kind = _guess_kind(read_text(part, "filename_override"), url)
    return replace(written, kind=kind, text=read_text(part, "caption"), media_url=url or None)


def _read_location(written: InboundMessage, part: JsonObject) -> InboundMessage:
    """A place without usable degrees is told as one, and stands nowhere."""
    coordinates = read_object(part, "coordinates")
    latitude, longitude = read_degrees(coordinates, "latitude", 90), read_degrees(coordinates, "longitude", 180)
    if latitude is None or longitude is None:
        return replace(written, kind="location")
    place = (latitude, longitude, read_text(part, "title"), read_text(part, "label"))
    return replace(written, kind="location", location=place)


def _read_contact(written: InboundMessage, _part: JsonObject) -> InboundMessage:
    return replace(written, kind="contact")


def _guess_kind(file_name: str, url: str) -> str:
    """By the ending of the file's name, else of the link."""
    try:
        path = urlsplit(url).path
    except ValueError:
        path = ""
    endings = (PurePosixPath(name).suffix.lower() for name in (file_name, path))
    return next((_KIND_OF_ENDING[ending] for ending in endings if ending in _KIND_OF_ENDING), "document")


_READERS: dict[str, Callable[[InboundMessage, JsonObject], InboundMessage]] = {
    "text_message": _read_typed,
    "choice_response_message": _read_tap,
    "media_message": _read_media,
    "media_card_message": _read_media,
    "location_message": _read_location,
    "contact_info_message": _read_contact,
}
