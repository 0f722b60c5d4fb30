"""`POST /messages:send`: refuse, or accept, write down, and let the outcome unfold."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import TYPE_CHECKING

import orjson
from starlette.requests import Request
from starlette.responses import Response

from .receipts import Attempt, schedule_receipts, try_channels
from .store import TO_CONTACT, Entry
from .validation import check_request
from .wire import (
    BadRequestError,
    JsonObject,
    answer,
    as_object,
    close_without_answer,
    format_time,
    read_object,
    refuse,
)

if TYPE_CHECKING:
    from .sandbox import Sandbox


async def send_message(request: Request, sandbox: Sandbox) -> Response:
    """200 with `message_id` and `accepted_time`: queued, nothing more is promised."""
    if refusal := _refuse_early(sandbox):
        return refusal
    raw = await request.body()
    body = read_object(raw)
    if faults := check_request(body, sandbox.settings, sandbox.behaviour.processing_mode):
        raise BadRequestError(faults)
    if body["app_id"] != sandbox.settings.app_id:
        return refuse(404, f"app {body['app_id']} not found")
    entry = await _accept(sandbox, body, raw)
    if sandbox.behaviour.delay_ms:
        await asyncio.sleep(sandbox.behaviour.delay_ms / 1000)
    if sandbox.sources.chance() < sandbox.behaviour.lose_answer:
        return await close_without_answer(request)
    return answer({"message_id": entry.id, "accepted_time": format_time(entry.at)})


def _refuse_early(sandbox: Sandbox) -> Response | None:
    behaviour = sandbox.behaviour
    if not sandbox.throttle.admit(asyncio.get_running_loop().time(), behaviour.throttle_per_second):
        return refuse(429, "too many requests; try again later", headers={"Retry-After": "1"})
    wanted = behaviour.refuse
    if wanted is None or wanted.http_status is None or sandbox.sources.chance() >= wanted.share:
        return None
    headers = {"Retry-After": "1"} if wanted.http_status in (429, 503) else {}
    return refuse(wanted.http_status, "refused because the sandbox was asked to", headers=headers)


async def _accept(sandbox: Sandbox, body: JsonObject, raw: bytes) -> Entry:
    at = sandbox.sources.now()
    attempts = try_channels(sandbox, body, at)
    entry = _write_entry(sandbox, body, raw, attempts[-1], at)
    _remember_conversation(body, attempts[-1], entry)
    sandbox.store.add(entry, attempts[-1].phone)
    await sandbox.ledger.append(
        {
            "message_id": entry.id,
            "accepted_time": format_time(at),
            "channel": entry.channel,
            "to": entry.address,
            "metadata": entry.metadata,
            "correlation_id": body.get("correlation_id", ""),
            "message": body["message"],
        }
    )
    schedule_receipts(sandbox, entry, attempts)
    return entry


def _write_entry(sandbox: Sandbox, body: JsonObject, raw: bytes, last: Attempt, at: datetime) -> Entry:
    retention = sandbox.behaviour.retention
    if retention == "conversation" and body.get("processing_strategy") == "DISPATCH_ONLY":
        retention = "none"
    stored = retention == "conversation"
    return Entry(
        number=sandbox.store.next_number(),
        id=sandbox.sources.new_id(),
        direction=TO_CONTACT,
        channel=last.phone.channel,
        address=last.phone.address,
        at=at,
        content=raw,
        metadata=body.get("message_metadata", ""),
        # Not retained by an app that keeps messages for 0 days (reference, section 2.2).
        correlation_id="" if retention == "none" else body.get("correlation_id", ""),
        retention=retention,
        conversation_id=last.phone.conversation_id if stored else "",
        contact_id=last.phone.contact_id if stored else "",
        status="QUEUED",
        callback_url=body.get("callback_url", ""),
    )


def _remember_conversation(body: JsonObject, last: Attempt, entry: Entry) -> None:
    """The last correlation id and conversation metadata come back with what the person writes next."""
    if entry.retention == "none":
        return
    last.phone.correlation_id = entry.correlation_id or last.phone.correlation_id
    given = as_object(body.get("conversation_metadata"))
    if given is None:
        return
    patch = body.get("conversation_metadata_update_strategy") == "MERGE_PATCH" and entry.retention == "conversation"
    last.phone.conversation_metadata = merge_patch(last.phone.conversation_metadata, given) if patch else given


def merge_patch(target: object, patch: JsonObject) -> JsonObject:
    """RFC 7386: null removes, objects merge, everything else replaces."""
    merged = dict(as_object(target) or {})
    for name, value in patch.items():
        inner = as_object(value)
        merged[name] = merge_patch(merged.get(name), inner) if inner is not None else value
    return {name: value for name, value in merged.items() if value is not None}


def format_metadata(metadata: JsonObject) -> str:
    """Conversation metadata as the string that callbacks carry; empty when there is none."""
    return orjson.dumps(metadata).decode() if metadata else ""
