"""What the channel reports after it took a message: sent again, as a template instead, held with its sender, or given up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from cloud_house import CloudHouse, running_cloud_house
from house import AMINA, until
from journeys import MARKETING, PREFERENCES, SHIPPED, TEMPLATE_TEXT
from sqlalchemy import Engine
from test_held_and_refused import started_by

QUESTION = "Que préférez-vous ?"
SHIPPED_TEXT = TEMPLATE_TEXT.format("cher client", "C-1")
ADVICE = started_by("conseil", {
    "advise": {
        "type": "send_session", "text": "Notre conseil.", "next": "end",
        "if_window_closed": {
            "template": "colis_expedie", "values": {"1": "cher client", "2": "C-1", "3": "mardi"},
        },
    },
})  # fmt: skip
NEWS = {
    **MARKETING,
    "steps": {**MARKETING["steps"], "tell": {**MARKETING["steps"]["tell"], "values": {"first_name": "Amina"}}},
}


@pytest.fixture
def house(chosen_database: Engine) -> Iterator[CloudHouse]:
    with running_cloud_house(chosen_database) as running:
        yield running


@pytest.mark.parametrize("later", [True, False])
def test_a_free_reply_that_whatsapp_finds_too_late_leaves_as_its_template(house: CloudHouse, later: bool) -> None:
    """131047: “switch to template”."""
    house.publish(ADVICE)
    house.behave(refusal={"code": 131047, "times": 1, "later": later})

    house.says("conseil")

    until(lambda: house.phone() and house.phone()[-1]["kind"] == "template")
    until(lambda: house.rows("SELECT kind, status FROM message") == [("fallback", "read")])


def test_a_free_reply_without_a_template_that_came_too_late_is_given_up(house: CloudHouse) -> None:
    house.publish(PREFERENCES)
    house.behave(refusal={"code": 131047, "times": 1, "later": True})

    house.says("menu")

    until(lambda: house.rows("SELECT status, reason FROM message") == [("failed", "131047")])


def test_what_failed_for_a_moment_is_sent_again_after_a_while(house: CloudHouse) -> None:
    house.publish(SHIPPED)
    house.behave(refusal={"code": 131016, "times": 1, "later": True})
    house.event("e1", "order.shipped", data={"order_id": "C-1"})
    until(lambda: house.rows("SELECT status, hold_reason FROM message") == [("queued", "131016")])

    house.later(minutes=1)

    until(lambda: house.rows("SELECT status, attempts FROM message") == [("read", 2)])


def test_a_fault_of_the_whole_number_stops_what_comes_after_it(house: CloudHouse) -> None:
    """131042: a payment problem, told after the message was taken."""
    house.publish(SHIPPED)
    house.behave(refusal={"code": 131042, "times": 1, "later": True})
    house.event("e1", "order.shipped", data={"order_id": "C-1"})
    until(lambda: house.rows("SELECT blocked_reason FROM sender") == [("131042",)])

    house.event("e2", "order.shipped", data={"order_id": "C-2"})
    until(lambda: house.rows("SELECT COUNT(*) FROM message") == [(2,)])
    assert sorted(house.statuses()) == ["failed", "queued"]

    house.later(minutes=2)
    until(lambda: sorted(house.statuses()) == ["failed", "read"])


def test_reports_of_spam_pause_marketing_until_the_number_is_judged_better(house: CloudHouse) -> None:
    """131048: “pause campaign; retry only after hours and review”."""
    house.publish(NEWS)
    house.consents("marketing")
    house.behave(refusal={"code": 131048, "times": 1})
    house.event("e1", "news.ready")
    until(lambda: house.rows("SELECT quality FROM sender") == [("red",)])

    house.later(hours=3)
    until(lambda: house.rows("SELECT hold_reason FROM message") == [("quality_red",)])
    house.write("UPDATE sender SET quality = 'green'")

    until(lambda: len(house.phone()) == 1)


WELCOME = started_by("bonjour", {
    "greet": {"type": "send_session", "text": "Bienvenue !", "next": "answer", "not_sent": "tell"},
    "answer": {"type": "wait_for_reply", "for": "20h", "otherwise": "end", "no_reply": "end"},
    "tell": {"type": "send_session", "text": "Un autre message.", "next": "end"},
})  # fmt: skip


@pytest.mark.parametrize("code", [131026, 131051], ids=["the person", "the moment"])
def test_not_sent_is_taken_when_the_channel_loses_the_message_afterwards(house: CloudHouse, code: int) -> None:
    """“A send step may name `not_sent` to take another way in either case”, also where the failure is told after the message
    was taken."""
    house.publish(WELCOME)
    house.behave(refusal={"code": code, "times": 1, "later": True})

    house.says("bonjour")

    until(lambda: "Un autre message." in house.texts())
    until(lambda: house.exits() == ["end"])
    assert house.rows("SELECT status, reason FROM message WHERE step_id = 'greet'") == [("failed", str(code))]


def test_a_message_that_is_lost_during_a_pause_moves_nobody(house: CloudHouse) -> None:
    """“*Pause* a journey: nobody enters, moves or is sent to.”"""
    journey_id = house.publish(WELCOME)
    house.says("bonjour")
    until(lambda: house.rows("SELECT status FROM message") == [("read",)])
    house.act(journey_id, "pause")
    house.write("UPDATE message SET status = 'accepted'")

    ((provider_id,),) = house.rows("SELECT provider_message_id FROM message")
    lost = {"id": provider_id, "status": "failed", "timestamp": str(int(house.clock().timestamp())),
            "recipient_id": AMINA, "errors": [{"code": 131051, "title": "Unsupported message type"}]}  # fmt: skip
    house.change("messages", {"statuses": [lost]})

    until(lambda: house.rows("SELECT status FROM message") == [("failed",)])
    house.settled()
    assert house.rows("SELECT status, waiting FROM enrollment") == [("active", "reply")]


def facts(house: CloudHouse) -> list[tuple[Any, ...]]:
    return house.rows("SELECT status, restricted_until IS NOT NULL FROM sender")


def test_what_the_account_is_told_changes_the_limits_at_once(house: CloudHouse) -> None:
    change = {"max_daily_conversations_per_business": "TIER_2K"}
    house.change("business_capability_update", change, number=False)
    until(lambda: house.rows("SELECT told_limit FROM portfolio") == [(2000,)])

    kinds = ["RESTRICTED_BIZ_INITIATED_MESSAGING"]
    info = [{"restriction_type": kind, "expiration": int(house.clock().timestamp()) + 3600} for kind in kinds]
    house.change("account_update", {"event": "ACCOUNT_RESTRICTION", "restriction_info": info}, number=False)
    until(lambda: facts(house) == [("no_templates", 1)])

    house.publish(SHIPPED)
    house.event("e1", "order.shipped", data={"order_id": "C-1"})
    until(lambda: house.rows("SELECT hold_reason FROM message") == [("no_templates",)])
    house.later(hours=1, seconds=1)
    house.hears(SHIPPED_TEXT)
