"""Stories: played as the engine would, told so that a marketer understands what went wrong."""

from __future__ import annotations

from engine.journey.definition import read_definition
from tests.engine.journey.playing import assert_kept, play
from tests.engine.journey.samples import journey_of

# What a story can say -----------------------------------------------------------------------------


def test_a_whole_conversation_goes_as_expected() -> None:
    assert_kept(
        play("""
  - {at: 2026-01-05T09:00Z, event: {name: cart.abandoned}, expect: [{template: cart_reminder, values: {name: Amina}, language: fr}]}
  - {after: 5m, says: "Oui!", expect: [{branch: answer.yes}, {session: "Merci Amina !"}, {exit: bye}, {contact: {buyer: true}}]}
  - {after: 1d, event: {name: cart.abandoned}, nothing: true}
  - {after: 7d, says: MENU, expect: [{session: Oui ou non ?, buttons: [Oui]}]}
  - {after: 1m, taps: oui, expect: [{branch: answer.yes}, {session: "Merci Amina !"}, {exit: end}]}
""")
    )


def test_timers_fire_in_order_on_the_way() -> None:
    steps = {
        "a": {"type": "wait", "for": "1h", "next": "b"}, "b": {"type": "send_template", "template": "one", "next": "c"},
        "c": {"type": "wait", "for": "1d", "next": "d"}, "d": {"type": "send_template", "template": "two", "next": "e"}, "e": {"type": "exit"},
    }  # fmt: skip

    report = play("""
  - {event: {name: go}, nothing: true}
  - {after: 30m, expect: []}
  - {after: 2d, expect: [{template: one}, {template: two}, {exit: e}]}
""", journey=journey_of(steps))  # fmt: skip

    assert_kept(report)
    assert [f"{happening.at:%d %H:%M}" for happening in report.happened if type(happening.fact).__name__ == "Sent"] == [
        "05 10:00",
        "06 10:00",
    ]


def test_silence_takes_no_reply() -> None:
    assert_kept(
        play("""
  - {event: {name: cart.abandoned}, expect: [{template: cart_reminder}]}
  - {after: 24h, expect: [{branch: answer.no_reply}, {exit: bye}]}
""")
    )


def test_a_photo_takes_otherwise_and_a_caption_is_text() -> None:
    assert_kept(
        play("""
  - {says: menu, expect: [{session: Oui ou non ?}]}
  - {after: 1m, sends: image, expect: [{branch: answer.otherwise}, {session: On vous rappelle.}, {exit: bye}]}
  - {after: 8d, says: menu, expect: [{session: Oui ou non ?}]}
  - {after: 1m, sends: image, caption: "ok !", expect: [{branch: answer.yes}, {session: "Merci Amina !"}, {exit: bye}]}
""")
    )


def test_a_templates_quick_reply_can_be_tapped() -> None:
    lines = """
  - {event: {name: cart.abandoned}, expect: [{template: cart_reminder}]}
  - {after: 1m, taps: OK, expect: [{branch: answer.yes}, {session: "Merci Amina !"}, {exit: bye}]}
"""
    assert_kept(play(lines, more="templates: {cart_reminder: {category: marketing, buttons: [Ok, Plus tard]}}"))
    assert_kept(play(lines))


# What the engine would refuse ---------------------------------------------------------------------


def test_without_consent_marketing_is_refused_and_the_passage_ends() -> None:
    assert_kept(
        play(
            "  - {event: {name: cart.abandoned}, expect: [{refused: no_consent}, {exit: no_consent}]}",
            contact="{name: Amina}",
        )
    )


def test_a_template_whose_category_is_marketing_needs_the_consent_also_in_a_service_journey() -> None:
    journey = journey_of(
        {"a": {"type": "send_template", "template": "promo", "next": "b"}, "b": {"type": "exit"}}, purpose="service"
    )
    line = "  - {event: {name: go}, expect: [{refused: no_consent}, {exit: no_consent}]}"

    assert_kept(play(line, contact="{}", journey=journey, more="templates: {promo: {category: marketing}}"))
    assert not play(line, contact="{}", journey=journey, more="templates: {promo: {category: utility}}").ok


def test_a_session_message_outside_the_window_is_refused_and_the_journey_goes_on() -> None:
    journey = journey_of({"a": {"type": "send_session", "text": "Bonjour", "next": "b"}, "b": {"type": "exit"}})

    assert_kept(play("  - {event: {name: go}, expect: [{refused: window_closed}, {exit: b}]}", journey=journey))


def test_a_value_that_is_not_known_is_told_by_its_name() -> None:
    journey = journey_of(
        {
            "a": {"type": "send_template", "template": "t", "values": {"c": "{{ contact.city }}"}, "next": "b"},
            "b": {"type": "exit"},
        }
    )

    assert_kept(play('  - {event: {name: go}, expect: [{refused: "cannot_render:city"}, {exit: b}]}', journey=journey))


def test_a_customer_who_wrote_stop_gets_one_confirmation_and_nothing_more() -> None:
    assert_kept(
        play("""
  - {event: {name: cart.abandoned}, expect: [{template: cart_reminder}]}
  - {after: 1m, says: "Stop !", expect: [{confirmation: opt_out}, {exit: opted_out}]}
  - {after: 1m, says: stop, nothing: true}
  - {after: 8d, event: {name: cart.abandoned}, expect: [{refused: opted_out}, {exit: opted_out}]}
""")
    )


def test_after_an_opt_out_what_the_customer_asks_for_is_answered() -> None:
    assert_kept(
        play("""
  - {says: stop, expect: [{confirmation: opt_out}]}
  - {after: 1h, says: menu, expect: [{session: Oui ou non ?}]}
  - {after: 1m, says: oui, expect: [{session: "Merci Amina !"}, {exit: bye}]}
""")
    )


def test_a_later_opt_in_resumes_nothing_but_lifts_the_opt_out() -> None:
    assert_kept(
        play("""
  - {event: {name: cart.abandoned}, expect: [{template: cart_reminder}]}
  - {after: 1m, says: stop, expect: [{confirmation: opt_out}, {exit: opted_out}]}
  - {after: 1m, says: start, expect: [{confirmation: opt_in}]}
  - {after: 8d, event: {name: cart.abandoned}, expect: [{template: cart_reminder}]}
""")
    )


def test_start_is_an_ordinary_word_for_who_never_left() -> None:
    journey = read_definition(
        {"parcours": 1, "key": "k", "steps": {"a": {"type": "send_session", "text": "Bonjour"}},
         "triggers": [{"id": "t", "type": "keyword", "any_of": ["start"], "next": "a"}]}
    )  # fmt: skip

    assert_kept(play("  - {says: START, expect: [{session: Bonjour}, {exit: no_next}]}", journey=journey))


def test_a_journey_that_answers_itself_in_circles_is_silenced() -> None:
    steps = {
        "a": {"type": "send_template", "template": "t", "next": "b"},
        "b": {"type": "wait", "for": "1s", "next": "a"},
    }

    report = play("  - {event: {name: go}}\n  - {after: 10m}", journey=journey_of(steps))

    sent = [happening for happening in report.happened if type(happening.fact).__name__ == "Sent"]
    assert len(sent) == 10


def test_a_journey_that_never_stops_moving_ends() -> None:
    steps = {"a": {"type": "wait", "for": "0s", "next": "b"}, "b": {"type": "wait", "for": "0s", "next": "a"}}

    assert_kept(play("  - {event: {name: go}}\n  - {after: 1m, expect: [{exit: loop}]}", journey=journey_of(steps)))


# Entering -----------------------------------------------------------------------------------------


def test_each_order_has_its_own_passage() -> None:
    steps = {
        "a": {"type": "wait", "for": "1h", "next": "b"},
        "b": {"type": "send_template", "template": "t", "values": {"n": "{{ event.order }}"}},
    }
    journey = journey_of(steps, entry={"per": "event.order"})

    assert_kept(
        play("""
  - {event: {name: go, data: {order: 1}}, nothing: true}
  - {after: 10m, event: {name: go, data: {order: 2}}, nothing: true}
  - {after: 1m, event: {name: go, data: {order: 1}}, nothing: true}
  - {after: 2h, expect: [{template: t, values: {n: 1}}, {exit: a_or_b}, {template: t, values: {n: 2}}, {exit: b}]}
""".replace("a_or_b", "b"), journey=journey)
    )  # fmt: skip


def test_entering_again_ends_the_passage_that_was_open() -> None:
    journey = journey_of(
        {"a": {"type": "wait", "for": "1h", "next": "b"}, "b": {"type": "exit"}}, entry={"again": "always"}
    )

    assert_kept(
        play(
            "  - {event: {name: go}}\n  - {after: 1m, event: {name: go}, expect: [{exit: entered_again}]}",
            journey=journey,
        )
    )


def test_the_goal_ends_the_passage_inside_a_wait() -> None:
    assert_kept(
        play("""
  - {event: {name: cart.abandoned}, expect: [{template: cart_reminder}]}
  - {after: 1h, event: {name: order.paid}, expect: [{exit: goal}]}
""")
    )
