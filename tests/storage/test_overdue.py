"""What became overdue in a pause, and sends that nobody confirmed: what a person decides about them."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, Engine, select

from engine.runner.bodies import OutcomeRow, read_outcome
from storage import claims, inbox, outbox, outcomes, unconfirmed
from storage.audit import entries_about
from storage.core import Refused, table
from storage.database import writing
from storage.overdue import Overdue, leave_overdue, overdue, skip_overdue
from storage.tables import InboundEvent, JourneyVersion, ServiceWindow
from storage.windows import OpenHere, open_inside
from tests.storage.house import CLAIRE, add, draw_live, enter, meet, minutes, open_sender, send

EVENTS = table(InboundEvent)


def fill(connection: Connection) -> JourneyVersion:
    """Late at minute 60: Amina's reminder and Jules's wait. Ana's reminder is held until tomorrow, Bob waits on, Zoé left;
    Léo's reminder stands in another journey."""
    open_sender(connection)
    live, other = draw_live(connection), draw_live(connection, "other")
    for name in ("Amina", "Jules", "Ana", "Bob", "Zoé", "Léo"):
        meet(connection, name)
    send(connection, enter(connection, live, "Amina", step="remind", waiting="outcome"), "remind", "queued", minute=5)
    enter(connection, live, "Jules", step="pause", waiting="time", wake_at=minutes(30))
    ana = enter(connection, live, "Ana", step="remind", waiting="outcome")
    send(connection, ana, "remind", "queued", minute=1440)
    enter(connection, live, "Bob", step="pause", waiting="time", wake_at=minutes(90))
    enter(connection, live, "Zoé", step=None, status="exited", wake_at=minutes(1))
    send(connection, enter(connection, other, "Léo", step="remind", waiting="outcome"), "remind", "queued")
    return live


def told(connection: Connection) -> list[tuple[str, dict[str, object]]]:
    """What the shard will be told, kind and body."""
    return [(row["kind"], row["body"]) for row in inbox.of_shards(connection, [0], now=minutes(61), limit=50)]


def status_of(connection: Connection, message_id: str) -> tuple[str, str | None]:
    row = outbox.load(connection, [message_id])[message_id]
    return row["status"], row["reason"]


def test_what_may_leave_now_and_who_should_have_moved_are_counted(database: Engine) -> None:
    with writing(database) as connection:
        live = fill(connection)

        assert overdue(connection, journey_id=live.journey_id, at=minutes(60)) == Overdue(messages=1, passages=1)
        assert overdue(connection, journey_id=live.journey_id, at=minutes(1)) == Overdue(messages=0, passages=0)


def test_a_skipped_message_never_leaves_and_its_journey_hears_of_it(database: Engine) -> None:
    with writing(database) as connection:
        live = fill(connection)

        skipped = skip_overdue(connection, journey_id=live.journey_id, at=minutes(60))

        assert skipped == 1
        assert status_of(connection, "amina-in-hello-v1.remind") == ("cancelled", "skipped")
        assert status_of(connection, "ana-in-hello-v1.remind") == ("queued", None)
        assert status_of(connection, "léo-in-other-v1.remind") == ("queued", None)
        ((kind, body),) = told(connection)
    outcome = read_outcome(body)
    assert kind == "outcome"
    assert (outcome.message_id, outcome.result, outcome.reason, outcome.fault) == (
        "amina-in-hello-v1.remind", "refused", "skipped", "moment",
    )  # fmt: skip
    assert outcome.at == minutes(60)


def test_an_outcome_made_by_a_person_has_the_shape_of_every_outcome(sqlite_database: Engine) -> None:
    with writing(sqlite_database) as connection:
        live = fill(connection)
        skip_overdue(connection, journey_id=live.journey_id, at=minutes(60))
        (row,) = connection.execute(select(EVENTS)).mappings()

    usual = OutcomeRow(read_outcome(row["body"]), row["shard"], row["contact_id"]).to_row(minutes(60))

    assert {name: row[name] for name in usual} == usual


def test_everybody_with_something_overdue_leaves(database: Engine) -> None:
    with writing(database) as connection:
        live = fill(connection)

        assert leave_overdue(connection, journey_id=live.journey_id, at=minutes(60)) == 2

        assert status_of(connection, "amina-in-hello-v1.remind") == ("cancelled", "late")
        rows = told(connection)
    assert sorted((kind, body["enrollment_id"], body["reason"]) for kind, body in rows) == [
        ("leave", "amina-in-hello-v1", "late"), ("leave", "jules-in-hello-v1", "late"),
    ]  # fmt: skip


def test_asked_twice_nothing_more_happens(database: Engine) -> None:
    with writing(database) as connection:
        live = fill(connection)
        for _ in range(2):
            leave_overdue(connection, journey_id=live.journey_id, at=minutes(60))

        assert len(told(connection)) == 2


def unknown(connection: Connection) -> str:
    open_sender(connection)
    live = draw_live(connection)
    amina = enter(connection, live, meet(connection, "Amina", "33600000001"), step="remind", waiting="outcome")
    return send(connection, amina, "remind", "unknown", reason="interrupted", sending_at=minutes(2))


def test_a_send_without_answer_is_told_with_its_person_time_and_text(database: Engine) -> None:
    with writing(database) as connection:
        message_id = unknown(connection)

        (found,) = unconfirmed.list_unconfirmed(connection, journey_id="journey-hello")

    assert (found.message_id, found.name, found.address) == (message_id, "Amina", "33600000001")
    assert (found.sent_at, found.body["text"]) == (minutes(2), "Bonjour de remind")


def test_a_person_sends_it_again(database: Engine) -> None:
    with writing(database) as connection:
        message_id = unknown(connection)

        assert unconfirmed.resend(connection, message_id=message_id, by=CLAIRE, at=minutes(9)) is None

        (row,) = claims.candidates(connection, "main", now=minutes(9), except_journeys=(), limit=5)
        assert row["id"] == message_id
        assert told(connection) == []
        (entry,) = entries_about(connection, subject=f"message:{message_id}")
        assert (entry.act, entry.person_id) == ("message.resent", CLAIRE)


def test_a_person_lets_it_be_and_the_journey_goes_on(database: Engine) -> None:
    with writing(database) as connection:
        message_id = unknown(connection)

        assert unconfirmed.drop(connection, message_id=message_id, by=CLAIRE, at=minutes(9)) is None

        assert status_of(connection, message_id) == ("dropped", "unknown")
        ((_, body),) = told(connection)
        assert (body["message_id"], body["result"]) == (message_id, "dropped")
        (entry,) = entries_about(connection, subject=f"message:{message_id}")
        assert entry.act == "message.dropped"


@pytest.mark.parametrize("act", [unconfirmed.resend, unconfirmed.drop])
def test_an_answer_that_came_meanwhile_counts_more_than_the_person(database: Engine, act: object) -> None:
    with writing(database) as connection:
        message_id = unknown(connection)
        outcomes.note_accepted(connection, [(message_id, "provider-1", minutes(8))])

        refused = act(connection, message_id=message_id, by=CLAIRE, at=minutes(9))  # type: ignore[operator]

        assert refused == Refused("settled", "accepted")
        assert status_of(connection, message_id)[0] == "accepted"
        assert entries_about(connection, subject=f"message:{message_id}") == []
        missing = act(connection, message_id="gone", by=CLAIRE, at=minutes(9))  # type: ignore[operator]
        assert missing == Refused("no_such_message", "gone")


def test_people_who_can_be_answered_freely_are_counted_by_step(database: Engine) -> None:
    with writing(database) as connection:
        live = fill(connection)
        for name, minute in (("amina", 20), ("ana", 10), ("bob", -2000), ("zoé", 20), ("léo", 20)):
            add(connection, ServiceWindow(sender_id="main", address_id=f"at-{name}", last_inbound_at=minutes(minute)))

        found = open_inside(connection, journey_id=live.journey_id, since=minutes(60 - 24 * 60))

    assert found == [OpenHere("hello-v1", "remind", 2, minutes(10))]
