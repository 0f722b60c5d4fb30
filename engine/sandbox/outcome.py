"""The second stage: what the channel says of an accepted message. None means that it is delivered.

A refusal is (reason code, WhatsApp's own code, description); codes are those of the reference, section 5.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from .rendering import message_for
from .store import Phone
from .template_parameters import find_parameter_fault
from .wire import JsonObject, inside, objects_in

if TYPE_CHECKING:
    from .sandbox import Sandbox

NUMBER = re.compile(r"[1-9]\d{6,14}")
WINDOWED = frozenset({"WHATSAPP", "MESSENGER", "INSTAGRAM"})
PAIR_SECONDS, PAIR_BURST = 6.0, 45.0


class Refusal(NamedTuple):
    """Why a channel does not deliver."""

    code: str
    channel_code: str
    description: str

    def show(self) -> JsonObject:
        shown = {"code": self.code, "description": self.description, "sub_code": "UNSPECIFIED_SUB_CODE"}
        return {**shown, "channel_code": self.channel_code}


def judge(sandbox: Sandbox, phone: Phone, message: JsonObject, at: datetime) -> Refusal | None:
    """The first refusal that applies to `message` on this phone's channel at `at`."""
    return next(_refusals(sandbox, phone, message_for(message, phone.channel), at), None)


def _refusals(sandbox: Sandbox, phone: Phone, message: JsonObject, at: datetime) -> Iterator[Refusal]:
    if not NUMBER.fullmatch(phone.address):
        description = "the identity must be an international number in digits"
        yield Refusal("RECIPIENT_INVALID_CHANNEL_IDENTITY", "", description)
    if "template_message" in message:
        yield from _template_refusals(sandbox, phone, message["template_message"], at)
    elif phone.channel in WINDOWED:
        yield from _session_refusals(phone, message, at)
    if phone.channel == "WHATSAPP" and sandbox.behaviour.pair_limit and not _take_allowance(phone, at):
        yield Refusal("RATE_LIMITED", "131056", "too many messages to this person in a short time")


def _template_refusals(sandbox: Sandbox, phone: Phone, part: JsonObject, at: datetime) -> Iterator[Refusal]:
    reference: JsonObject | None = inside(part, "channel_template").get(phone.channel)
    if reference is None or phone.channel != "WHATSAPP":
        known = "omni_template" in part or reference is not None
        code = "TEMPLATE_NOT_FOUND" if known else "UNSUPPORTED_OPERATION"
        yield Refusal(code, "", f"no template of this project for channel {phone.channel}")
        return
    name, language = str(reference["template_id"]), str(reference["language_code"])
    languages = [known.language for known in sandbox.catalogue.languages(name)]
    if not languages:
        yield Refusal("TEMPLATE_NOT_FOUND", "132001", f"template {name} does not exist")
    elif (template := sandbox.catalogue.find(name, language)) is None or language.upper() == language:
        description = f"template {name} does not exist in {language}; it exists in {', '.join(languages)}"
        yield Refusal("TEMPLATE_NON_EXISTING_LANGUAGE_OR_VERSION", "132001", description)
    else:
        yield from _state_refusals(sandbox.catalogue.state(template, at), f"template {name} ({language})")
        if fault := find_parameter_fault(template.details, inside(reference, "parameters")):
            yield Refusal(*fault)


def _state_refusals(state: str, subject: str) -> Iterator[Refusal]:
    if state == "PAUSED":
        yield Refusal("CHANNEL_REJECT", "132015", f"{subject} is paused")
    elif state == "DISABLED":
        yield Refusal("CHANNEL_REJECT", "132016", f"{subject} is disabled")
    elif state != "APPROVED":
        yield Refusal("TEMPLATE_NOT_FOUND", "132001", f"{subject} is not approved")


def _session_refusals(phone: Phone, message: JsonObject, at: datetime) -> Iterator[Refusal]:
    ends_at = phone.window_ends_at()
    if ends_at is None or at >= ends_at:
        code = "131047" if phone.channel == "WHATSAPP" else ""
        yield Refusal("OUTSIDE_ALLOWED_SENDING_WINDOW", code, "more than 24 hours since the person last wrote")
    if phone.channel == "WHATSAPP":
        for fault in _limit_faults(message):
            yield Refusal("BAD_REQUEST", "131009", fault)


def _limit_faults(message: JsonObject) -> Iterator[str]:
    """WhatsApp's limits on interactive messages (whatsapp reference, section 3.1)."""
    part: JsonObject = message.get("choice_message") or message.get("card_message") or {}
    choices = [inside(choice, "text_message") for choice in objects_in(part, "choices")]
    replies = [str(choice["text"]) for choice in choices if choice]
    if len(replies) > 3:
        yield f"WhatsApp shows at most 3 reply buttons, {len(replies)} given"
    for title in replies:
        if len(title) > 20:
            yield f"a reply button has at most 20 characters: {title}"
    if len(str(inside(part, "text_message").get("text", ""))) > 1024:
        yield "the text above buttons has at most 1024 characters"
    yield from _choice_faults(objects_in(part, "choices"), has_file="media_message" in part)
    yield from _list_faults(inside(message, "list_message"))


def _choice_faults(choices: Sequence[JsonObject], *, has_file: bool) -> Iterator[str]:
    """A link or a request for the location stands alone, a request without a file."""
    kinds = [
        name
        for choice in choices
        for name in ("text_message", "url_message", "share_location_message")
        if name in choice
    ]
    if len(set(kinds)) > 1 or len([kind for kind in kinds if kind != "text_message"]) > 1:
        yield "WhatsApp shows reply buttons, one link or one location request, not several of them"
    if has_file and "share_location_message" in kinds:
        yield "a location request has no file above it"
    for choice in choices:
        title = str(inside(choice, "url_message").get("title", ""))
        if len(title) > 20:
            yield f"a link button has at most 20 characters: {title}"


def _list_faults(part: JsonObject) -> Iterator[str]:
    if not part:
        return
    if len(_said_in(part)) > 4096:
        yield "the text above a list has at most 4096 characters"
    menu = str(inside(part, "message_properties").get("menu", ""))
    if len(menu) > 20:
        yield f"the button of a list has at most 20 characters: {menu}"
    sections = objects_in(part, "sections")
    if len(sections) > 10:
        yield f"a list has at most 10 sections, {len(sections)} given"
    for section in sections:
        title = str(section.get("title", ""))
        if len(title) > 24:
            yield f"the title of a section has at most 24 characters: {title}"
        if not title and len(sections) > 1:
            yield "each section of several has a title"
    yield from _row_faults(part)


def _said_in(part: JsonObject) -> str:
    return "\n".join(str(part[name]) for name in ("title", "description") if part.get(name))


def _row_faults(part: JsonObject) -> Iterator[str]:
    items = [item for section in objects_in(part, "sections") for item in objects_in(section, "items")]
    rows = [inside(item, "choice") for item in items if "choice" in item]
    if len(rows) > 10:
        yield f"a list has at most 10 rows in all, {len(rows)} given"
    for row in rows:
        for name, limit in (("title", 24), ("description", 72)):
            if len(str(row.get(name, ""))) > limit:
                yield f"the {name} of a row has at most {limit} characters: {row[name]}"
    ids = [str(row["postback_data"]) for row in rows if row.get("postback_data")]
    if len(set(ids)) < len(ids):
        yield "two rows of a list have the same id"
    for row_id in ids:
        if len(row_id) > 200:
            yield f"the id of a row has at most 200 characters: {row_id}"


def _take_allowance(phone: Phone, at: datetime) -> bool:
    """One message per 6 s to a person, with a burst of 45 that is paid back (section 4.3)."""
    passed = (at - phone.allowance_at).total_seconds() if phone.allowance_at else 0.0
    phone.allowance = min(PAIR_BURST, phone.allowance + max(0.0, passed) / PAIR_SECONDS)
    phone.allowance_at = at
    if phone.allowance < 1:
        return False
    phone.allowance -= 1
    return True
