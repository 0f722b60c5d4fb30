"""`GET /messages` and `GET /messages/{id}`: what an app that keeps messages can look up (reference, 2.8)."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING

import orjson
from starlette.requests import Request
from starlette.responses import Response

from .callbacks import identity, processing_mode
from .store import TO_APP, TO_CONTACT, Entry
from .wire import BadRequestError, JsonObject, Violation, answer, format_time, parse_time, refuse

if TYPE_CHECKING:
    from .sandbox import Sandbox

SOURCES = {"CONVERSATION_SOURCE": "conversation", "DISPATCH_SOURCE": "dispatch"}
NAMES = frozenset(
    [
        "conversation_id",
        "contact_id",
        "app_id",
        "channel_identity",
        "start_time",
        "end_time",
        "page_size",
        "page_token",
        "view",
        "messages_source",
        "only_recipient_originated",
        "channel",
        "direction",
    ]
)
ENUMS = {
    "messages_source": tuple(SOURCES),
    "view": ("WITH_METADATA", "WITHOUT_METADATA"),
    "direction": (TO_APP, TO_CONTACT),
    "only_recipient_originated": ("true", "false"),
}


@dataclass(frozen=True, slots=True)
class Filter:
    """The query, checked. `before`: number of the last message of the page before, 0 for the first."""

    query: Mapping[str, str]
    retention: str
    start: datetime | None
    end: datetime | None
    size: int
    before: int

    def admits(self, entry: Entry) -> bool:
        query = self.query
        wanted = (
            ("channel", entry.channel),
            ("direction", entry.direction),
            ("contact_id", entry.contact_id),
        )
        wanted += (("conversation_id", entry.conversation_id), ("channel_identity", entry.address))
        if any(query.get(name) and query[name].removeprefix("+") != value for name, value in wanted):
            return False
        at = entry.accepted_at or entry.at
        if (self.start and at < self.start) or (self.end and at >= self.end):
            return False
        if query.get("only_recipient_originated") == "true" and entry.direction != TO_APP:
            return False
        return entry.retention == self.retention and (not self.before or entry.number < self.before)


async def list_messages(request: Request, sandbox: Sandbox) -> Response:
    """Newest first. An app that keeps nothing, or the wrong `messages_source`, gives an empty list."""
    wanted = _read_filter(request.query_params)
    if wanted.query.get("app_id", sandbox.settings.app_id) != sandbox.settings.app_id:
        return refuse(404, f"app {wanted.query['app_id']} not found")
    found = list(islice(_select(sandbox, wanted), wanted.size + 1))
    page = found[: wanted.size]
    token = _write_token(page[-1].number) if len(found) > wanted.size else ""
    bare = wanted.query.get("view") == "WITHOUT_METADATA"
    shown = [_show(entry, sandbox.settings.sender_number) for entry in page]
    messages = [{**message, "metadata": ""} for message in shown] if bare else shown
    return answer({"messages": messages, "next_page_token": token})


async def get_message(request: Request, sandbox: Sandbox) -> Response:
    """One kept message, by id."""
    source = request.query_params.get("messages_source", "CONVERSATION_SOURCE")
    if source not in SOURCES:
        raise BadRequestError([Violation("messages_source", f"must be one of {', '.join(SOURCES)}")])
    entry = sandbox.store.find(request.path_params["message"])
    if entry is None or entry.retention != SOURCES[source]:
        return refuse(404, f"message {request.path_params['message']} not found in {source}")
    return answer(_show(entry, sandbox.settings.sender_number))


def _select(sandbox: Sandbox, wanted: Filter) -> Iterator[Entry]:
    channel, address = wanted.query.get("channel", ""), wanted.query.get("channel_identity", "")
    return filter(wanted.admits, sandbox.store.newest_first(channel, address.removeprefix("+")))


def _read_filter(query: Mapping[str, str]) -> Filter:
    source = query.get("messages_source", "CONVERSATION_SOURCE")
    faults = [*_find_enum_faults(query), *_find_source_faults(query, source)]
    times = {name: parse_time(query[name]) for name in ("start_time", "end_time") if query.get(name)}
    remedy = "must be an ISO 8601 time with its zone"
    faults += [Violation(name, remedy) for name, at in times.items() if at is None]
    size = query.get("page_size", "10")
    if not (size.isdigit() and 1 <= int(size) <= 1000):
        faults.append(Violation("page_size", "must be a whole number from 1 to 1000"))
    before = _read_token(query.get("page_token", ""))
    if before is None:
        faults.append(Violation("page_token", "must be a next_page_token of an earlier answer"))
    if faults or before is None:
        raise BadRequestError(faults)
    return Filter(query, SOURCES[source], times.get("start_time"), times.get("end_time"), int(size), before)


def _find_enum_faults(query: Mapping[str, str]) -> Iterator[Violation]:
    for name in sorted(query.keys() - NAMES):
        yield Violation(name, "is not a parameter of this request")
    for name, words in ENUMS.items():
        if query.get(name, words[0]) not in words:
            yield Violation(name, f"must be one of {', '.join(words)}")


def _find_source_faults(query: Mapping[str, str], source: str) -> Iterator[Violation]:
    if source != "CONVERSATION_SOURCE":
        for name in query.keys() & {"conversation_id", "contact_id"}:
            yield Violation(name, "is only for messages_source CONVERSATION_SOURCE")
    if source != "DISPATCH_SOURCE" and "only_recipient_originated" in query:
        yield Violation("only_recipient_originated", "is only for messages_source DISPATCH_SOURCE")


def _write_token(number: int) -> str:
    return base64.urlsafe_b64encode(f"before:{number}".encode()).decode()


def _read_token(token: str) -> int | None:
    if not token:
        return 0
    try:
        word, _, number = base64.urlsafe_b64decode(token.encode()).decode().partition(":")
    except (binascii.Error, UnicodeError):
        return None
    return int(number) if word == "before" and number.isdigit() else None


def _show(entry: Entry, sender_number: str) -> JsonObject:
    content: JsonObject = orjson.loads(entry.content)
    sent = entry.direction == TO_CONTACT
    body = {"app_message": content["message"]} if sent else {"contact_message": content["contact_message"]}
    return {
        "id": entry.id,
        "direction": entry.direction,
        **body,
        "accept_time": format_time(entry.accepted_at or entry.at),
        "channel_identity": identity(entry.channel, entry.address),
        "contact_id": entry.contact_id,
        "conversation_id": entry.conversation_id,
        "metadata": entry.metadata,
        "injected": False,
        "sender_id": sender_number,
        "processing_mode": processing_mode(entry),
    }
