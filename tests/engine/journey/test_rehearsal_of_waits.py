"""Stories of journeys that wait for events and receipts, share customers, and lead into other journeys."""

from __future__ import annotations

from tests.engine.journey.playing import assert_kept, failing, play
from tests.engine.journey.samples import journey_of

END = {"type": "exit"}
REMIND = {"type": "send_template", "template": "cart", "next": "look"}


def test_a_story_tells_what_became_of_the_newest_message() -> None:
    look = {"type": "branch_on_message", "message": "remind", "within": "6h", "read": "offer", "otherwise": "end"}
    offer = {"type": "send_template", "template": "offer", "next": "end"}
    journey = journey_of({"remind": REMIND, "look": look, "offer": offer, "end": END})

    assert_kept(
        play("""
  - {event: {name: go}, expect: [{template: cart}]}
  - {after: 1m, receipt: delivered, nothing: true}
  - {after: 1h, receipt: read, expect: [{branch: look.read}, {template: offer}, {exit: end}]}
""", journey=journey)
    )  # fmt: skip
    assert_kept(
        play("""
  - {event: {name: go}, expect: [{template: cart}]}
  - {after: 6h, expect: [{branch: look.otherwise}, {exit: end}]}
""", journey=journey)
    )  # fmt: skip


def test_news_of_a_message_is_kept_while_another_system_is_asked_and_its_answer_still_counts() -> None:
    journey = journey_of({
        "remind": {**REMIND, "next": "call"},
        "call": {"type": "call_http", "url": "https://suivi.example/", "save": {"parcel": "state"}, "next": "look", "failed": "end"},
        "look": {"type": "branch_on_message", "message": "remind", "within": "6h", "read": "offer", "otherwise": "end"},
        "offer": {"type": "send_template", "template": "offer", "next": "end"},
        "end": END,
    })  # fmt: skip

    report = play("""
  - {event: {name: go}, expect: [{template: cart}, {call: "https://suivi.example/"}]}
  - {after: 2s, receipt: read, nothing: true}
  - {after: 2s, http: {body: {state: sent}}, expect: [{contact: {parcel: sent}}, {branch: look.read}, {template: offer}, {exit: end}]}
""", journey=journey)  # fmt: skip

    assert_kept(report)


def test_a_receipt_before_any_message_cannot_be_played() -> None:
    report = play("  - {receipt: read}", journey=journey_of({"end": END}))

    assert failing(report) == [1]
    assert "aucun message n’est parti" in report.text()


def test_a_story_plays_an_event_that_is_waited_for() -> None:
    paid = {"type": "wait_for_event", "event": "order.paid", "for": "3d", "next": "thanks", "no_event": "end"}
    thanks = {
        "type": "send_template",
        "template": "thanks",
        "values": {"total": "{{ answers.paid.total }}"},
        "next": "end",
    }
    journey = journey_of({"paid": paid, "thanks": thanks, "end": END})

    assert_kept(
        play("""
  - {event: {name: go}, nothing: true}
  - {after: 1d, event: {name: order.paid, data: {total: 80}}, expect: [{template: thanks, values: {total: "80"}}, {exit: end}]}
""", journey=journey)
    )  # fmt: skip


def test_a_story_tells_that_the_customer_was_led_into_another_journey() -> None:
    journey = journey_of({"more": {"type": "start_journey", "journey": "survey", "next": "end"}, "end": END})

    assert_kept(play("  - {event: {name: go}, expect: [{starts: survey}, {exit: end}]}", journey=journey))
    assert failing(play("  - {event: {name: go}, expect: [{starts: other}, {exit: end}]}", journey=journey)) == [1]
