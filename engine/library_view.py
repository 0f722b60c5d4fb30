"""What the checker is told of the house: templates, live keywords, fields in use."""

from __future__ import annotations

from sqlalchemy import Connection, select

from engine.checker.context import CodeElsewhere, KeywordElsewhere, KnownTemplate, Surroundings
from engine.journey.definition import BadDefinition, Journey, read_definition
from engine.journey.triggers import KeywordTrigger, LinkTrigger
from storage import journeys, templates
from storage.contacts import CONTACTS

SAMPLE_OF_CONTACTS = 500


def surroundings_of(connection: Connection, key: str, *, business_name: str) -> Surroundings:
    """The house around the journey of this key. `business_name` is what customers know it by."""
    elsewhere = _live_elsewhere(connection, key)
    return Surroundings(
        templates={
            (template.name, template.language): KnownTemplate(template.category, template.status, template.components)
            for template in templates.list_templates(connection)
        },
        contact_fields=fields_in_use(connection),
        keywords_elsewhere=[one for name, journey in elsewhere for one in keywords_of(name, journey)],
        business_name=business_name,
        codes_elsewhere=[one for name, journey in elsewhere for one in codes_of(name, journey)],
    )


def fields_in_use(connection: Connection) -> dict[str, str] | None:
    """Attributes that customers have, from the newest contacts: name → name. None in a house without customers: nothing is
    known of them then."""
    query = select(CONTACTS.c.attributes).order_by(CONTACTS.c.created_at.desc()).limit(SAMPLE_OF_CONTACTS)
    rows = connection.execute(query).all()
    return {name: name for (attributes,) in rows for name in attributes} if rows else None


def keywords_of(name: str, journey: Journey) -> list[KeywordElsewhere]:
    """The words that start a journey of this name."""
    words = [trigger for trigger in journey.triggers if isinstance(trigger, KeywordTrigger)]
    return [KeywordElsewhere(name, tuple(one.any_of), one.match, one.typos) for one in words]


def codes_of(name: str, journey: Journey) -> list[CodeElsewhere]:
    """The codes of its links."""
    links = [trigger for trigger in journey.triggers if isinstance(trigger, LinkTrigger)]
    return [CodeElsewhere(name, link.code) for link in links if link.code]


def _live_elsewhere(connection: Connection, key: str) -> list[tuple[str, Journey]]:
    """The other live journeys by name, as far as they can be read."""
    found: list[tuple[str, Journey]] = []
    for summary in journeys.list_journeys(connection):
        if summary.journey.key == key or summary.journey.state != "live" or summary.live is None:
            continue
        try:
            found.append((summary.journey.name, read_definition(summary.live.definition)))
        except BadDefinition:
            continue
    return found
