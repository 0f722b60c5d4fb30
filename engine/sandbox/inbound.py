"""`POST /sandbox/inbound`: a customer writes, taps, sends a picture or reacts. `POST /sandbox/opt`."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

import orjson
from starlette.requests import Request
from starlette.responses import Response

from .callbacks import identity, inbound_event, tell
from .inbound_content import KINDS, Said, read_said
from .sending import format_metadata
from .store import TO_APP, Entry, Phone
from .wire import BadRequestError, JsonObject, Violation, answer, as_object, format_time, parse_time, read_object

if TYPE_CHECKING:
    from .sandbox import Sandbox

ADDRESS = re.compile(r"\+?[1-9]\d{6,14}")
FIELDS = frozenset({"from", "channel", "at", "reply_to", "referral", *KINDS})
REFERRAL = ("source_type", "source_id", "source_url", "headline", "body", "ctwa_clid", "ref")
"""What WhatsApp tells of the ad that a customer came by."""


async def receive_inbound(request: Request, sandbox: Sandbox) -> Response:
    """200 with `id`; the callback follows at once. `at` (default now) opens the 24-hour window. `referral` names the
    click-to-WhatsApp ad that brought the customer."""
    body = read_object(await request.body())
    phone, at = _read_sender(sandbox, body, FIELDS)
    said, referral = read_said(body), _read_referral(body.get("referral"))
    if said.kind == "reaction":
        return answer({"id": _react(sandbox, phone, said, at)})
    entry = _write_entry(sandbox, phone, said, at, referral)
    phone.note_written(at)
    sandbox.store.add(entry, phone)
    tell(
        sandbox,
        "MESSAGE_INBOUND",
        inbound_event(entry, sandbox.settings.sender_number),
        at=at,
        message_metadata=format_metadata(phone.conversation_metadata),
        correlation_id=entry.correlation_id,
    )
    return answer({"id": entry.id})


async def change_opt(request: Request, sandbox: Sandbox) -> Response:
    """Raise OPT_IN or OPT_OUT for a person, as channels with preference settings do."""
    body = read_object(await request.body())
    phone, at = _read_sender(sandbox, body, frozenset({"from", "status", "channel", "at"}))
    if body.get("status") not in ("in", "out"):
        raise BadRequestError([Violation("status", "must be in or out")])
    word = "OPT_IN" if body["status"] == "in" else "OPT_OUT"
    notification = {
        "request_id": "",
        "contact_id": phone.contact_id if _keeps_contacts(sandbox) else "",
        "channel": phone.channel,
        "identity": phone.address,
        "status": f"{word}_SUCCEEDED",
        "processing_mode": sandbox.behaviour.processing_mode,
    }
    tell(sandbox, word, (f"{word.lower()}_notification", notification), at=at)
    return answer({"status": notification["status"]})


def _read_sender(sandbox: Sandbox, body: JsonObject, fields: frozenset[str]) -> tuple[Phone, datetime]:
    faults = [Violation(name, "is not a field of this request") for name in sorted(body.keys() - fields)]
    address, channel = str(body.get("from", "")), body.get("channel", "WHATSAPP")
    if not ADDRESS.fullmatch(address):
        faults.append(Violation("from", "must be an international number in digits, such as 33600000001"))
    if channel not in sandbox.settings.channels:
        faults.append(Violation("channel", f"must be one of {', '.join(sandbox.settings.channels)}"))
    at = parse_time(body["at"]) if body.get("at") is not None else sandbox.sources.now()
    if at is None:
        faults.append(Violation("at", "must be an ISO 8601 time with its zone, such as 2026-01-05T09:00:00Z"))
    if faults or at is None:
        raise BadRequestError(faults)
    return sandbox.store.phone(str(channel), address.removeprefix("+")), at


def _read_referral(value: object) -> JsonObject:
    if value is None:
        return {}
    given = as_object(value)
    if given is None or not given or any(name not in REFERRAL or not isinstance(given[name], str) for name in given):
        raise BadRequestError([Violation("referral", f"must hold texts among {', '.join(REFERRAL)}")])
    return {"referral": given}


def _write_entry(sandbox: Sandbox, phone: Phone, said: Said, at: datetime, referral: JsonObject) -> Entry:
    answered = sandbox.store.find(said.answers)
    kept = _keeps_contacts(sandbox)
    content = {"contact_message": said.contact_message, **said.look}
    return Entry(
        number=sandbox.store.next_number(),
        id=sandbox.sources.new_id(),
        direction=TO_APP,
        channel=phone.channel,
        address=phone.address,
        at=at,
        content=orjson.dumps(content),
        metadata=answered.metadata if answered and said.kind == "tap" else format_metadata(referral),
        correlation_id="" if sandbox.behaviour.retention == "none" else phone.correlation_id,
        retention=sandbox.behaviour.retention,
        conversation_id=phone.conversation_id if kept else "",
        contact_id=phone.contact_id if kept else "",
        status="RECEIVED",
        accepted_at=sandbox.sources.now(),
    )


def _react(sandbox: Sandbox, phone: Phone, said: Said, at: datetime) -> str:
    """A reaction is an event, not a message: it opens no window and stands in no list."""
    event_id, kept = sandbox.sources.new_id(), _keeps_contacts(sandbox)
    target = said.answers or (phone.entries[-1].id if phone.entries else "")
    event = {
        "id": event_id,
        "direction": TO_APP,
        "contact_message_event": {"reaction_event": {**said.contact_message, "message_id": target}},
        "channel_identity": identity(phone.channel, phone.address),
        "contact_id": phone.contact_id if kept else "",
        "conversation_id": phone.conversation_id if kept else "",
        "accept_time": format_time(at),
        "processing_mode": sandbox.behaviour.processing_mode,
    }
    tell(sandbox, "EVENT_INBOUND", ("event", event), at=at)
    return event_id


def _keeps_contacts(sandbox: Sandbox) -> bool:
    return sandbox.behaviour.retention == "conversation"
