"""What makes contacts start."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from engine.journey.keywords import Match
from engine.journey.model import Part, Words


class TriggerBase(Part):
    """`id` is unique in the journey; `next` is the first step."""

    id: str
    type: Any
    title: str | None = None
    next: str | None = None


class KeywordTrigger(TriggerBase):
    """The customer writes one of these words (`match`: word, exact, phrase, starts_with, regex, any)."""

    type: Literal["keyword"] = "keyword"
    any_of: Words = Field(default_factory=list[str])
    match: Match = "word"
    typos: bool = False


class EventTrigger(TriggerBase):
    """Your site tells us: an event with this `name` at `POST /api/events`."""

    type: Literal["event"] = "event"
    name: str | None = None


Trigger = Annotated[KeywordTrigger | EventTrigger, Field(discriminator="type")]

TRIGGER_TYPES: dict[str, type[TriggerBase]] = {"keyword": KeywordTrigger, "event": EventTrigger}
