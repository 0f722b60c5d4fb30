"""“Policies at send time”: the number's state and quality, the frequency cap, the portfolio's limit. On both databases."""

from __future__ import annotations

import datetime as dt

import pytest
from lane import NOON, SENDER, Queue
from sqlalchemy import Engine

from storage import inbox, portfolios, senders, templates
from storage.database import writing
from storage.senders import Told, list_senders

HOUR = dt.timedelta(hours=1)
ONE, TWO, THREE = "amina", "bruno", "chloe"


@pytest.fixture
def lane(database: Engine) -> Queue:
    queue = Queue(database)
    queue.people(ONE, TWO, THREE)
    return queue


def tell(lane: Queue, told: Told, sender: str = SENDER) -> None:
    """The provider says something of the number."""
    with writing(lane.engine) as connection:
        row = senders.find(connection, sender)
        assert row is not None
        senders.note_told(connection, row, told, at=lane.now)


def limit(lane: Queue, people: int | None) -> None:
    """A person's own limit for the portfolio."""
    with writing(lane.engine) as connection:
        portfolios.set_limit(connection, "sandbox", people, by="claire", at=lane.now)


# Frequency cap ---------------------------------------------------------------------------------------------------------


def test_who_had_enough_marketing_gets_no_more_until_the_days_have_passed(lane: Queue) -> None:
    lane.rule("frequency_cap", {"messages": 2, "days": 7})
    for _ in range(2):
        lane.queue(ONE)
        assert lane.claim() == [ONE]
        lane.later(days=1)

    lane.queue(ONE)
    lane.queue(TWO)

    assert lane.claim() == [TWO]
    assert lane.rows("SELECT status, reason FROM message WHERE status = 'refused'") == [("refused", "frequency_cap")]
    lane.later(days=5, seconds=1)
    lane.queue(ONE)
    assert lane.claim() == [ONE]


def test_messages_found_together_count_for_the_cap(lane: Queue) -> None:
    lane.rule("frequency_cap", {"messages": 1, "days": 1})
    lane.queue(ONE, ONE)

    assert lane.claim() == [ONE]
    assert lane.rows("SELECT COUNT(*) FROM message WHERE reason = 'frequency_cap'") == [(1,)]


def test_service_messages_and_answers_know_no_cap(lane: Queue) -> None:
    """“Answers to a customer ignore quiet hours and caps.”"""
    lane.rule("frequency_cap", {"messages": 1, "days": 30})
    lane.person("dora", wrote_at=NOON)
    lane.queue("dora")
    lane.claim()

    lane.queue("dora", kind="parcel")
    lane.queue("dora", kind="reply", purpose="marketing", answers_at=NOON)

    assert lane.claim() == ["dora", "dora"]


def test_a_free_reply_of_marketing_that_answers_nobody_any_more_is_capped(lane: Queue) -> None:
    lane.rule("frequency_cap", {"messages": 1, "days": 30})
    lane.person("dora", wrote_at=NOON)
    lane.queue("dora")
    lane.claim()
    lane.later(hours=2)

    lane.queue("dora", kind="reply", purpose="marketing", answers_at=NOON)

    assert lane.claim() == []
    assert lane.rows("SELECT reason FROM message WHERE status = 'refused'") == [("frequency_cap",)]


# Quality and state of the number -----------------------------------------------------------------------------------------


def test_a_red_number_pauses_marketing_and_nothing_else(lane: Queue) -> None:
    tell(lane, Told(quality="red"))
    lane.queue(ONE)
    lane.queue(TWO, kind="parcel")

    assert lane.claim() == [TWO]
    assert lane.held() == [(ONE, "quality_red")]


def test_a_better_quality_lets_marketing_go_at_once(lane: Queue) -> None:
    tell(lane, Told(quality="red"))
    lane.queue(ONE)
    lane.claim()

    tell(lane, Told(quality="green"))

    assert lane.claim() == [ONE]
    assert lane.held() == []


def test_a_yellow_number_gives_marketing_every_fourth_turn(lane: Queue) -> None:
    tell(lane, Told(quality="yellow", rate_per_second=4))
    lane.queue(*[ONE] * 5)
    lane.queue(TWO, kind="parcel")

    left = [lane.claim()]
    for _ in range(4):
        lane.later(seconds=1)
        left.append(lane.claim())

    assert left == [[ONE, TWO], [ONE], [ONE], [ONE], [ONE]]


def test_a_person_lifts_the_brake_of_a_red_number_and_takes_it_back(lane: Queue) -> None:
    tell(lane, Told(quality="red"))
    lane.queue(ONE, TWO)
    lane.claim()

    with writing(lane.engine) as connection:
        senders.lift(connection, SENDER, "quality", by="claire", at=lane.now)
    assert lane.claim(limit=1) == [ONE]

    with writing(lane.engine) as connection:
        senders.undo(connection, SENDER, "quality", by="claire", at=lane.now)
    assert lane.claim() == []
    assert lane.held() == [(TWO, "quality_red")]
    acts = lane.rows(
        "SELECT act, person_id FROM audit_entry WHERE act LIKE 'sender.%' AND person_id IS NOT NULL ORDER BY id"
    )
    assert acts == [("sender.brake_lifted", "claire"), ("sender.override_undone", "claire")]


def test_a_lifted_brake_holds_again_when_the_provider_says_something_else(lane: Queue) -> None:
    tell(lane, Told(quality="yellow"))
    with writing(lane.engine) as connection:
        senders.lift(connection, SENDER, "quality", by="claire", at=lane.now)

    tell(lane, Told(quality="red"))
    lane.queue(ONE)

    assert lane.claim() == []


def test_a_restricted_number_sends_nothing_and_refuses_what_cannot_wait(lane: Queue) -> None:
    lane.person("dora", wrote_at=NOON)
    tell(lane, Told(status="restricted"))
    lane.queue(ONE, kind="parcel")
    lane.queue("dora", kind="reply")

    assert lane.claim() == []
    assert lane.rows("SELECT contact_id, status FROM message ORDER BY id") == [(ONE, "queued"), ("dora", "refused")]


def test_a_restriction_that_was_told_with_its_end_ends_then(lane: Queue) -> None:
    tell(lane, Told(status="restricted", restricted_until=NOON + HOUR))
    lane.queue(ONE, kind="parcel")
    assert lane.claim() == []

    lane.later(hours=1)

    assert lane.claim() == [ONE]


def test_a_number_that_may_not_write_first_still_answers(lane: Queue) -> None:
    lane.person("dora", wrote_at=NOON)
    tell(lane, Told(status="no_templates"))
    lane.queue(ONE, kind="parcel")
    lane.queue("dora", kind="reply")

    assert lane.claim() == ["dora"]
    assert lane.held() == [(ONE, "no_templates")]
    tell(lane, Told(status="connected"))
    assert lane.claim() == [ONE]


# The portfolio's limit -----------------------------------------------------------------------------------------------------


def test_a_portfolio_writes_first_to_so_many_people_a_moving_day_and_no_more(lane: Queue) -> None:
    """“Number of unique users … outside a CSW in a moving 24 h.”"""
    tell(lane, Told(daily_limit=2))
    lane.queue(ONE, kind="parcel")
    assert lane.claim() == [ONE]
    lane.later(hours=1)
    lane.queue(TWO, THREE)

    assert lane.claim() == [TWO]
    assert lane.held() == [(THREE, "portfolio_limit")]
    assert portfolio_people(lane) == 2

    lane.later(hours=23, seconds=1)
    assert lane.claim() == [THREE]


def test_one_person_takes_one_place_however_often_they_are_written_to(lane: Queue) -> None:
    limit(lane, 1)
    lane.queue(ONE, ONE)
    assert lane.claim() == [ONE, ONE]
    lane.later(hours=2)
    lane.queue(ONE, kind="parcel")

    assert lane.claim() == [ONE]


def test_inside_an_open_window_no_place_is_taken(lane: Queue) -> None:
    limit(lane, 1)
    lane.person("dora", wrote_at=NOON - HOUR)
    lane.queue("dora", "dora", ONE)

    assert lane.claim() == ["dora", "dora", ONE]


def test_senders_of_one_portfolio_share_its_places(lane: Queue) -> None:
    lane.add_sender("second")
    limit(lane, 1)
    lane.queue(ONE)
    lane.queue(TWO, sender="second")
    lane.queue(ONE, sender="second")

    assert lane.claim() == [ONE]
    assert lane.claim(sender="second") == [ONE]
    assert lane.held() == [(TWO, "portfolio_limit")]


def test_a_higher_limit_lets_go_what_waited_for_a_place(lane: Queue) -> None:
    limit(lane, 1)
    lane.queue(ONE, TWO)
    lane.claim()

    limit(lane, 10)

    assert lane.claim() == [TWO]


def test_each_that_waits_is_promised_a_place_of_its_own(lane: Queue) -> None:
    limit(lane, 2)
    lane.queue(ONE)
    lane.claim()
    lane.later(hours=1)
    lane.queue(TWO)
    lane.claim()
    lane.people("dora", "emil")

    lane.queue("dora", "emil", THREE)
    lane.claim()

    promised = [
        str(at)[:16] for (at,) in lane.rows("SELECT hold_until FROM message WHERE status = 'queued' ORDER BY id")
    ]
    assert promised == ["2026-11-23 12:00", "2026-11-23 13:00", "2026-11-23 13:00"]


def portfolio_people(lane: Queue) -> int:
    with writing(lane.engine) as connection:
        return portfolios.people_reached(connection, "sandbox", now=lane.now)


# Many that must wait ----------------------------------------------------------------------------------------------------------


def test_many_that_must_wait_do_not_stand_in_the_way_of_one_that_may_leave(lane: Queue) -> None:
    tell(lane, Told(quality="red"))
    lane.queue(*[ONE] * 300)
    lane.later(seconds=1)
    lane.queue(TWO, kind="parcel")

    assert lane.claim(limit=2) == [TWO]


# Words that nobody has read yet --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["new", "routed"])
def test_a_stop_that_is_stored_and_not_read_yet_stops_a_claim(lane: Queue, status: str) -> None:
    """“An opt-out takes effect before the next message leaves”, however much has come in before it."""
    with writing(lane.engine) as connection:
        inbox.keep(connection, [inbox.RawEvent("sinch", "message:1", "{}", lane.now, f"at-{ONE}")])
        connection.exec_driver_sql(f"UPDATE inbound_event SET status = '{status}'")
    lane.queue(ONE, TWO)

    assert lane.claim() == [TWO]
    assert lane.held() == [(ONE, "unheard")]
    with writing(lane.engine) as connection:
        inbox.finish(connection, [1], now=lane.now)
    lane.later(seconds=1)
    assert lane.claim() == [ONE]


def test_a_reply_that_was_looked_at_and_put_off_holds_nothing(lane: Queue) -> None:
    """It may wait for this very message."""
    with writing(lane.engine) as connection:
        inbox.keep(connection, [inbox.RawEvent("sinch", "message:1", "{}", lane.now, f"at-{ONE}")])
        inbox.postpone(connection, [1], until=lane.now + HOUR)
    lane.queue(ONE)

    assert lane.claim() == [ONE]


def test_a_paused_number_is_resumed_by_a_person_and_both_are_noted(lane: Queue) -> None:
    with writing(lane.engine) as connection:
        senders.pause(connection, SENDER, paused=True, by="claire", at=lane.now)
    lane.queue(ONE, kind="parcel")
    assert lane.claim() == []

    with writing(lane.engine) as connection:
        senders.pause(connection, SENDER, paused=False, by="claire", at=lane.now)

    assert lane.claim() == [ONE]
    acts = lane.rows("SELECT act FROM audit_entry WHERE person_id = 'claire' ORDER BY id")
    assert acts == [("sender.paused",), ("sender.resumed",)]


def test_a_persons_own_pace_counts_before_the_providers(lane: Queue) -> None:
    with writing(lane.engine) as connection:
        senders.set_rate(connection, SENDER, 5, by="claire", at=lane.now)
        row = senders.find(connection, SENDER)
        assert row is not None and senders.rate_of(row) == 5
        senders.undo(connection, SENDER, "rate", by="claire", at=lane.now)
        assert [senders.rate_of(row) for row in list_senders(connection)] == [80]


# What people put live ----------------------------------------------------------------------------------------------------


def test_a_language_that_was_not_there_holds_its_messages(lane: Queue) -> None:
    """“The bodies of the templates it names in every language.”"""
    version = lane.goes_live("parcel")
    lane.lists("parcel", "fr", "Bonjour")
    lane.lists("parcel", "en", "Hello")

    lane.queue(ONE, kind="parcel", version_id=version)
    lane.queue(TWO, kind="parcel", version_id=version, body={"template": "parcel", "language": "en"})

    assert lane.claim() == [ONE]
    assert lane.held() == [(TWO, "template_changed")]


def test_a_category_that_is_told_before_the_list_is_read_holds_its_messages(lane: Queue) -> None:
    version = lane.goes_live("parcel")
    lane.later(minutes=1)
    with writing(lane.engine) as connection:
        templates.note_told(
            connection, name="parcel", language="fr", status="", category="MARKETING", reason=None, at=lane.now
        )

    lane.queue(ONE, kind="parcel", version_id=version)

    assert lane.claim() == []
    assert lane.held() == [(ONE, "template_changed")]
