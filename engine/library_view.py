"""What the checker is told of the house: templates, what starts other live journeys, the customers."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sqlalchemy import Connection

from engine.checker.context import EventElsewhere, KeywordElsewhere, KnownTemplate, Surroundings
from engine.customers_view import know_customers
from engine.journey.definition import BadDefinition, Journey, read_definition
from engine.journey.triggers import EventTrigger, KeywordTrigger
from storage import journeys, templates


def surroundings_of(
    connection: Connection, key: str, *, business_name: str, http_hosts: Collection[str] | None = None
) -> Surroundings:
    """The house around the journey of this key. `business_name` is what customers know it by, `http_hosts` are those that
    journeys may call."""
    others = list(_other_live_journeys(connection, key))
    house = Surroundings(
        templates={
            (template.name, template.language): KnownTemplate(template.category, template.status, template.components)
            for template in templates.list_templates(connection)
        },
        keywords_elsewhere=[one for name, journey in others for one in keywords_of(name, journey)],
        events_elsewhere=[one for name, journey in others for one in events_of(name, journey)],
        business_name=business_name,
        http_hosts=http_hosts,
    )
    return know_customers(connection).among(house)


def keywords_of(name: str, journey: Journey) -> list[KeywordElsewhere]:
    """The words that start this journey."""
    return [
        KeywordElsewhere(name, tuple(trigger.any_of), trigger.match, trigger.typos)
        for trigger in journey.triggers if isinstance(trigger, KeywordTrigger)
    ]  # fmt: skip


def events_of(name: str, journey: Journey) -> list[EventElsewhere]:
    """The events that start this journey."""
    named = [trigger.name or "" for trigger in journey.triggers if isinstance(trigger, EventTrigger)]
    return [EventElsewhere(name, event) for event in dict.fromkeys(named) if event.strip()]


def _other_live_journeys(connection: Connection, key: str) -> Iterator[tuple[str, Journey]]:
    for summary in journeys.list_journeys(connection):
        if summary.journey.key == key or summary.journey.state != "live" or summary.live is None:
            continue
        try:
            yield summary.journey.name, read_definition(summary.live.definition)
        except BadDefinition:
            continue
