"""First-stage rules of an AppMessage: exactly one content, its required fields, types and limits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from .wire import JsonObject, Violation, as_list, as_object, inside

HTTP = re.compile(r"https?://\S+")
BESIDE = frozenset(
    [
        "explicit_channel_message",
        "explicit_channel_omni_message",
        "channel_specific_message",
        "agent",
        "reply_to",
    ]
)
CHOICE_FIELDS: dict[str, tuple[str, ...]] = {
    "text_message": ("text",),
    "url_message": ("title", "url"),
    "call_message": ("title", "phone_number"),
    "location_message": ("title",),
    "calendar_message": ("title", "event_start", "event_end", "event_title", "fallback_url"),
    "share_location_message": ("title", "fallback_url"),
}

Check = Callable[[JsonObject, str], Iterator[Violation]]


def check_message(message: JsonObject | None, path: str) -> Iterator[Violation]:
    """`message` is the AppMessage, None when it was not an object."""
    if message is None:
        yield Violation(path, "must be an object")
        return
    for name in message.keys() - CONTENTS.keys() - BESIDE:
        yield Violation(f"{path}.{name}", "is not a field of a message")
    contents = message.keys() & CONTENTS.keys()
    if len(contents) > 1 or not (contents or message.get("channel_specific_message")):
        yield Violation(path, f"must have exactly one of {', '.join(CONTENTS)}")
    for name in contents:
        yield from _check_part(message[name], f"{path}.{name}", CONTENTS[name])
    yield from _check_beside(message, path)


def _check_part(value: object, path: str, check: Check) -> Iterator[Violation]:
    part = as_object(value)
    if part is None:
        yield Violation(path, "must be an object")
    else:
        yield from check(part, path)


def _check_beside(message: JsonObject, path: str) -> Iterator[Violation]:
    if "reply_to" in message and not _is_text((as_object(message["reply_to"]) or {}).get("message_id")):
        yield Violation(f"{path}.reply_to.message_id", "is required, a string")
    for channel, raw in (as_object(message.get("explicit_channel_message", {})) or {}).items():
        if not isinstance(raw, str):
            yield Violation(f"{path}.explicit_channel_message.{channel}", "must be the channel's payload as a string")
    for channel, part in inside(message, "explicit_channel_omni_message").items():
        yield from _check_override(as_object(part) or {}, f"{path}.explicit_channel_omni_message.{channel}")
    for channel, part in (as_object(message.get("channel_specific_message", {})) or {}).items():
        found = as_object(part) or {}
        if not _is_text(found.get("message_type")) or as_object(found.get("message")) is None:
            place = f"{path}.channel_specific_message.{channel}"
            yield Violation(place, "must have message_type (string) and message (object)")


def _check_override(part: JsonObject, path: str) -> Iterator[Violation]:
    if "template_reference" in part:
        required = ("template_id", "version")
        yield from _check_reference(part["template_reference"], f"{path}.template_reference", required)
    else:
        yield from check_message(part, path)


def check_text(part: JsonObject, path: str) -> Iterator[Violation]:
    text = part.get("text")
    if not _is_text(text):
        yield Violation(f"{path}.text", "is required, a string that is not empty")
    elif len(str(text)) > 4096:
        yield Violation(f"{path}.text", f"must have at most 4096 characters, has {len(str(text))}")


def check_media(part: JsonObject, path: str) -> Iterator[Violation]:
    for name in ("url", "thumbnail_url"):
        value = part.get(name)
        if (name == "url" or value) and not (isinstance(value, str) and HTTP.fullmatch(value)):
            yield Violation(f"{path}.{name}", "must be an http or https address")
    if not isinstance(part.get("filename_override", ""), str):
        yield Violation(f"{path}.filename_override", "must be a string")


def check_template(part: JsonObject, path: str) -> Iterator[Violation]:
    if not (part.keys() & {"channel_template", "omni_template"}):
        yield Violation(path, "must have channel_template or omni_template")
    channels = as_object(part.get("channel_template", {}))
    if channels is None:
        yield Violation(f"{path}.channel_template", "must be a map from channel to template")
    for channel, reference in (channels or {}).items():
        required = ("template_id", "language_code") if channel == "WHATSAPP" else ("template_id",)
        yield from _check_reference(reference, f"{path}.channel_template.{channel}", required)
    if "omni_template" in part:
        yield from _check_reference(part["omni_template"], f"{path}.omni_template", ("template_id", "version"))


def _check_reference(value: object, path: str, required: tuple[str, ...]) -> Iterator[Violation]:
    reference = as_object(value) or {}
    for name in required:
        if not _is_text(reference.get(name)):
            yield Violation(f"{path}.{name}", "is required, a string")
    parameters = as_object(reference.get("parameters", {}))
    if parameters is None:
        yield Violation(f"{path}.parameters", "must be a map from key to string")
    for key, text in (parameters or {}).items():
        if not isinstance(text, str):
            yield Violation(f"{path}.parameters.{key}", "must be a string")


def check_choices(part: JsonObject, path: str) -> Iterator[Violation]:
    """A choice message: 1 to 10 choices and an optional text above them."""
    yield from _check_choice_list(part.get("choices"), f"{path}.choices", 10, required=True)
    if "text_message" in part:
        yield from _check_part(part["text_message"], f"{path}.text_message", check_text)


def _check_choice_list(value: object, path: str, limit: int, *, required: bool = False) -> Iterator[Violation]:
    choices = as_list([] if value is None else value)
    if choices is None or (required and not choices):
        yield Violation(path, "must be a list of at least one choice")
    elif len(choices) > limit:
        yield Violation(path, f"must have at most {limit} choices, has {len(choices)}")
    for index, choice in enumerate(choices or []):
        yield from _check_choice(as_object(choice) or {}, f"{path}[{index}]")


def _check_choice(choice: JsonObject, path: str) -> Iterator[Violation]:
    kinds = choice.keys() & CHOICE_FIELDS.keys()
    if len(kinds) != 1:
        yield Violation(path, f"must have exactly one of {', '.join(CHOICE_FIELDS)}")
    for kind in kinds:
        found = as_object(choice[kind]) or {}
        for name in CHOICE_FIELDS[kind]:
            if not _is_text(found.get(name)):
                yield Violation(f"{path}.{kind}.{name}", "is required, a string")
    if not isinstance(choice.get("postback_data", ""), str):
        yield Violation(f"{path}.postback_data", "must be a string")


def check_card(part: JsonObject, path: str) -> Iterator[Violation]:
    if not part.keys() & {"title", "description", "media_message"}:
        yield Violation(path, "must have title, description or media_message")
    if "media_message" in part:
        yield from _check_part(part["media_message"], f"{path}.media_message", check_media)
    yield from _check_choice_list(part.get("choices"), f"{path}.choices", 10)


def check_carousel(part: JsonObject, path: str) -> Iterator[Violation]:
    cards = as_list(part.get("cards")) or []
    if not 1 <= len(cards) <= 10:
        yield Violation(f"{path}.cards", f"must be a list of 1 to 10 cards, has {len(cards)}")
    for index, card in enumerate(cards):
        yield from _check_part(card, f"{path}.cards[{index}]", check_card)
    yield from _check_choice_list(part.get("choices"), f"{path}.choices", 3)


def check_list(part: JsonObject, path: str) -> Iterator[Violation]:
    if not _is_text(part.get("title")):
        yield Violation(f"{path}.title", "is required, a string")
    sections = as_list(part.get("sections"))
    if not sections:
        yield Violation(f"{path}.sections", "must be a list of at least one section")
    for index, value in enumerate(sections or []):
        items = as_list((as_object(value) or {}).get("items"))
        if not items:
            yield Violation(f"{path}.sections[{index}].items", "must be a list of at least one item")
        for place, item in enumerate(items or []):
            yield from _check_item(as_object(item) or {}, f"{path}.sections[{index}].items[{place}]")


def _check_item(item: JsonObject, path: str) -> Iterator[Violation]:
    choice, product = as_object(item.get("choice")), as_object(item.get("product"))
    if (choice is None) == (product is None):
        yield Violation(path, "must have exactly one of choice, product")
    elif choice is not None and not _is_text(choice.get("title")):
        yield Violation(f"{path}.choice.title", "is required, a string")
    elif product is not None and not (_is_text(product.get("id")) and _is_text(product.get("marketplace"))):
        yield Violation(f"{path}.product", "must have id and marketplace")


def check_location(part: JsonObject, path: str) -> Iterator[Violation]:
    if not _is_text(part.get("title")):
        yield Violation(f"{path}.title", "is required, a string")
    coordinates = inside(part, "coordinates")
    for name, limit in (("latitude", 90), ("longitude", 180)):
        value = coordinates.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > limit:
            yield Violation(f"{path}.coordinates.{name}", f"must be a number from -{limit} to {limit}")


def check_contact_info(part: JsonObject, path: str) -> Iterator[Violation]:
    if not _is_text(inside(part, "name").get("full_name")):
        yield Violation(f"{path}.name.full_name", "is required, a string")
    numbers = as_list(part.get("phone_numbers")) or []
    if not numbers or not all(_is_text((as_object(number) or {}).get("phone_number")) for number in numbers):
        yield Violation(f"{path}.phone_numbers", "must be a list of at least one phone_number")


def _is_text(value: object) -> bool:
    return isinstance(value, str) and value != ""


CONTENTS: dict[str, Check] = {
    "text_message": check_text,
    "media_message": check_media,
    "template_message": check_template,
    "choice_message": check_choices,
    "card_message": check_card,
    "carousel_message": check_carousel,
    "list_message": check_list,
    "location_message": check_location,
    "contact_info_message": check_contact_info,
}
