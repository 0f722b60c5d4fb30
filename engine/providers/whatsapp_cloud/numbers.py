"""What WhatsApp says of our number: whether it may send, how well it is thought of, how fast it may go."""

from __future__ import annotations

from dataclasses import dataclass

from engine.providers.abilities import ProviderNumber
from engine.providers.fields import JsonObject, read_object, read_objects, read_text
from engine.providers.whatsapp_cloud.judgements import read_limit

LIMIT = "whatsapp_business_manager_messaging_limit"
FIELDS = f"id,display_phone_number,verified_name,quality_rating,status,name_status,throughput,health_status,{LIMIT}"
RATES = {"STANDARD": 70, "HIGH": 900}
"""Messages a second we send at each level. WhatsApp counts 80 and 1,000, what customers write included."""


STATES = {
    "CONNECTED": "connected", "FLAGGED": "connected", "RATE_LIMITED": "no_templates", "RESTRICTED": "restricted",
    "DISCONNECTED": "disconnected", "PENDING": "pending", "UNVERIFIED": "pending",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Number:
    """`status` must be CONNECTED to send; `throughput` is STANDARD, HIGH or NOT_APPLICABLE; `can_send`: AVAILABLE, LIMITED
    or BLOCKED, empty when it does not say."""

    shown: str
    name: str
    status: str
    quality: str
    throughput: str
    can_send: str
    hindrances: tuple[str, ...]
    daily_limit: int | None = None

    @property
    def is_connected(self) -> bool:
        return self.status in ("", "CONNECTED")

    def as_sender(self) -> ProviderNumber:
        digits = "".join(digit for digit in self.shown if digit.isascii() and digit.isdigit())
        return ProviderNumber(
            digits, self.quality, RATES.get(self.throughput), self._state(), daily_limit=self.daily_limit
        )

    def _state(self) -> str:
        """Empty where WhatsApp does not say: a number may be connected and yet kept from writing first."""
        if self.can_send == "BLOCKED":
            return "restricted"
        state = STATES.get(self.status, "")
        return "" if state == "connected" and self.can_send == "LIMITED" else state

    def describe(self) -> str:
        quality = f", quality {self.quality}" if self.quality else ""
        pace = f", throughput {self.throughput.lower()}" if self.throughput else ""
        sentence = f"Number {self.shown} “{self.name}” answers: {self.status.lower() or 'connected'}{quality}{pace}."
        if self.can_send in ("", "AVAILABLE"):
            return sentence
        return " ".join((sentence, f"WhatsApp says that sending is {self.can_send.lower()}.", *self.hindrances))


def read_number(body: JsonObject) -> Number:
    """From the answer to `GET /{phone_number_id}`."""
    quality = read_text(body, "quality_rating").lower()
    health = read_object(body, "health_status")
    return Number(
        read_text(body, "display_phone_number"),
        read_text(body, "verified_name"),
        read_text(body, "status"),
        quality if quality in ("green", "yellow", "red") else "",
        read_text(read_object(body, "throughput"), "level"),
        read_text(health, "can_send_message"),
        _read_hindrances(health),
        read_limit(body, LIMIT),
    )


def _read_hindrances(health: JsonObject) -> tuple[str, ...]:
    """What WhatsApp says against each part of the way that is not free."""
    errors = [error for entity in read_objects(health, "entities") for error in read_objects(entity, "errors")]
    return tuple(f"{read_text(error, 'error_description').rstrip('.')}." for error in errors[:3])
