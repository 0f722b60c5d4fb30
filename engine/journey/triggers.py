"""What makes contacts start."""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args

from pydantic import Field

from engine.journey.keywords import Match
from engine.journey.model import LocalText, Part, Words
from engine.journey.schedules import CustomersDate, When


class TriggerBase(Part):
    """`id` is unique in the journey; `next` is the first step."""

    id: str
    """Its name in the journey, unlike every other start's."""
    type: Any
    title: LocalText | None = None
    """A person's own name for the start, on its card."""
    next: str | None = None
    """The first step."""


class KeywordTrigger(TriggerBase):
    """The customer writes one of these words (`match`: word, exact, phrase, starts_with, regex, any)."""

    type: Literal["keyword"] = "keyword"
    any_of: Words = Field(default_factory=list[str])
    """The words."""
    match: Match = "word"
    """How they are found: `word` anywhere in the message, `exact` the whole of it, `phrase` these words in a row,
    `starts_with`, `regex` (RE2), `any` every message."""
    typos: bool = False
    """Whether a word with a slip counts when no exact one matched."""


class EventTrigger(TriggerBase):
    """Your site tells us: an event with this `name` at `POST /api/events`."""

    type: Literal["event"] = "event"
    name: str | None = None
    """The event's name."""


class LinkTrigger(TriggerBase):
    """The customer follows a wa.me link or a QR code whose prefilled text holds this `code`, or comes by an
    ad: by the code in what the ad says, or by the ad's own id (`ads`). `greeting` is what stands before the
    code in the prefilled text."""

    type: Literal["link"] = "link"
    code: str | None = None
    """What is recognised in the message, such as `noel26`."""
    greeting: str | None = None
    """What stands before the code in the prefilled text."""
    ads: Words = Field(default_factory=list[str])
    """Ids of ads that lead here."""


class OptInTrigger(TriggerBase):
    """The customer agrees to be written to: on your site, by the provider's own opt-in, or in another journey.
    `purpose`: which agreement starts it; `all` hears any."""

    type: Literal["opt_in"] = "opt_in"
    purpose: Literal["marketing", "service", "all"] = "marketing"
    """Which agreement starts it; `all` hears any."""

    def hears(self, purpose: str) -> bool:
        """Whether an agreement to this purpose starts it: an agreement to all is one to each."""
        return self.purpose == "all" or purpose in (self.purpose, "all")


class AudienceTrigger(TriggerBase):
    """Everybody in a segment of this journey (`segments`), at once (`now`), at a moment or again and again."""

    type: Literal["audience"] = "audience"
    segment: str | None = None
    """The key of a segment of this journey."""
    when: When = "now"
    """`now` (when the sending is confirmed), at a moment, or again and again."""


class DateTrigger(TriggerBase, CustomersDate):
    """A date of the customer comes: a birthday, the end of a contract."""

    type: Literal["date"] = "date"


Trigger = Annotated[
    KeywordTrigger | EventTrigger | LinkTrigger | OptInTrigger | AudienceTrigger | DateTrigger,
    Field(discriminator="type"),
]

TRIGGER_TYPES: dict[str, type[TriggerBase]] = {
    trigger.model_fields["type"].default: trigger for trigger in get_args(get_args(Trigger)[0])
}
"""The same by the name that a file uses."""
