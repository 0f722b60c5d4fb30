"""“Sending” and “Consent”: what is held, what is refused, and where the customer goes then, through the running engine."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from house import AMINA, House, until
from journeys import END, MARKETING, PREFERENCES, SHIPPED, TEMPLATE_TEXT
from test_what_may_leave import CONFIRMED
from wire import inbound

from engine.ids import new_id
from storage.database import reading
from storage.overdue import overdue

QUESTION = "Que préférez-vous ?"
SHIPPED_TEXT = TEMPLATE_TEXT.format("cher client", "C-1")
TEMPLATE = {
    "type": "send_template", "template": "colis_expedie", "next": "end",
    "values": {"1": "cher client", "2": "C-1", "3": "mardi"},
}  # fmt: skip


def started_by(word: str, steps: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A journey that begins at its first step when the customer writes this word."""
    trigger = {"id": "go", "type": "keyword", "any_of": [word], "next": next(iter(steps))}
    return {"key": word, "triggers": [trigger], "steps": {**steps, "end": END}, **more}


def reply_after(pause: str, **more: Any) -> dict[str, Any]:
    """The customer asks, time passes, a free reply is due."""
    return started_by("conseil", {
        "pause": {"type": "wait", "for": pause, "next": "advise"},
        "advise": {"type": "send_session", "text": "Notre conseil.", "next": "end", **more},
    })  # fmt: skip


def moment(value: Any) -> dt.datetime:
    at = dt.datetime.fromisoformat(str(value))
    return at if at.tzinfo else at.replace(tzinfo=dt.UTC)


# A session message never waits past its window ---------------------------------------------------------------------


def test_a_free_reply_of_a_paused_number_is_refused_at_once(either_house: House) -> None:
    """“What would be held longer (… a paused sender) is refused at once as `window_closed`.” The journey goes on."""
    either_house.publish(PREFERENCES)
    either_house.write("UPDATE sender SET paused = true")

    either_house.says("menu")

    either_house.waits()
    assert either_house.rows("SELECT status, reason FROM message") == [("refused", "window_closed")]


def test_a_template_of_a_paused_number_waits(house: House) -> None:
    """It may leave at any time, so it is only held."""
    house.publish(SHIPPED)
    house.write("UPDATE sender SET paused = true")

    house.event("e1", "order.shipped", data={"order_id": "C-1"})

    until(lambda: house.statuses() == ["queued"])
    house.later(days=3)
    house.write("UPDATE sender SET paused = false")
    house.hears(SHIPPED_TEXT)


def test_a_refused_free_reply_can_send_a_template_in_its_place(house: House) -> None:
    """“A send step may name `not_sent` to take another way.”"""
    house.publish(started_by("conseil", {
        "advise": {"type": "send_session", "text": "Notre conseil.", "next": "end", "not_sent": "tell"},
        "tell": TEMPLATE,
    }))  # fmt: skip
    house.write("UPDATE sender SET paused = true")

    house.says("conseil")

    until(lambda: house.rows("SELECT kind, status FROM message ORDER BY created_at, id") == [
        ("session", "refused"), ("template", "queued"),
    ])  # fmt: skip


def test_a_free_reply_that_a_blocked_lane_would_bring_too_late_is_refused_before_its_window_closes(
    house: House,
) -> None:
    """“A session message never waits past its window: what would be held longer (… limits …) is refused at once.”"""
    house.publish(reply_after("86390s"))
    house.behave(refuse={"code": "403", "share": 1.0})
    house.says("conseil")
    house.waits("time")

    house.later(seconds=86391)

    until(lambda: house.exits() == ["end"], seconds=25)
    ((status, reason, failed_at),) = house.rows("SELECT status, reason, failed_at FROM message")
    ((wrote_at,),) = house.rows("SELECT last_inbound_at FROM service_window")
    assert (status, reason) == ("refused", "window_closed")
    assert moment(failed_at) < moment(wrote_at) + dt.timedelta(hours=24)


def test_a_free_reply_that_can_still_leave_in_time_waits_for_a_blocked_lane(house: House) -> None:
    house.publish(PREFERENCES)
    house.behave(refuse={"code": "403", "share": 1.0})
    house.says("menu")
    until(lambda: house.rows("SELECT hold_reason FROM message") == [("misconfigured",)])

    house.behave(refuse=None)
    house.later(minutes=2)

    house.hears(QUESTION)


def test_a_free_reply_waits_for_the_end_of_the_emergency_stop_while_its_window_is_open(house: House) -> None:
    house.publish(PREFERENCES)
    house.suspend()
    house.says("menu")
    until(lambda: house.statuses() == ["queued"])

    house.later(hours=23)
    house.lift()

    house.hears(QUESTION)


def test_the_emergency_stop_keeps_no_free_reply_longer_than_its_window(house: House) -> None:
    """“A session message never waits past its window.”"""
    house.publish(PREFERENCES)
    house.suspend()
    house.says("menu")
    until(lambda: house.statuses() == ["queued"])

    house.later(hours=24, minutes=1)

    house.waits()
    assert house.rows("SELECT status, reason FROM message") == [("refused", "window_closed")]


def test_a_paused_journey_keeps_no_free_reply_longer_than_its_window_and_hears_of_it_when_it_goes_on(
    either_house: House,
) -> None:
    """“A session message never waits past its window.” A pause may end at any moment, so it is refused when the window closes."""
    house, advice = either_house, {"type": "send_session", "text": "Notre conseil.", "next": "end", "not_sent": "tell"}
    journey_id = house.publish(
        started_by(
            "conseil", {"pause": {"type": "wait", "for": "1h", "next": "advise"}, "advise": advice, "tell": TEMPLATE}
        )
    )
    house.suspend()
    house.says("conseil")
    house.waits("time")
    house.later(hours=1)
    until(lambda: house.statuses() == ["queued"])
    house.act(journey_id, "pause")
    house.lift()
    house.later(hours=22, minutes=58)
    until(lambda: not house.rows("SELECT 1 FROM inbound_event WHERE status IN ('new', 'routed')"))
    assert house.statuses() == ["queued"]

    house.later(minutes=3)

    until(lambda: house.rows("SELECT status, reason FROM message") == [("refused", "window_closed")])
    until(lambda: house.rows("SELECT status FROM inbound_event WHERE kind = 'outcome'") == [("held",)])
    with reading(house.engine) as connection:
        assert overdue(connection, journey_id=journey_id, at=house.clock()).messages == 0
    house.act(journey_id, "resume")
    house.hears(SHIPPED_TEXT)


# Refused: because of the person, or of the moment ------------------------------------------------------------------


def test_a_wait_behind_a_refused_message_begins_at_the_refusal(house: House) -> None:
    """“A wait after a send starts when the provider accepted it (or at its final refusal), never at queueing.”"""
    house.publish(started_by("conseil", {
        "pause": {"type": "wait", "for": "25h", "next": "advise"},
        "advise": {"type": "send_session", "text": "Notre conseil.", "next": "answer"},
        "answer": {"type": "wait_for_reply", "for": "2h", "otherwise": "end", "no_reply": "end"},
    }))  # fmt: skip
    house.says("conseil")
    house.waits("time")

    house.later(hours=27)

    house.waits()
    ((failed_at, wake_at),) = house.rows(
        "SELECT failed_at, wake_at FROM message JOIN enrollment ON enrollment.id = enrollment_id"
    )
    assert moment(wake_at) - moment(failed_at) == dt.timedelta(hours=2)


def test_because_of_the_moment_the_journey_goes_on(house: House) -> None:
    """“Because of the *moment* (window closed, …): go on.”"""
    house.publish(started_by("conseil", {
        "pause": {"type": "wait", "for": "25h", "next": "advise"},
        "advise": {"type": "send_session", "text": "Notre conseil.", "next": "tell"},
        "tell": TEMPLATE,
    }))  # fmt: skip
    house.says("conseil")
    house.waits("time")

    house.later(hours=26)

    house.hears(SHIPPED_TEXT)
    until(lambda: house.exits() == ["end"])


@pytest.mark.parametrize(
    ("code", "exit_reason"),
    [("RECIPIENT_INVALID_CHANNEL_IDENTITY", "failed:RECIPIENT_INVALID_CHANNEL_IDENTITY"), ("CHANNEL_REJECT", "end")],
    ids=["the person", "the moment"],
)
def test_a_failure_that_is_told_later_ends_the_passage_only_because_of_the_person(
    house: House, code: str, exit_reason: str
) -> None:
    """“Refused or failed because of the *person*: exit with that reason. Because of the *moment*: go on.”"""
    house.publish(
        started_by(
            "colis", {"tell": {**TEMPLATE, "next": "pause"}, "pause": {"type": "wait", "for": "1h", "next": "end"}}
        )
    )
    house.behave(refuse={"code": code, "share": 1.0})

    house.says("colis")

    until(lambda: house.statuses() == ["failed"])
    house.settled()
    house.later(hours=2)
    until(lambda: house.exits() == [exit_reason])


def test_not_sent_takes_another_way_also_because_of_the_person(house: House) -> None:
    """“A send step may name `not_sent` to take another way in either case.”"""
    house.publish(started_by("promo", {
        "tell": {"type": "send_template", "template": "nouveautes_du_mois", "values": {"1": "Amina"}, "next": "end",
                 "not_sent": "sorry"},
        "sorry": {"type": "send_session", "text": "Sans votre accord, rien.", "next": "end"},
    }))  # fmt: skip

    house.says("promo")

    house.hears("Sans votre accord, rien.")
    until(lambda: house.exits() == ["end"])


def test_messages_of_one_passage_keep_their_order_and_a_held_one_holds_those_behind_it(house: House) -> None:
    """“Messages of one enrollment keep their order; a held one holds those behind it.”"""
    second = {"type": "send_session", "text": "Et voici le plan.", "next": "end"}
    house.publish(started_by("colis", {"tell": {**TEMPLATE, "next": "plan"}, "plan": second}))
    house.write("UPDATE message_template SET status = 'PAUSED' WHERE name = 'colis_expedie'")
    house.says("colis")
    until(lambda: house.rows("SELECT hold_reason FROM message") == [("template_paused",)])
    assert house.phone() == []

    house.write("UPDATE message_template SET status = 'APPROVED' WHERE name = 'colis_expedie'")
    house.later(minutes=2)

    house.hears(SHIPPED_TEXT, "Et voici le plan.")


# Consent -----------------------------------------------------------------------------------------------------------


def test_a_template_that_whatsapp_made_marketing_needs_the_consent_from_then_on(house: House) -> None:
    """“The stricter of the journey's purpose and the template's *current* category.”"""
    house.publish(SHIPPED)
    house.event("e1", "order.shipped", data={"order_id": "C-1"})
    house.hears(SHIPPED_TEXT)

    house.write("UPDATE message_template SET category = 'MARKETING' WHERE name = 'colis_expedie'")
    house.event("e2", "order.shipped", data={"order_id": "C-2"})

    until(lambda: "refused:no_consent" in house.exits())
    house.hears(SHIPPED_TEXT)


def test_a_service_template_in_a_marketing_journey_needs_the_consent(house: House) -> None:
    """The journey's purpose is the stricter one here."""
    house.publish({**SHIPPED, "purpose": "marketing"})

    house.event("e1", "order.shipped", data={"order_id": "C-1"})

    until(lambda: house.exits() == ["refused:no_consent"])
    assert house.phone() == []


def test_a_free_reply_of_a_marketing_journey_needs_no_consent(house: House) -> None:
    """“Session replies inside the window need no marketing consent.”"""
    house.publish({**PREFERENCES, "purpose": "marketing"})

    house.says("menu")

    house.hears(QUESTION)


@pytest.mark.parametrize(("pause", "leaves"), [("14m", True), ("16m", False)])
def test_after_an_opt_out_what_comes_within_a_quarter_of_an_hour_is_an_answer(
    house: House, pause: str, leaves: bool
) -> None:
    """“Answers to a customer (session messages within 15 minutes of an inbound)”, and “an opt-out silences everything except
    … what the customer asks for next”."""
    house.publish(reply_after(pause))
    house.says("STOP")
    house.hears(CONFIRMED)
    house.says("conseil")
    house.waits("time")

    house.later(minutes=int(pause[:-1]), seconds=2)

    until(lambda: house.exits() == ["end" if leaves else "refused:opted_out"])
    house.settled()
    assert house.texts() == ([CONFIRMED, "Notre conseil."] if leaves else [CONFIRMED])


def test_a_later_opt_in_resumes_nothing(house: House) -> None:
    """“A later opt-in resumes nothing”: what was queued stays cancelled, who left stays out."""
    house.publish(MARKETING)
    house.consents("marketing")
    house.suspend()
    house.event("e1", "news.ready")
    until(lambda: house.statuses() == ["queued"])
    house.says("STOP")
    house.hears(CONFIRMED)
    house.provider_posts(inbound("START", new_id()))
    until(lambda: len(house.phone()) == 2)

    house.lift()

    house.settled()
    assert house.exits() == ["opted_out"]
    assert house.rows("SELECT status FROM message WHERE kind = 'template'") == [("cancelled",)]


# More than one reply at a time ---------------------------------------------------------------------------------------


def test_the_house_answers_two_messages_found_together_once(either_house: House) -> None:
    """“The house reply, at most once a day.”"""
    either_house.set_house_reply("Un conseiller vous répondra.")

    either_house.says_at_once("bonjour", "il y a quelqu'un ?")

    either_house.heard(2)
    either_house.settled()
    either_house.hears("Un conseiller vous répondra.")
    assert either_house.rows("SELECT DISTINCT reason FROM inbound_event WHERE kind = 'message'") == [("unanswered",)]


def test_the_house_answers_again_after_a_day_and_not_before(house: House) -> None:
    """“At most once a day”: 23 hours later it is silent, 25 hours later it speaks."""
    house.set_house_reply("Un conseiller vous répondra.")
    house.says("bonjour")
    house.hears("Un conseiller vous répondra.")

    house.later(hours=23)
    house.provider_posts(inbound("bonjour ?", new_id(), at=house.clock(), who=AMINA))
    house.heard(2)
    house.settled()
    assert house.rows("SELECT COUNT(*) FROM message WHERE kind = 'house_reply'") == [(1,)]

    house.later(hours=2)
    house.provider_posts(inbound("bonjour ?", new_id(), at=house.clock(), who=AMINA))
    until(lambda: house.rows("SELECT COUNT(*) FROM message WHERE kind = 'house_reply'") == [(2,)])


def test_the_house_says_nothing_to_who_opted_out(house: House) -> None:
    house.set_house_reply("Un conseiller vous répondra.")
    house.says("STOP")
    house.hears(CONFIRMED)

    house.says("bonjour")

    house.heard(2)
    house.settled()
    house.hears(CONFIRMED)


def test_a_house_reply_that_waits_is_cancelled_by_an_opt_out(house: House) -> None:
    """“An opt-out takes effect before the next message leaves: queued messages are cancelled”, those of no journey too."""
    house.set_house_reply("Un conseiller vous répondra.")
    house.suspend()
    house.says("bonjour")
    until(lambda: house.statuses() == ["queued"])

    house.says("STOP")
    house.hears(CONFIRMED)
    house.lift()

    house.settled()
    house.hears(CONFIRMED)
    assert house.rows("SELECT status FROM message WHERE kind = 'house_reply'") == [("cancelled",)]


def test_a_late_message_gets_no_house_reply(house: House) -> None:
    house.set_house_reply("Un conseiller vous répondra.")

    house.says("bonjour", at="2026-01-05T09:00:00Z")

    house.heard(1)
    assert house.statuses() == []
