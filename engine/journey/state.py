"""Where one contact stands in one version, and what follows from an event."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Waiting = Literal["outcome", "reply", "time", "event", "receipt", "journey", "call"]
RECEIPT_RANK = {"delivered": 1, "read": 2, "failed": 3, "clicked": 4}
"""What is known of a message never becomes less. Whose link was opened has arrived, whatever else is told of it."""


@dataclass(slots=True)
class Contact:
    """What a journey may know of a person. `attributes` are flat; a template reads both `contact.name` and,
    for an attribute `city`, `contact.city`."""

    id: str
    name: str | None = None
    language: str | None = None
    timezone: str | None = None
    country: str | None = None
    attributes: dict[str, Any] = field(default_factory=dict[str, Any])

    def copy(self) -> Contact:
        """One that may be changed while this one stays."""
        return Contact(self.id, self.name, self.language, self.timezone, self.country, dict(self.attributes))

    def facts(self) -> dict[str, Any]:
        """The names a text or a condition may read under `contact.`; own fields win over attributes."""
        own = {
            "name": self.name,
            "language": self.language,
            "country": self.country,
            "timezone": self.timezone,
        }
        return {**self.attributes, **own}


@dataclass(slots=True)
class State:
    """One passage. JSON through `to_json` and `from_json`; the contact is loaded beside it, never stored in
    it."""

    enrollment_id: str
    step: str | None = None
    visit: int = 0
    waiting: Waiting | None = None
    wake_at: dt.datetime | None = None
    since: dt.datetime | None = None
    """When the current wait began: a message written earlier does not answer it."""
    message_id: str | None = None
    """The message whose outcome is awaited."""
    call_id: str | None = None
    """The question to another system whose answer is awaited."""
    asked_at: dt.datetime | None = None
    """When the customer last wrote to this passage: what follows within 15 minutes is an answer."""
    asked: tuple[str, ...] = ()
    """Messages that the next or current wait for a reply may be answered by tapping."""
    tries: int = 0
    """How often the question of this step was asked; 0 on any other step."""
    chain: int = 0
    """How many journeys started each other before this one; 0 where something from outside started it."""
    wrote: dict[str, str] = field(default_factory=dict[str, str])
    """What the customer last wrote to this passage (`text`) and the key of the event that brought it (`event`): the proof
    of a consent. Empty where no key came along."""
    watched: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])
    """Step → the last message (`message`) that it sent and the strongest receipt of it (`status`), for steps on whose
    message the journey branches."""
    sent: dict[str, str] = field(default_factory=dict[str, str])
    """The last message (`message`) whose step (`step`, reached `at`) names a way for one that is not sent, until anything else
    moves the passage."""
    event: dict[str, Any] = field(default_factory=dict[str, Any])
    answers: dict[str, Any] = field(default_factory=dict[str, Any])
    exit_reason: str | None = None

    def hears(self, written_at: dt.datetime) -> bool:
        """Whether a message written then comes after the question. Providers tell whole seconds, so the
        second counts."""
        return self.since is None or written_at >= self.since.replace(microsecond=0)

    @property
    def is_active(self) -> bool:
        return self.exit_reason is None

    def to_json(self) -> dict[str, Any]:
        """Only what is set; moments as ISO 8601 UTC."""
        json: dict[str, Any] = {"visit": self.visit}
        for name in ("step", "waiting", "message_id", "call_id", "exit_reason"):
            if (value := getattr(self, name)) is not None:
                json[name] = value
        for name in ("wake_at", "since", "asked_at"):
            if (moment := getattr(self, name)) is not None:
                json[name] = moment.isoformat()
        for name in ("tries", "chain", "wrote", "watched", "sent", "event", "answers"):
            if value := getattr(self, name):
                json[name] = value
        if self.asked:
            json["asked"] = list(self.asked)
        return json

    @classmethod
    def from_json(cls, enrollment_id: str, json: Mapping[str, Any]) -> State:
        return cls(
            enrollment_id=enrollment_id,
            step=json.get("step"),
            visit=json.get("visit", 0),
            waiting=json.get("waiting"),
            wake_at=_moment(json.get("wake_at")),
            since=_moment(json.get("since")),
            message_id=json.get("message_id"),
            call_id=json.get("call_id"),
            asked_at=_moment(json.get("asked_at")),
            asked=tuple(json.get("asked", ())),
            tries=json.get("tries", 0),
            chain=json.get("chain", 0),
            wrote=dict(json.get("wrote", {})),
            watched={step: dict(known) for step, known in json.get("watched", {}).items()},
            sent=dict(json.get("sent", {})),
            event=dict(json.get("event", {})),
            answers=dict(json.get("answers", {})),
            exit_reason=json.get("exit_reason"),
        )

    def copy(self) -> State:
        """One that may be changed while this one stays. Field by field: `dataclasses.replace` takes three times as long, and
        every event begins with a copy."""
        watched = {step: dict(known) for step, known in self.watched.items()}
        return State(
            self.enrollment_id, self.step, self.visit, self.waiting, self.wake_at, self.since, self.message_id,
            self.call_id, self.asked_at, self.asked, self.tries, self.chain, dict(self.wrote), watched, dict(self.sent),
            dict(self.event), dict(self.answers), self.exit_reason,
        )  # fmt: skip

    def note_receipt(self, message_id: str, status: str) -> bool:
        """Keep the strongest receipt of a watched message; False when it is not watched or nothing new is known."""
        for known in self.watched.values():
            if known["message"] == message_id and RECEIPT_RANK[status] > RECEIPT_RANK.get(known.get("status", ""), 0):
                known["status"] = status
                return True
        return False


def _moment(text: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if text else None
