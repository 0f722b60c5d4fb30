"""What starts other journeys, and files that are checked together as neighbours of each other."""

from __future__ import annotations

from collections.abc import Iterable

from engine.checker.context import CodeElsewhere, EventElsewhere, JourneyElsewhere, KeywordElsewhere, Surroundings
from engine.checker.names import journey_name
from engine.checker.words import Fact
from engine.journey.definition import Journey
from engine.journey.triggers import EventTrigger, KeywordTrigger, LinkTrigger


def keywords_of(name: Fact, journey: Journey, *, is_live: bool = True) -> list[KeywordElsewhere]:
    """The words that start this journey."""
    return [
        KeywordElsewhere(name, tuple(trigger.any_of), trigger.match, trigger.typos, is_live)
        for trigger in journey.triggers if isinstance(trigger, KeywordTrigger)
    ]  # fmt: skip


def events_of(name: Fact, journey: Journey, *, is_live: bool = True) -> list[EventElsewhere]:
    """The events that start this journey."""
    named = [trigger.name or "" for trigger in journey.triggers if isinstance(trigger, EventTrigger)]
    return [EventElsewhere(name, event, is_live) for event in dict.fromkeys(named) if event.strip()]


def codes_of(name: Fact, journey: Journey, *, is_live: bool = True) -> list[CodeElsewhere]:
    """The codes of its links."""
    links = [trigger for trigger in journey.triggers if isinstance(trigger, LinkTrigger)]
    return [CodeElsewhere(name, link.code, is_live) for link in links if link.code]


def among(journey: Journey, files: Iterable[Journey]) -> Surroundings:
    """What these files tell of the house around one of them. Whether they go live, and what else is live, nobody knows; one
    of the same key is another state of the same journey."""
    others = {other.key: other for other in files if other.key != journey.key}
    if not others:
        return Surroundings()
    near = [(journey_name(other) or key, other) for key, other in others.items() if _share_a_number(journey, other)]
    return Surroundings(
        keywords_elsewhere=[one for name, other in near for one in keywords_of(name, other, is_live=False)],
        codes_elsewhere=[one for name, other in near for one in codes_of(name, other, is_live=False)],
        events_elsewhere=[
            one for key, other in others.items() for one in events_of(journey_name(other) or key, other, is_live=False)
        ],
        journeys=[JourneyElsewhere(key, journey_name(other), True, other) for key, other in others.items()],
        has_other_journeys=True,
    )


def _share_a_number(one: Journey, other: Journey) -> bool:
    """Whether a customer's message may be for both: a journey that names no sender has the only one."""
    return one.sender is None or other.sender is None or one.sender == other.sender
