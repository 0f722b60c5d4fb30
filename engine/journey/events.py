"""What can happen to a passage. `advance` takes one of these; nothing else moves a contact."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias


@dataclass(frozen=True, slots=True)
class Started:
    """The contact enters by a trigger. `facts` is the event's data, readable as `event.…`."""

    trigger_id: str
    facts: Mapping[str, Any] = field(default_factory=dict[str, Any])
    asked_at: dt.datetime | None = None
    """When the customer wrote the message that starts it; None when no message did."""
    event_key: str = ""
    """The key of the stored event that brought this message, where there is one."""
    chain: int = 0
    """How many journeys started each other before this one."""


@dataclass(frozen=True, slots=True)
class Location:
    """A place that the customer shared, in degrees; name and address are empty where the phone tells none."""

    latitude: float
    longitude: float
    name: str = ""
    address: str = ""

    def facts(self) -> dict[str, Any]:
        """What texts may read of it: `answers.where.latitude`."""
        told = {"name": self.name, "address": self.address}
        return {"latitude": self.latitude, "longitude": self.longitude, **{name: it for name, it in told.items() if it}}


@dataclass(frozen=True, slots=True)
class Reply:
    """The customer wrote, tapped or sent something.

    `text`: what they typed, a caption, or the label of what they tapped; empty for media without caption.
    `button`: the id of a tapped button of `answers` (a message of this passage); None when it counts as
    typed.
    `kind`: `text`, `tap`, `image`, `video`, `audio`, `document`, `location`, `contact`, `unknown`.
    """

    text: str
    at: dt.datetime
    button: str | None = None
    answers: str | None = None
    kind: str = "text"
    near: bool = True
    """False: only exact words count, because another rule is asked first (semantics, “Who gets a
    message”)."""
    event_key: str = ""
    """The key of the stored event that brought it, where there is one."""
    referral: Mapping[str, str] = field(default_factory=dict[str, str])
    """The ad that the customer came by, as far as the provider tells: `source_id`, `source_type`, `source_url`,
    `headline`, `body`, `click_id`, `ref`."""
    location: Location | None = None
    """The place, of a kind `location`."""


@dataclass(frozen=True, slots=True)
class Due:
    """The moment this passage waited for has come."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a send: `accepted` by the provider, `refused` by our policy, or `failed`, or `dropped`
    after staying unknown. `fault`: `person` (no consent, opted out, no such address) ends the passage,
    `moment` goes on."""

    message_id: str
    result: Literal["accepted", "refused", "failed", "dropped"]
    at: dt.datetime
    reason: str = ""
    fault: Literal["person", "moment"] = "moment"


Sign: TypeAlias = Literal["delivered", "read", "clicked", "failed"]
"""What became of a message on the customer's side. `clicked`: a counted link of it was opened."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """News of a message that this passage sent, for a step that branches on it."""

    message_id: str
    status: Sign


@dataclass(frozen=True, slots=True)
class Begun:
    """What became of a start of another journey. `reason` is empty when the contact entered it."""

    visit: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Called:
    """What another system answered. `reason` is empty when it answered well, else why there is no good answer
    (`http_503`, `timeout`, `not_listed`…). `values`: attribute → value to save."""

    call_id: str
    at: dt.datetime
    status: int | None = None
    values: Mapping[str, Any] = field(default_factory=dict[str, Any])
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Signal:
    """An event by name (`order.paid`) while the contact is inside: goal, early exit and a step that waits for it listen."""

    name: str
    facts: Mapping[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True)
class Leave:
    """The passage ends from outside: an opt-out, a stopped journey, an erased contact."""

    reason: str


Event: TypeAlias = Started | Reply | Due | Outcome | Receipt | Called | Begun | Signal | Leave
