"""The phone page at `/` and what it reads: the phones, one conversation, and the messages a phone holds."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response

from .rendering import show_entry, show_sent
from .store import TO_CONTACT, Entry
from .wire import BadRequestError, JsonObject, Violation, answer, format_time

if TYPE_CHECKING:
    from .sandbox import Sandbox

STATIC = Path(__file__).parent / "static"
FILES = {
    "phone.html": "text/html",
    "phone.css": "text/css",
    "phone.js": "text/javascript",
    "bubbles.js": "text/javascript",
    "words.js": "text/javascript",
}
POLICY = "default-src 'self'; img-src * data:; media-src *; base-uri 'none'; form-action 'self'"
PHONES_SHOWN, MESSAGES_SHOWN, LOOKED_AT = 50, 200, 5000


def serve_file(name: str) -> Response:
    """One file of the page; never cached, so that an upgrade shows at once."""
    headers = {
        "Content-Security-Policy": POLICY,
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return Response((STATIC / name).read_bytes(), 200, headers, FILES[name])


async def list_sent(request: Request, sandbox: Sandbox) -> Response:
    """`GET /sandbox/messages?to=`: what was sent to a number (to all without `to`), oldest first."""
    address = request.query_params.get("to", "").strip().removeprefix("+")
    entries = sandbox.store.said_with(address) if address else sandbox.store.oldest_first()
    sent = [show_sent(entry, sandbox.catalogue) for entry in entries if entry.direction == TO_CONTACT]
    return answer({"messages": sent})


async def show_conversation(request: Request, sandbox: Sandbox) -> Response:
    """`GET /sandbox/conversation?with=`: the last messages both ways, and the end of the window."""
    address = request.query_params.get("with", "").strip().removeprefix("+")
    if not address:
        raise BadRequestError([Violation("with", "is required, a number in digits")])
    entries = list(sandbox.store.said_with(address))[-MESSAGES_SHOWN:]
    ends_at = sandbox.store.phone("WHATSAPP", address).window_ends_at()
    open_until = format_time(ends_at) if ends_at and ends_at > sandbox.sources.now() else None
    shown = [show_entry(entry, sandbox.catalogue) for entry in entries]
    return answer({"address": address, "window_ends_at": open_until, "messages": shown})


async def list_phones(_request: Request, sandbox: Sandbox) -> Response:
    """`GET /sandbox/phones`: the business, its channels, and the people last spoken with."""
    newest: dict[str, Entry] = {}
    for entry in islice(sandbox.store.newest_first(), LOOKED_AT):
        newest.setdefault(entry.address, entry)
        if len(newest) == PHONES_SHOWN:
            break
    people = [_show_phone(entry, sandbox) for entry in newest.values()]
    business = {"name": sandbox.settings.sender_name, "number": sandbox.settings.sender_number}
    return answer({"business": business, "channels": sandbox.settings.channels, "phones": people})


def _show_phone(entry: Entry, sandbox: Sandbox) -> JsonObject:
    shown = show_entry(entry, sandbox.catalogue)
    kind = shown["media"]["kind"] if shown["media"] else ""
    sent = entry.direction == TO_CONTACT
    return {
        "address": entry.address,
        "id": entry.id,
        "at": shown["at"],
        "text": shown["text"],
        "kind": kind,
        "sent": sent,
    }
