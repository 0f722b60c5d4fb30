"""Messages on their way out: who may claim, give back and cancel what."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import Connection, Engine, text

from storage import claims, contacts, lanes, outbox, outcomes, receipts, senders, unknown_sends
from storage.database import writing

NOW = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
def outgoing(database: Engine) -> Engine:
    """One sender, one contact, two queued messages: a service one and a marketing one."""
    with writing(database) as connection:
        senders.add(
            connection, id="s", key="main", provider="sandbox", number="33100000000", display_name="B", created_at=NOW
        )
        contacts.add_contact(connection, "c", now=NOW)
        contacts.add_address(connection, "a", contact_id="c", channel="whatsapp", value="33600000001", now=NOW)
        outbox.add(connection, [queued("m1", "service"), queued("m2", "marketing")])
    return database


def queued(message_id: str, purpose: str, kind: str = "template") -> dict[str, object]:
    return {
        "id": message_id, "shard": 0, "contact_id": "c", "sender_id": "s", "address_id": "a", "enrollment_id": None,
        "journey_id": None, "version_id": None, "step_id": None, "kind": kind, "purpose": purpose, "body": {},
        "status": "queued", "reason": None, "attempts": 0, "lane_epoch": 0, "created_at": NOW, "hold_until": NOW,
        "answers_at": None,
    }  # fmt: skip


def statuses(connection: Connection) -> dict[str, str]:
    return {row.id: row.status for row in connection.execute(text("SELECT id, status FROM message"))}


def test_a_message_is_claimed_once(outgoing: Engine) -> None:
    with writing(outgoing) as connection:
        first = claims.claim(connection, ["m1"], epoch=1, now=NOW)
        second = claims.claim(connection, ["m1", "m2"], epoch=1, now=NOW)

    assert (first, second) == ({"m1"}, {"m2"})


def test_a_lane_that_was_taken_over_holds_nothing(outgoing: Engine) -> None:
    with writing(outgoing) as connection:
        old = lanes.take_alone(connection, "s")
        new = lanes.take_alone(connection, "s")

        assert lanes.hold(connection, "s", old) is None
        assert lanes.hold(connection, "s", new) is not None


def test_only_the_claimant_gives_a_message_back(outgoing: Engine) -> None:
    with writing(outgoing) as connection:
        claims.claim(connection, ["m1"], epoch=2, now=NOW)

        claims.give_back(connection, ["m1"], epoch=1, hold_until=NOW, reason="x")
        assert statuses(connection)["m1"] == "sending"
        claims.give_back(connection, ["m1"], epoch=2, hold_until=NOW, reason="x")
        assert statuses(connection)["m1"] == "queued"


def test_the_answer_to_an_earlier_sending_says_nothing_of_the_next_one(outgoing: Engine) -> None:
    """Asked about the first, stopped; meanwhile it was sent once more, and nobody knows what became of that either."""
    with writing(outgoing) as connection:
        claims.claim(connection, ["m1"], epoch=1, now=NOW)
        unknown_sends.orphan(connection, "s", 2)
        asked_about = list(outbox.load(connection, ["m1"]).values())
        unknown_sends.requeue(connection, asked_about, now=NOW)
        claims.claim(connection, ["m1"], epoch=2, now=NOW)
        unknown_sends.orphan(connection, "s", 3)

        requeued = unknown_sends.requeue(connection, asked_about, now=NOW)

    assert requeued == set()


def test_a_message_that_waits_again_does_not_leave_when_its_first_sending_was_accepted(outgoing: Engine) -> None:
    with writing(outgoing) as connection:
        claims.claim(connection, ["m1"], epoch=1, now=NOW)
        unknown_sends.orphan(connection, "s", 2)
        unknown_sends.requeue(connection, list(outbox.load(connection, ["m1"]).values()), now=NOW)

        outcomes.note_accepted(connection, [("m1", "p1", NOW)])

        assert statuses(connection)["m1"] == "accepted"
        assert claims.claim(connection, ["m1"], epoch=2, now=NOW) == set()


def test_a_try_whose_failure_came_before_its_acceptance_is_tried_again_all_the_same(outgoing: Engine) -> None:
    """A receipt may overtake the writing of what it is about."""
    with writing(outgoing) as connection:
        claims.claim(connection, ["m1"], epoch=1, now=NOW)
        outcomes.send_again(connection, "m1", hold_until=NOW, reason="131016", body=None, failed_id="p1")

        outcomes.note_accepted(connection, [("m1", "p1", NOW)])
        assert statuses(connection)["m1"] == "queued"

        claims.claim(connection, ["m1"], epoch=1, now=NOW)
        outcomes.note_accepted(connection, [("m1", "p2", NOW)])
        assert statuses(connection)["m1"] == "accepted"


def test_a_failure_noted_by_an_earlier_owner_does_not_end_a_message_that_was_sent_again(outgoing: Engine) -> None:
    with writing(outgoing) as connection:
        claims.claim(connection, ["m1"], epoch=2, now=NOW)

        closed = outcomes.settle(connection, ["m1"], status="failed", reason="x", detail="", now=NOW, epoch=1)

        assert closed == set()
        assert statuses(connection)["m1"] == "sending"


def test_what_an_earlier_owner_was_sending_becomes_unknown(outgoing: Engine) -> None:
    with writing(outgoing) as connection:
        claims.claim(connection, ["m1"], epoch=1, now=NOW)
        claims.claim(connection, ["m2"], epoch=2, now=NOW)

        unknown_sends.orphan(connection, "s", 2)

        assert statuses(connection) == {"m1": "unknown", "m2": "sending"}


def test_messages_of_a_paused_journey_are_no_candidates(outgoing: Engine) -> None:
    with writing(outgoing) as connection:
        connection.execute(text(
            "INSERT INTO journey (id, key, name, state, created_at, state_changed_at, is_sample, names)"
            " VALUES ('j', 'j', 'J', 'paused', :now, :now, false, '{}')"), {"now": NOW.replace(tzinfo=None)})  # fmt: skip
        connection.execute(text("UPDATE message SET journey_id = 'j' WHERE id = 'm1'"))

        found = claims.candidates(connection, "s", now=NOW, except_journeys=["j"], limit=10)

        assert [row["id"] for row in found] == ["m2"]


@pytest.mark.parametrize(("purpose", "left"), [("all", "queued"), ("marketing", "queued")])
def test_an_opt_out_cancels_what_is_queued_except_its_confirmation(outgoing: Engine, purpose: str, left: str) -> None:
    with writing(outgoing) as connection:
        outbox.add(connection, [queued("ok", "service", "confirmation")])

        outbox.cancel_queued_of(connection, "c", purpose=purpose, now=NOW, reason="opted_out")

        service = "cancelled" if purpose == "all" else "queued"
        assert statuses(connection) == {"m1": service, "m2": "cancelled", "ok": left}


def test_a_late_receipt_never_lowers_a_status(outgoing: Engine) -> None:
    with writing(outgoing) as connection:
        for status in ("read", "delivered", "sent"):
            receipts.merge(connection, [receipts.Merged("m1", status, NOW, "p")])

        assert statuses(connection)["m1"] == "read"


def test_two_results_written_together_are_both_accepted(outgoing: Engine) -> None:
    with writing(outgoing) as connection:
        claims.claim(connection, ["m1", "m2"], epoch=1, now=NOW)

        outcomes.note_accepted(connection, [("m1", "p1", NOW), ("m2", "p2", NOW)])

        assert statuses(connection) == {"m1": "accepted", "m2": "accepted"}


def test_nobody_reads_before_it_left(outgoing: Engine) -> None:
    """The customer's moment is a whole second, ours is not."""
    later = NOW + dt.timedelta(seconds=5)
    with writing(outgoing) as connection:
        claims.claim(connection, ["m1", "m2"], epoch=1, now=NOW)
        outcomes.note_accepted(connection, [("m1", "p1", NOW), ("m2", "p2", NOW)])

        outcomes.note_read(connection, [("m1", NOW - dt.timedelta(milliseconds=700)), ("m2", later)])

        messages = outbox.load(connection, ["m1", "m2"])
        assert [(row["status"], row["read_at"]) for _, row in sorted(messages.items())] == [
            ("read", NOW),
            ("read", later),
        ]


@pytest.mark.parametrize("status", ["refused", "failed", "cancelled"])
def test_what_did_not_leave_was_not_read(outgoing: Engine, status: str) -> None:
    with writing(outgoing) as connection:
        outcomes.settle(connection, ["m1"], status=status, reason="x", detail="", now=NOW)

        outcomes.note_read(connection, [("m1", NOW)])

        assert statuses(connection)["m1"] == status


def test_only_free_replies_of_those_who_wrote_too_long_ago_cannot_wait(outgoing: Engine) -> None:
    """Whoever never wrote has no window either; a template waits."""
    with writing(outgoing) as connection:
        outbox.add(connection, [queued("m3", "service", "session")])

        never = claims.cannot_wait(connection, "s", wrote_before=NOW, limit=9)
        contacts.open_windows(connection, [("s", "a", NOW + dt.timedelta(seconds=1))])
        in_time = claims.cannot_wait(connection, "s", wrote_before=NOW, limit=9)
        too_late = claims.cannot_wait(connection, "s", wrote_before=NOW + dt.timedelta(seconds=1), limit=9)
        any_time = claims.cannot_wait(connection, "s", wrote_before=None, limit=9)

    assert [[row["id"] for row in rows] for rows in (never, in_time, too_late, any_time)] == [
        ["m3"],
        [],
        ["m3"],
        ["m3"],
    ]


def test_the_last_purpose_is_that_of_the_latest_send_whatever_is_written_first(outgoing: Engine) -> None:
    with writing(outgoing) as connection:
        contacts.note_outbound(connection, [("s", "a", NOW, "marketing")])
        contacts.note_outbound(connection, [("s", "a", NOW - dt.timedelta(minutes=1), "service")])

        assert contacts.last_purposes(connection, ["a"]) == {("s", "a"): "marketing"}

        contacts.note_outbound(
            connection,
            [
                ("s", "a", NOW + dt.timedelta(minutes=2), "service"),
                ("s", "a", NOW + dt.timedelta(minutes=1), "marketing"),
            ],
        )

        assert contacts.last_purposes(connection, ["a"]) == {("s", "a"): "service"}
