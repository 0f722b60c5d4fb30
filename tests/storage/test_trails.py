"""Who is at a step, which way one contact took, and what was said lately."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from storage.database import reading, writing
from storage.trails import find_people, latest_messages, people_at_step, trails_of_contact
from tests.storage.house import draw_live, enter, hear, meet, minutes, open_sender, send, walk


def test_people_at_a_step_come_longest_there_first(database: Engine) -> None:
    with writing(database) as connection:
        open_sender(connection)
        live = draw_live(connection)
        for minute, name in enumerate(("Amina", "Jules", "Ana")):
            meet(connection, name, number=f"3360000000{minute}")
            enter(connection, live, name, step="answer", at=minutes(-minute), wake_at=minutes(60))
        enter(connection, live, meet(connection, "Bob"), step="other")
        enter(connection, live, meet(connection, "Zoé"), step="answer", status="exited")

        people = people_at_step(connection, journey_id=live.journey_id, step_id="answer")

    assert [person.name for person in people] == ["Ana", "Jules", "Amina"]
    first = people[0]
    assert (first.address, first.since, first.waiting, first.wake_at) == (
        "33600000002", minutes(-2), "reply", minutes(60),
    )  # fmt: skip


def test_people_come_page_by_page_without_repetition_or_gap(database: Engine) -> None:
    with writing(database) as connection:
        open_sender(connection)
        live = draw_live(connection)
        for number in range(5):
            meet(connection, f"Client{number}", number=f"3360000000{number}")
            enter(connection, live, f"Client{number}", step="answer", at=minutes(number // 2))

        def page(after: str | None = None) -> list[str]:
            everyone = people_at_step(connection, journey_id=live.journey_id, step_id="answer")
            last = next((each for each in everyone if each.contact_id == after), None)
            found = people_at_step(connection, journey_id=live.journey_id, step_id="answer", after=last, limit=2)
            return [person.contact_id for person in found]

        assert page() == ["client0", "client1"]
        assert page(after="client1") == ["client2", "client3"]
        assert page(after="client3") == ["client4"]
        assert page(after="client4") == []


@pytest.mark.parametrize("text", ["amina", "AMIN", "mina b", "06 00 00 00 17", "33600000017", "+33 6 0000 0017", "017"])
def test_a_person_is_found_by_part_of_a_name_or_number(database: Engine, text: str) -> None:
    with writing(database) as connection:
        open_sender(connection)
        live = draw_live(connection)
        meet(connection, "Amina Benali", number="33600000017")
        meet(connection, "Jules", number="33600000099")
        enter(connection, live, "Amina Benali", step=None, status="exited", exit_reason="end")
        enter(connection, live, "Jules", step="answer")

        found = find_people(connection, journey_id=live.journey_id, text=text)

    assert [(person.name, person.status, person.exit_reason) for person in found] == [("Amina Benali", "exited", "end")]


def test_an_accent_in_another_case_and_a_percent_sign_are_searched_as_written(database: Engine) -> None:
    with writing(database) as connection:
        open_sender(connection)
        live = draw_live(connection)
        enter(connection, live, meet(connection, "Élodie"), step="answer")

        assert [person.name for person in find_people(connection, journey_id=live.journey_id, text="élodie")] == [
            "Élodie"
        ]
        assert find_people(connection, journey_id=live.journey_id, text="%") == []


def test_the_way_of_one_contact_is_told_with_reasons_and_messages(database: Engine) -> None:
    with writing(database) as connection:
        open_sender(connection)
        live = draw_live(connection)
        amina = enter(connection, live, meet(connection, "Amina"), step="answer")
        walk(
            connection,
            amina,
            ("remind", None, None, 0),
            ("remind", "next", None, 1),
            ("answer", None, None, 1),
        )
        send(connection, amina, "remind", "read", accepted_at=minutes(1), read_at=minutes(2))
        jules = enter(connection, live, meet(connection, "Jules"), step="remind")
        walk(connection, jules, ("remind", None, None, 0))

    with reading(database) as connection:
        (trail,) = trails_of_contact(connection, journey_id=live.journey_id, contact_id="amina")

    assert (trail.enrollment.id, trail.version_number) == (amina, 1)
    assert [(event.step_id, event.port, event.at) for event in trail.steps] == [
        ("remind", None, minutes(0)), ("remind", "next", minutes(1)), ("answer", None, minutes(1)),
    ]  # fmt: skip
    assert [(message.step_id, message.read_at) for message in trail.messages] == [("remind", minutes(2))]


def test_who_never_entered_has_no_trail(database: Engine) -> None:
    with writing(database) as connection:
        live = draw_live(connection)

        assert trails_of_contact(connection, journey_id=live.journey_id, contact_id="nobody") == []


def test_what_was_said_lately_holds_both_sides_newest_first(database: Engine) -> None:
    with writing(database) as connection:
        open_sender(connection)
        live = draw_live(connection)
        amina = enter(connection, live, meet(connection, "Amina"), step="answer")
        send(connection, amina, "remind", "delivered", minute=0, accepted_at=minutes(1))
        send(connection, amina, "thanks", "refused", minute=5, reason="window_closed")
        hear(connection, "amina", "message", "oui", minute=4)
        hear(connection, "amina", "receipt", "", minute=6)
        hear(connection, meet(connection, "Jules"), "message", "non", minute=7)

        said = latest_messages(connection, contact_id="amina")

        assert [(each.inbound, each.body["text"], each.at) for each in said] == [
            (False, "Bonjour de thanks", minutes(5)),
            (True, "oui", minutes(4)),
            (False, "Bonjour de remind", minutes(1)),
        ]  # fmt: skip
        assert (said[0].status, said[0].reason, said[1].status) == ("refused", "window_closed", None)
        assert latest_messages(connection, contact_id="amina", limit=1) == said[:1]
