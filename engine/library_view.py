"""What the checker is told of the house: templates, live keywords, fields in use."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, select

from engine.checker.context import KeywordElsewhere, KnownTemplate, Surroundings
from engine.journey.definition import BadDefinition, read_definition
from engine.journey.triggers import KeywordTrigger
from storage import journeys, templates
from storage.contacts import CONTACTS

SAMPLE_OF_CONTACTS = 500


def surroundings_of(
    connection: Connection, key: str, *, business_name: str, http_hosts: Collection[str] | None = None
) -> Surroundings:
    """The house around the journey of this key. `business_name` is what customers know it by, `http_hosts` are those that
    journeys may call."""
    return Surroundings(
        templates={
            (template.name, template.language): KnownTemplate(template.category, template.status, template.components)
            for template in templates.list_templates(connection)
        },
        contact_fields=fields_in_use(connection),
        keywords_elsewhere=_keywords_elsewhere(connection, key),
        business_name=business_name,
        http_hosts=http_hosts,
    )


def fields_in_use(connection: Connection) -> dict[str, str] | None:
    """Attributes that customers have, from the newest contacts: name → name. None in a house without customers: nothing is
    known of them then."""
    query = select(CONTACTS.c.attributes).order_by(CONTACTS.c.created_at.desc()).limit(SAMPLE_OF_CONTACTS)
    rows = connection.execute(query).all()
    return {name: name for (attributes,) in rows for name in attributes} if rows else None


def _keywords_elsewhere(connection: Connection, key: str) -> list[KeywordElsewhere]:
    found: list[KeywordElsewhere] = []
    for summary in journeys.list_journeys(connection):
        if summary.journey.key == key or summary.journey.state != "live" or summary.live is None:
            continue
        try:
            definition = read_definition(summary.live.definition)
        except BadDefinition:
            continue
        found += [
            KeywordElsewhere(summary.journey.name, tuple(trigger.any_of), trigger.match, trigger.typos)
            for trigger in definition.triggers if isinstance(trigger, KeywordTrigger)
        ]  # fmt: skip
    return found
