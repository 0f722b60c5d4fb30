"""What the checker is told of the customers of a house."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Engine

from engine.checker.check import check
from engine.customers_view import know_customers
from engine.journey.definition import read_definition
from engine.library_view import surroundings_of
from storage import contacts, journeys
from storage.database import reading, writing
from storage.tables import JourneyVersion

NOON = dt.datetime(2026, 1, 5, 12, tzinfo=dt.UTC)
PEOPLE = [
    {"name": "Amina", "language": "fr", "country": "FR", "attributes": {"city": "Lyon", "points": 12}},
    {"name": "Maximilienne", "language": "fr", "country": "FR", "attributes": {"city": "", "tags": ["a"]}},
    {"name": None, "language": "en", "country": "us", "attributes": {"city": "Paris"}},
]
HELLO = {
    "parcours": 1, "key": "hello", "name": "Bonjour", "language": "fr",
    "triggers": [{"id": "e", "type": "event", "name": "order.paid", "next": "say"}],
    "steps": {"say": {"type": "send_template", "template": "hello", "values": {"1": "{{ contact.name }}"}, "next": "end"}, "end": {"type": "exit"}},
}  # fmt: skip


def meet_people(database: Engine) -> None:
    with writing(database) as connection:
        for number, person in enumerate(PEOPLE):
            contacts.add_contact(connection, f"c{number}", now=NOON, **person)
        contacts.add_contact(connection, "gone", now=NOON, name="Erased", language="de", erased_at=NOON)


def test_who_lacks_a_value_and_the_longest_value_are_known(database: Engine) -> None:
    meet_people(database)

    with reading(database) as connection:
        known = know_customers(connection)

    assert known.fields == {"city": "city", "points": "points", "tags": "tags"}
    assert known.empty_for == {"city": 1, "points": 2, "tags": 2, "name": 1, "timezone": 3}
    assert known.longest_values is not None
    assert (known.longest_values["contact.name"], known.longest_values["contact.points"]) == ("Maximilienne", "12")
    assert (known.by_language, known.by_country) == ({"fr": 2, "en": 1}, {"FR": 2, "US": 1})


def test_nothing_is_known_of_customers_where_there_are_none(database: Engine) -> None:
    with reading(database) as connection:
        known = know_customers(connection)

    assert (known.fields, known.empty_for, known.longest_values) == (None, None, None)


def test_a_house_tells_who_would_get_nothing_and_which_journey_hears_the_same_event(database: Engine) -> None:
    meet_people(database)
    with writing(database) as connection:
        other = {**HELLO, "key": "other", "name": "Satisfaction"}
        journeys.create_journey(
            connection, journey_id="other", version_id="v", key="other", name="Satisfaction", definition=other,
            content_hash=read_definition(other).content_hash(), by="claire", at=NOON,
        )  # fmt: skip
        live = journeys.publish(connection, journey_id="other", revision=0, by="claire", at=NOON)
        assert isinstance(live, JourneyVersion)

    with reading(database) as connection:
        around = surroundings_of(connection, "hello", business_name="Boutique")
    told = [problem.message("fr") for problem in check(read_definition(HELLO), around)]

    assert any("« order.paid » démarre aussi « Satisfaction »" in words for words in told)
    assert any(words.startswith("Le prénom manque pour 1 clients.") for words in told)


def test_the_outline_of_the_customers_stays_while_others_come(database: Engine) -> None:
    meet_people(database)
    with reading(database) as connection:
        before = know_customers(connection).outline()

    with writing(database) as connection:
        contacts.add_contact(connection, "c9", now=NOON, **{**PEOPLE[0], "name": "Bob"})
    with reading(database) as connection:
        after = know_customers(connection).outline()

    assert before == after
