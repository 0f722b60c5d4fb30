"""The form in which interpreted events are stored between the router and a shard: plain JSON, one function each way."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import RowMapping

from engine.journey.effects import CallHttp, Send
from engine.journey.events import Called, Location, Outcome
from engine.providers.base import InboundMessage, LocationContent, PreferenceChange, ProviderEvent, Receipt

PAYLOAD_MARK = "p1|"


def body_of(send: Send, default_language: str) -> dict[str, Any]:
    """The rendered content of a message, as its row keeps it."""
    body: dict[str, Any] = {"language": send.language}
    if send.kind == "template":
        body |= {"template": send.template, "values": dict(send.values), "default_language": default_language}
    else:
        body |= {"text": send.text, "buttons": [{"id": one.id, "title": one.title} for one in send.buttons]}
        body |= _offer_of(send)
    if send.if_unconfirmed is not None:
        body["if_unconfirmed"] = send.if_unconfirmed
    if send.media is not None:
        body["media"] = dataclasses.asdict(send.media)
    if send.fallback is not None:
        problem = {"problem": send.fallback.problem} if send.fallback.problem else {}
        body["fallback"] = problem or body_of(send.instead(send.fallback), default_language)
    return body


def _offer_of(send: Send) -> dict[str, Any]:
    """What stands under a free reply beside buttons."""
    offer: dict[str, Any] = {"location_request": True} if send.asks_location else {}
    if send.list is not None:
        offer["list"] = dataclasses.asdict(send.list)
    if send.link is not None:
        offer["link"] = dataclasses.asdict(send.link)
    return offer


def titles_of(body: Mapping[str, Any]) -> dict[str, str]:
    """id → what stood on each button, or row of the list, of a message."""
    sheet: Mapping[str, Any] = body.get("list") or {}
    sections: list[dict[str, Any]] = sheet.get("sections", [])
    tappable: list[dict[str, str]] = [*(body.get("buttons") or []), *(row for one in sections for row in one["rows"])]
    return {one["id"]: one["title"] for one in tappable}


def payload_of(message_id: str, button_id: str) -> str:
    """What a button sends back when it is tapped: enough to know the message even where the provider keeps nothing."""
    return f"{PAYLOAD_MARK}{message_id}|{button_id}"


def read_payload(payload: str | None) -> tuple[str | None, str | None]:
    """(our message id, button id); a payload of another origin is a bare button id."""
    if not payload:
        return None, None
    if payload.startswith(PAYLOAD_MARK) and payload.count("|") >= 2:
        message_id, button_id = payload.removeprefix(PAYLOAD_MARK).split("|", 1)
        return message_id, button_id
    return None, payload


def of_event(event: ProviderEvent) -> tuple[str, dict[str, Any]]:
    """(kind, body) of an interpreted event."""
    match event:
        case InboundMessage():
            answers, button = read_payload(event.payload)
            return "message", _only_set(
                text=event.text, kind=event.kind, button=button, answers=answers or event.metadata, title=event.title,
                quotes=event.answers, media_url=event.media_url, provider_message_id=event.provider_message_id,
                profile_name=event.profile_name, referral=dict(event.referral) or None, location=_place(event.location),
            )  # fmt: skip
        case Receipt():
            return "receipt", _only_set(
                status=event.status, provider_message_id=event.provider_message_id, code=event.code,
                reason=event.reason, fault=event.fault, channel_code=event.channel_code,
                scope=event.scope if event.scope != "message" else None, retryable=event.retryable or None,
                channel=event.channel if event.channel != "whatsapp" else None,
            )  # fmt: skip
        case PreferenceChange():
            return "preference", {"given": event.given, "purpose": event.purpose}
        case _:
            return "noted", {}


def _place(location: LocationContent | None) -> dict[str, Any] | None:
    if location is None:
        return None
    latitude, longitude, name, address = location
    return {"latitude": latitude, "longitude": longitude, **_only_set(name=name, address=address)}


def read_location(body: Mapping[str, Any]) -> Location | None:
    """The place that came with a message, where one did."""
    place: dict[str, Any] | None = body.get("location")
    return Location(**place) if place else None


def of_outcome(outcome: Outcome) -> dict[str, Any]:
    return _only_set(message_id=outcome.message_id, result=outcome.result, at=outcome.at.isoformat(),
                     reason=outcome.reason, fault=outcome.fault)  # fmt: skip


def read_outcome(body: Mapping[str, Any]) -> Outcome:
    return Outcome(
        body["message_id"], body["result"], dt.datetime.fromisoformat(body["at"]), body.get("reason", ""),
        body.get("fault", "moment"),
    )  # fmt: skip


def read_called(body: Mapping[str, Any]) -> Called:
    return Called(
        body["call_id"], dt.datetime.fromisoformat(body["at"]), body.get("status"), body.get("values", {}),
        body.get("reason", ""),
    )  # fmt: skip


def called_row(called: Called, of: Mapping[str, Any] | RowMapping, now: dt.datetime) -> dict[str, Any]:
    """For `storage.inbox.add_internal`: each call ends once. `of`: the row of the call."""
    body = {"call_id": called.call_id, "at": called.at.isoformat(), "values": dict(called.values)}
    return {
        "dedupe_key": f"called:{called.call_id}", "kind": "called",
        "body": body | _only_set(status=called.status, reason=called.reason), "shard": of["shard"],
        "contact_id": of["contact_id"], "sender_id": None, "address_id": None, "occurred_at": called.at,
        "received_at": now,
    }  # fmt: skip


def request_of(call: CallHttp) -> dict[str, Any]:
    """What the row of a call keeps of it."""
    body = dict(call.body) if call.method == "POST" else None
    return {
        "method": call.method, "url": call.url, "headers": dict(call.headers), "body": body, "save": dict(call.save),
        "wait": call.wait.total_seconds(),
    }  # fmt: skip


def _only_set(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, "")}


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """An outcome on its way to the shard of its contact."""

    outcome: Outcome
    shard: int
    contact_id: str

    def to_row(self, now: dt.datetime) -> dict[str, Any]:
        """For `storage.inbox.add_internal`: each outcome of a message counts once."""
        return {
            "dedupe_key": f"outcome:{self.outcome.message_id}:{self.outcome.result}", "kind": "outcome",
            "body": of_outcome(self.outcome), "shard": self.shard, "contact_id": self.contact_id,
            "sender_id": None, "address_id": None, "occurred_at": self.outcome.at, "received_at": now,
        }  # fmt: skip
