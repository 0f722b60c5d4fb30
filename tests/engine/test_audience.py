"""A condition decides the same in Python and in SQL, on both databases."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter
from sqlalchemy import Engine

from engine.audience import count, facts_of, fits, refresh
from engine.journey.conditions import Condition, Operator
from storage import contacts, segments
from storage.database import writing

NOON = dt.datetime(2026, 1, 5, 12, tzinfo=dt.UTC)
CONDITIONS: TypeAdapter[Any] = TypeAdapter(Condition)
FACTS = ["contact.city", "contact.points", "contact.tags", "contact.deep.one", "contact.language", "contact.joined_at",
         "consent.marketing", "consent.opted_out", "contact.name", "contact.deep"]  # fmt: skip
letters = st.characters(exclude_categories=["Cs"], exclude_characters="\x00")
plain = st.one_of(
    st.sampled_from([
        "", "Lyon", "LYON", "lyón", "Évreux", "straße", "STRASSE", "true", "False", "1", "1.0", "1,5", "1 5", "None", "nan",
        "2026-01-05", "2026-01-05T13:00:00+01:00", "0001-01-01T00:00:00+14:00", "9999-12-31", "👍", "👍🏽", "50%", "a_b", "%", "l",
        "Lyon et Saint-Étienne", "ly" * 50, "ly" * 50 + "z",
    ]),
    st.text(letters, max_size=6), st.integers(-3, 3), st.floats(-3, 3), st.booleans(), st.integers(-(10**16), 10**16),
)  # fmt: skip
attributes = st.fixed_dictionaries(
    {}, optional={
        "city": st.one_of(st.none(), plain), "points": plain, "deep": st.one_of(plain, st.fixed_dictionaries({"one": plain})),
        "tags": st.one_of(plain, st.lists(st.one_of(st.none(), plain), max_size=3)),
    },
)  # fmt: skip
comparisons = st.fixed_dictionaries({
    "attribute": st.sampled_from(FACTS), "operator": st.sampled_from(Operator.__args__),  # type: ignore[attr-defined]
    "value": st.one_of(st.none(), plain, st.lists(plain, max_size=3)),
})  # fmt: skip
conditions = st.recursive(
    comparisons,
    lambda inner: st.one_of(
        st.fixed_dictionaries({"all": st.lists(inner, max_size=3)}), st.fixed_dictionaries({"any": st.lists(inner, max_size=3)}),
        st.fixed_dictionaries({"not": inner}),
    ), max_leaves=4,
)  # fmt: skip
statements = st.lists(
    st.tuples(st.sampled_from(["marketing", "service", "all"]), st.booleans(), st.sampled_from(["form", "keyword"])),
    max_size=3,
)
people = st.lists(st.tuples(attributes, statements), min_size=1, max_size=6)


def add(connection: Any, name: str, known: dict[str, Any], said: list[tuple[str, bool, str]]) -> None:
    contacts.add_contact(connection, name, now=NOON, name=name, language="fr", attributes=known)
    contacts.add_consents(connection, [
        {"contact_id": name, "purpose": purpose, "given": yes, "source": source, "stated_at": NOON, "recorded_at": NOON}
        for purpose, yes, source in said
    ])  # fmt: skip


class Undone(Exception):
    """Ends an example's transaction, so that the next begins with an empty house."""


def same_both_ways(database: Engine, everybody: list[Any], condition: Any) -> None:
    with pytest.raises(Undone), writing(database) as connection:
        for place, (known, said) in enumerate(everybody):
            add(connection, f"c{place}", known, said)
        while refresh(connection):
            pass

        ids = [f"c{place}" for place in range(len(everybody))]
        rows, consents = contacts.load_contacts(connection, ids), contacts.load_consents(connection, ids)
        expected = [one for one in ids if condition.holds(facts_of(rows[one], consents.get(one, [])))]
        found = segments.page_of_people(connection, fits(condition), after="", limit=100)

        assert [one for one, _ in found] == expected
        assert count(connection, condition).count == len(expected)
        raise Undone


@given(everybody=people, condition=conditions)
@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_a_condition_decides_the_same_in_python_and_in_sql(database: Engine, everybody: Any, condition: Any) -> None:
    same_both_ways(database, everybody, CONDITIONS.validate_python(condition))


def test_long_texts_that_differ_at_their_end_are_two(database: Engine) -> None:
    long = "Lyon et ses environs " * 10
    condition = CONDITIONS.validate_python({"attribute": "contact.city", "operator": "is", "value": long})

    same_both_ways(database, [({"city": long}, []), ({"city": f"{long} nord"}, [])], condition)


def test_a_page_begins_after_the_last_one(database: Engine) -> None:
    condition = CONDITIONS.validate_python({"attribute": "contact.city", "operator": "is", "value": "lyon"})
    with writing(database) as connection:
        for place in range(25):
            add(connection, f"c{place:02}", {"city": "Lyon" if place % 2 else "Nice"}, [])
        refresh(connection)

        pages: list[str] = []
        while page := segments.page_of_people(connection, fits(condition), after=pages[-1] if pages else "", limit=5):
            pages += [one for one, _ in page]

    assert pages == [f"c{place:02}" for place in range(25) if place % 2]


def test_what_changes_is_looked_at_again(database: Engine) -> None:
    agreed = CONDITIONS.validate_python({"attribute": "consent.marketing", "operator": "is", "value": True})
    with writing(database) as connection:
        add(connection, "amina", {}, [])
        refresh(connection)
        assert count(connection, agreed).count == 0

        add_yes = {"contact_id": "amina", "purpose": "marketing", "given": True, "source": "form", "stated_at": NOON,
                   "recorded_at": NOON}  # fmt: skip
        contacts.add_consents(connection, [add_yes])
        before = count(connection, agreed)
        refresh(connection)

        assert (before.count, before.unread) == (0, 1)
        assert count(connection, agreed).count == 1
        assert refresh(connection) == 0
