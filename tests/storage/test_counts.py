"""Counts on the map: who came, who stands where, what was sent and what became of it."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, Engine

from storage.counts import counts_by_step, deliveries_by_journey, entered_by_trigger, journey_totals
from storage.database import reading, writing
from storage.deliveries import Deliveries
from storage.drafts import start_draft_from
from storage.journeys import publish
from storage.tables import JourneyVersion
from tests.storage.house import CLAIRE, NOON, draw_live, enter, meet, minutes, open_sender, send, walk

REPLIES = [("answer", "branch:yes"), ("answer", "otherwise")]


def fill(connection: Connection) -> JourneyVersion:
    """Four people in version 1: one answered yes, one was refused, one is held back, one reached the goal."""
    open_sender(connection)
    live = draw_live(connection)
    amina, jules, ana, bob = (
        enter(connection, live, meet(connection, "Amina"), step="answer"),
        enter(
            connection,
            live,
            meet(connection, "Jules"),
            step=None,
            status="exited",
            exit_reason="refused:no_consent",
        ),
        enter(connection, live, meet(connection, "Ana"), step="remind", waiting="outcome", at=minutes(60)),
        enter(connection, live, meet(connection, "Bob"), step=None, status="exited", exit_reason="goal"),
    )
    for minute in (0, 2):
        walk(connection, amina, ("remind", None, None, minute), ("remind", "next", None, minute + 1))
        walk(connection, amina, ("answer", None, None, minute + 1), ("answer", "branch:yes", "", minute + 2))
    walk(connection, amina, ("answer", None, None, 4))
    walk(connection, jules, ("remind", None, None, 0))
    walk(connection, ana, ("remind", None, None, 60))
    walk(connection, bob, ("remind", None, None, 0), ("remind", "next", None, 1), ("answer", None, None, 1),
         ("answer", "no_reply", "no_reply", 30))  # fmt: skip
    send(connection, amina, "remind", "read", accepted_at=minutes(1), read_at=minutes(2))
    send(connection, jules, "remind", "refused", reason="no_consent", failed_at=minutes(1))
    send(connection, ana, "remind", "queued", minute=60, hold_reason="quiet_hours")
    send(connection, bob, "remind", "failed", reason="blocked", accepted_at=minutes(1), failed_at=minutes(2))
    return live


def test_a_step_counts_arrivals_who_is_there_now_and_the_ways_taken(database: Engine) -> None:
    with writing(database) as connection:
        live = fill(connection)

    with reading(database) as connection:
        counts = counts_by_step(connection, journey_id=live.journey_id)

    assert sorted(counts) == ["answer", "remind"]
    assert (counts["remind"].entered, counts["remind"].waiting) == (5, 1)
    assert counts["remind"].ports == {"next": 3}
    assert (counts["answer"].entered, counts["answer"].waiting) == (4, 1)
    assert counts["answer"].ports == {"branch:yes": 2, "no_reply": 1}


def test_a_step_counts_what_became_of_its_messages_with_the_reasons(database: Engine) -> None:
    with writing(database) as connection:
        live = fill(connection)

        sent = counts_by_step(connection, journey_id=live.journey_id)["remind"].messages

    assert (sent.sent, sent.delivered, sent.read, sent.unknown) == (2, 1, 1, 0)
    assert sent.failed == {"blocked": 1}
    assert sent.refused == {"no_consent": 1}
    assert sent.held == {"quiet_hours": 1}
    assert sent.cancelled == {}


@pytest.mark.parametrize(
    ("status", "more", "expected"),
    [
        ("queued", {}, Deliveries()),
        ("sending", {}, Deliveries()),
        ("unknown", {}, Deliveries(unknown=1)),
        ("accepted", {"accepted_at": NOON}, Deliveries(sent=1)),
        ("sent", {"accepted_at": NOON}, Deliveries(sent=1)),
        ("delivered", {}, Deliveries(sent=1, delivered=1)),
        ("read", {"accepted_at": NOON}, Deliveries(sent=1, delivered=1, read=1)),
    ],
)
def test_each_status_of_a_message_counts_once(
    sqlite_database: Engine, status: str, more: dict[str, object], expected: Deliveries
) -> None:
    with writing(sqlite_database) as connection:
        open_sender(connection)
        live = draw_live(connection)
        send(
            connection,
            enter(connection, live, meet(connection, "Amina"), step="remind"),
            "remind",
            status,
            **more,
        )

        sent = counts_by_step(connection, journey_id=live.journey_id)["remind"].messages

    assert sent == expected


def test_a_message_cancelled_or_dropped_is_told_with_its_reason(sqlite_database: Engine) -> None:
    with writing(sqlite_database) as connection:
        open_sender(connection)
        live = draw_live(connection)
        amina = enter(connection, live, meet(connection, "Amina"), step="one")
        send(connection, amina, "one", "cancelled", reason="opted_out")
        send(connection, amina, "two", "dropped", reason="no_answer")
        send(connection, amina, "three", "dropped")

        counts = counts_by_step(connection, journey_id=live.journey_id)

    assert counts["one"].messages.cancelled == {"opted_out": 1}
    assert counts["two"].messages.failed == {"no_answer": 1}
    assert counts["three"].messages.failed == {"dropped": 1}


def test_counts_can_begin_at_a_moment_but_who_is_there_is_always_now(database: Engine) -> None:
    with writing(database) as connection:
        live = fill(connection)

        counts = counts_by_step(connection, journey_id=live.journey_id, since=minutes(30))

    assert (counts["remind"].entered, counts["remind"].messages.held) == (1, {"quiet_hours": 1})
    assert counts["remind"].messages.sent == 0
    assert (counts["answer"].entered, counts["answer"].ports, counts["answer"].waiting) == (
        0,
        {"no_reply": 1},
        1,
    )


def test_counts_of_one_version_leave_the_others_out(database: Engine) -> None:
    with writing(database) as connection:
        first = fill(connection)
        start_draft_from(connection, source_id=first.id, version_id="hello-v2", by=CLAIRE, at=NOON)
        second = publish(connection, journey_id=first.journey_id, revision=0, by=CLAIRE, at=NOON)
        assert isinstance(second, JourneyVersion)
        walk(
            connection,
            enter(connection, second, meet(connection, "Zoé"), step="remind"),
            ("remind", None, None, 5),
        )

        counts = counts_by_step(connection, journey_id=first.journey_id, version_id=second.id)

        assert list(counts) == ["remind"]
        assert (counts["remind"].entered, counts["remind"].waiting) == (1, 1)
        totals = journey_totals(connection, journey_id=first.journey_id, version_id=second.id)
        assert (totals.entered, totals.active, totals.messages.sent) == (1, 1, 0)


def test_the_header_tells_the_journey_as_a_whole(database: Engine) -> None:
    with writing(database) as connection:
        live = fill(connection)

        totals = journey_totals(connection, journey_id=live.journey_id, reply_ports=REPLIES)

    assert (totals.entered, totals.active, totals.replied, totals.reached_goal) == (4, 2, 1, 1)
    assert (totals.messages.sent, totals.messages.read) == (2, 1)
    assert totals.messages.refused == {"no_consent": 1}


def test_the_header_since_a_moment_counts_who_entered_since(database: Engine) -> None:
    with writing(database) as connection:
        live = fill(connection)

        totals = journey_totals(connection, journey_id=live.journey_id, since=minutes(30), reply_ports=REPLIES)

    assert (totals.entered, totals.active, totals.replied, totals.messages.sent) == (1, 2, 0, 0)


def test_a_journey_that_nobody_entered_counts_nothing(database: Engine) -> None:
    with writing(database) as connection:
        live = draw_live(connection)

        totals = journey_totals(connection, journey_id=live.journey_id, reply_ports=REPLIES)

        assert (totals.entered, totals.active, totals.replied, totals.messages) == (0, 0, 0, Deliveries())
        assert counts_by_step(connection, journey_id=live.journey_id) == {}
        assert entered_by_trigger(connection, journey_id=live.journey_id) == {}


def test_each_trigger_tells_how_many_it_let_in(database: Engine) -> None:
    with writing(database) as connection:
        live = fill(connection)

        assert entered_by_trigger(connection, journey_id=live.journey_id) == {"start": 4}
        assert entered_by_trigger(connection, journey_id=live.journey_id, since=minutes(30)) == {"start": 1}


def test_the_cards_of_all_journeys_are_counted_together(database: Engine) -> None:
    with writing(database) as connection:
        live = fill(connection)
        other = draw_live(connection, "other")
        send(connection, enter(connection, other, "Amina", step="hi"), "hi", "delivered", accepted_at=NOON)

        cards = deliveries_by_journey(connection)

    assert {journey: (each.sent, each.delivered, each.read) for journey, each in cards.items()} == {
        live.journey_id: (2, 1, 1), other.journey_id: (1, 1, 0),
    }  # fmt: skip
