"""What a Sinch app says of itself: how it handles messages, how long it keeps them, how fast it drains."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from engine.providers.fields import JsonObject, read_number, read_object, read_objects, read_text

SOURCES = {"CONVERSATION": "CONVERSATION_SOURCE", "DISPATCH": "DISPATCH_SOURCE"}
DEFAULT_DAYS = {"CONVERSATION": 180, "DISPATCH": 0}
RETENTIONS = {"CONVERSATION": "retention_policy", "DISPATCH": "dispatch_retention_policy"}
FOREVER = dt.timedelta(days=36_500)


@dataclass(frozen=True, slots=True)
class App:
    """`keeps`: for how long sent messages can be looked up; zero when they are not stored, or it cannot be
    told.
    `outbound_rate`: messages a second from the app to the channel, None when it does not say."""

    name: str
    processing_mode: str
    keeps: dt.timedelta
    outbound_rate: int | None
    channels: frozenset[str] = frozenset()
    """Those set up on it; empty where it does not say."""

    @property
    def messages_source(self) -> str:
        """Where its messages are listed; empty for a mode we do not know."""
        return SOURCES.get(self.processing_mode, "")

    def describe(self) -> str:
        kept = f"keeps messages {self.keeps.days} days" if self.keeps else "keeps no messages, so none can be looked up"
        rate = f", {self.outbound_rate} messages a second" if self.outbound_rate else ""
        return f"Sinch app “{self.name}” answers: {self.processing_mode} mode{rate}, {kept}."


def read_app(body: JsonObject) -> App:
    """From the answer to `GET /apps/{app_id}`; absent fields have Sinch's defaults."""
    mode = read_text(body, "processing_mode") or "DISPATCH"
    rate = read_number(read_object(body, "rate_limits"), "outbound")
    name = read_text(body, "display_name") or read_text(body, "id")
    channels = frozenset(read_text(one, "channel") for one in read_objects(body, "channel_credentials"))
    return App(name, mode, _read_retention(body, mode), rate, channels - {""})


def _read_retention(body: JsonObject, mode: str) -> dt.timedelta:
    policy = read_object(body, RETENTIONS.get(mode, ""))
    if mode == "CONVERSATION" and read_text(policy, "retention_type") == "PERSIST_RETENTION_POLICY":
        return FOREVER
    days = read_number(policy, "ttl_days")
    days = DEFAULT_DAYS.get(mode, 0) if days is None else days
    return dt.timedelta(days=min(max(days, 0), FOREVER.days))
