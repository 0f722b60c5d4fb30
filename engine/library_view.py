"""What the checker is told of the house: templates, what starts other live journeys, the customers."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection

from engine.checker.context import JourneyElsewhere, KnownTemplate, Surroundings
from engine.checker.neighbours import codes_of, events_of, keywords_of
from engine.checker.words import LANGUAGES, Fact
from engine.customers_view import know_customers
from engine.journey.counted import CountedLinks
from engine.journey.definition import BadDefinition, Journey, read_definition
from engine.journey.quiet_hours import QuietHours, read_hours
from storage import house, journeys, templates
from storage.journeys import JourneySummary
from storage.tables import Journey as JourneyRow


def surroundings_of(
    connection: Connection, key: str, *, business_name: str, http_hosts: Collection[str] | None = None,
    counted_links: CountedLinks | None = None,
) -> Surroundings:  # fmt: skip
    """The house around the journey of this key. `business_name` is what customers know it by, `http_hosts` are those that
    journeys may call, `counted_links` those whose opening is known."""
    journeys_elsewhere = [_elsewhere(one) for one in journeys.list_journeys(connection) if one.journey.key != key]
    live = [(one.name, one.definition) for one in journeys_elsewhere if one.is_live and one.definition is not None]
    around = Surroundings(
        templates={
            (template.name, template.language): KnownTemplate(template.category, template.status, template.components)
            for template in templates.list_templates(connection)
        },
        keywords_elsewhere=[one for name, journey in live for one in keywords_of(name, journey)],
        events_elsewhere=[one for name, journey in live for one in events_of(name, journey)],
        codes_elsewhere=[one for name, journey in live for one in codes_of(name, journey)],
        business_name=business_name,
        journeys=journeys_elsewhere,
        http_hosts=http_hosts,
        quiet_hours=house_hours(connection),
        counted_links=counted_links,
    )
    return know_customers(connection).among(around)


def house_hours(connection: Connection) -> QuietHours | None:
    """The quiet hours of the whole house, as the settings page keeps them."""
    return read_hours(house.get_setting(connection, name=house.QUIET_HOURS))


def live_journeys(connection: Connection) -> list[JourneyElsewhere]:
    """Those that people enter now."""
    return [one for one in map(_elsewhere, journeys.list_journeys(connection)) if one.is_live]


def called(journey: JourneyRow) -> Fact:
    """Its name, in each language where it has several."""
    return {language: journey.name_in(language) for language in LANGUAGES} if journey.names else journey.name


def _elsewhere(summary: JourneySummary) -> JourneyElsewhere:
    is_live = summary.journey.state == "live"
    return JourneyElsewhere(summary.journey.key, called(summary.journey), is_live, _entered(summary))


def _entered(summary: JourneySummary) -> Journey | None:
    """The version that people enter; None for one that this version cannot read."""
    try:
        return read_definition(summary.live.definition) if summary.live else None
    except BadDefinition:
        return None
