"""The people who work here, the settings of the house, and the emergency stop."""

from __future__ import annotations

from sqlalchemy import Engine

from storage.audit import entries_about, latest_entries
from storage.core import Refused
from storage.database import reading, writing
from storage.house import (
    Suspension,
    get_setting,
    is_suspended,
    resume_sending,
    set_setting,
    suspend_sending,
    suspension,
)
from storage.people import change_language, create_person, find_person, list_people, rename_person
from storage.tables import Person
from tests.storage.house import CLAIRE, NOON, PAUL, minutes


def test_a_setting_is_unknown_until_someone_sets_it(database: Engine) -> None:
    with writing(database) as connection:
        assert get_setting(connection, name="quiet_hours") is None

        set_setting(connection, name="quiet_hours", value={"from": "20:00"}, by=CLAIRE, at=NOON)
        set_setting(connection, name="quiet_hours", value={"until": "10:00"}, by=PAUL, at=minutes(1))

        assert get_setting(connection, name="quiet_hours") == {"until": "10:00"}
        acts = [(entry.act, entry.person_id) for entry in entries_about(connection, subject="setting:quiet_hours")]
        assert acts == [("house.changed", PAUL), ("house.changed", CLAIRE)]


def test_the_emergency_stop_tells_who_and_when_until_someone_resumes(database: Engine) -> None:
    with writing(database) as connection:
        assert not is_suspended(connection)

        suspend_sending(connection, by=CLAIRE, at=NOON)

    with reading(database) as connection:
        assert is_suspended(connection)
        assert suspension(connection) == Suspension(CLAIRE, NOON)

    with writing(database) as connection:
        assert resume_sending(connection, by=PAUL, at=minutes(5)) == Suspension(CLAIRE, NOON)
        assert not is_suspended(connection)
        assert [entry.act for entry in latest_entries(connection)] == ["sending.resumed", "sending.suspended"]


def test_the_first_suspension_stands_and_resuming_twice_does_nothing(database: Engine) -> None:
    with writing(database) as connection:
        suspend_sending(connection, by=CLAIRE, at=NOON)

        assert suspend_sending(connection, by=PAUL, at=minutes(1)) == Suspension(CLAIRE, NOON)
        resume_sending(connection, by=PAUL, at=minutes(2))
        assert resume_sending(connection, by=PAUL, at=minutes(3)) is None
        assert len(latest_entries(connection)) == 2


def test_people_are_listed_in_the_order_in_which_they_came(database: Engine) -> None:
    with writing(database) as connection:
        create_person(connection, person_id="p1", name="Claire", role="marketing", by=None, at=NOON)
        create_person(connection, person_id="p2", name="Éric", role="reviewer", language="en", by="p1", at=minutes(1))

        people = list_people(connection)

    assert [(person.name, person.role, person.language) for person in people] == [
        ("Claire", "marketing", "fr"), ("Éric", "reviewer", "en"),
    ]  # fmt: skip


def test_a_person_can_be_renamed_and_read_another_language(database: Engine) -> None:
    with writing(database) as connection:
        create_person(connection, person_id="p1", name="Claire", by=None, at=NOON)

        rename_person(connection, person_id="p1", name="Clara", by="p1", at=minutes(1))
        changed = change_language(connection, person_id="p1", language="en", by="p1", at=minutes(2))

        assert isinstance(changed, Person)
        assert find_person(connection, person_id="p1") == changed
        assert (changed.name, changed.language, changed.created_at) == ("Clara", "en", NOON)
        acts = [entry.act for entry in entries_about(connection, subject="person:p1")]
        assert acts == ["person.language_changed", "person.renamed", "person.created"]


def test_someone_unknown_cannot_be_renamed(database: Engine) -> None:
    with writing(database) as connection:
        refused = rename_person(connection, person_id="nobody", name="X", by=None, at=NOON)

        assert refused == Refused("no_such_person", "nobody")
        assert latest_entries(connection) == []
