"""Stories: played as the engine would, told so that a marketer understands what went wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from engine.journey.definition import read_definition
from engine.journey.files import BadFile, read_text
from engine.journey.rehearsal import Report, rehearse
from engine.journey.stories import journey_beside, read_story, read_story_text
from engine.journey.transcript import WORDS
from tests.engine.journey.samples import CART, journey_of


def play(
    lines: str,
    *,
    contact: str = "{name: Amina, language: fr, consent: [marketing]}",
    journey: Any = None,
    more: str = "",
) -> Report:
    story = read_story_text(f"contact: {contact}\n{more}\nstory:\n{lines}", "story")
    return rehearse(story, journey or read_text(CART, "cart"))


def assert_kept(report: Report) -> None:
    assert report.ok, report.text()


def failing(report: Report) -> list[int]:
    return [check.number for check in report.checks if not check.ok]


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


# When it goes otherwise ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "expect",
    ["[]", "[{template: other}]", "[{template: cart_reminder, values: {name: Anna}}]", "[{template: cart_reminder, language: en}]",
     "[{session: x}]", "[{template: cart_reminder}, {exit: bye}]", "[{template: cart_reminder}, {template: cart_reminder}]",
     "[{template: cart_reminder}, {branch: answer.yes}]", "[{template: cart_reminder}, {contact: {name: Anna}}]", "[{refused: no_consent}]",
     "[{template: cart_reminder}, {confirmation: opt_out}]", "[{branch: remind.next}, {template: cart_reminder}]"],
)  # fmt: skip
def test_a_line_that_goes_otherwise_fails(expect: str) -> None:
    assert failing(play(f"  - {{event: {{name: cart.abandoned}}, expect: {expect}}}")) == [1]


def test_a_wrong_button_title_or_order_fails() -> None:
    assert failing(play("  - {says: menu, expect: [{session: Oui ou non ?, buttons: [Non]}]}")) == [1]


def test_a_line_without_expectations_is_not_checked() -> None:
    assert_kept(play("  - {event: {name: cart.abandoned}}"))


def test_the_report_shows_expected_got_and_the_conversation_so_far() -> None:
    report = play("""
  - {event: {name: cart.abandoned}, expect: [{template: cart_reminder}]}
  - {after: 5m, says: "Oui!", expect: [{session: Merci !}, {exit: bye}]}
""")

    assert report.text() == REPORT


REPORT = """\
story : 2 lignes, 1 ne se passent pas comme attendu
  ligne 2 (2026-01-05 09:05) « Oui! »
    attendu  message « Merci ! » + sortie (bye)
    obtenu   message « Merci Amina ! » + sortie (end, bye)
    La conversation jusque-là :
    2026-01-05
      09:00 ← événement cart.abandoned
      09:00 → modèle cart_reminder, avec name = Amina, en fr
      09:05 ← « Oui! »
      09:05 · chemin answer.yes (mot « oui »)
      09:05 → message « Merci Amina ! »
      09:05 · fiche : buyer = True
      09:05 · sortie (end, bye)"""


def test_the_report_speaks_english_too() -> None:
    story = read_story_text("story:\n  - {says: menu, nothing: true}\n  - {taps: Maybe}", "s")

    text = rehearse(story, read_text(CART, "cart"), language="en", name="cart.story.yaml").text()

    assert text.startswith("cart.story.yaml: 2 lines, 2 not as expected")
    assert "expected nothing" in text
    assert "the last message has no button “Maybe”; it has [Oui]" in text


def test_both_languages_say_the_same_things() -> None:
    import re

    holes = {
        language: {key: re.findall(r"\{\w+\}", words) for key, words in table.items()}
        for language, table in WORDS.items()
    }

    assert holes["fr"] == holes["en"]


def test_a_tap_before_any_message_says_so() -> None:
    assert play("  - {taps: Oui}").checks[0].problem == "aucun message à boutons n’a été envoyé avant cette ligne"


# Reading ------------------------------------------------------------------------------------------


def test_a_story_file_names_its_journey_beside_it(tmp_path: Path) -> None:
    (tmp_path / "a.story.yaml").write_text("journey: cart.yaml\nstory: [{says: menu}]\n", "utf-8")

    story = read_story(tmp_path / "a.story.yaml")

    assert journey_beside(story, tmp_path / "a.story.yaml") == tmp_path / "cart.yaml"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("storys: []", "Line 1: story: this field is missing."),
        ("story: []", "Line 1: story: this list is empty; it has at least one line."),
        ("story:\n  - {says: a, taps: b}", "Line 2: story.0: says and taps stand in one line; give each its own."),
        ("story:\n  - {at: 2026-01-05T09:00Z, after: 1h}", "Line 2: story.0: at and after stand in one line; keep one."),
        ("story:\n  - {at: monday}", "Line 2: story.0.at: “monday” is not a moment; write 2026-01-05T09:00Z."),
        ("story:\n  - {at: 2026-01-05T09:00}", "Line 2: story.0.at: “2026-01-05T09:00” does not say its zone; write 2026-01-05T09:00Z or +01:00 at its end."),
        ("story:\n  - {after: 1h}\n  - {at: 2020-01-05T09:00Z}", "Line 1: Line 2 of the story is at 2020-01-05T09:00Z, before the line above it."),
        ("story:\n  - {after: soon}", "Line 2: story.0.after: “soon” is not a duration; write 30m, 24h, 2d or 1d12h."),
        ("story:\n  - {says: a, expect: [{sends: b}]}", "Line 2: story.0.expect.0: an expectation starts with one of template, session, exit, refused, confirmation, branch, contact."),
        ("story:\n  - {says: a, expect: [{template: b, vals: {}}]}", "Line 2: story.0.expect.0.vals: this field is not known here; check its spelling or remove it."),
        ("story:\n  - {says: a, nothing: true, expect: [{exit: a}]}", "Line 2: story.0: “nothing” and “expect” contradict each other; keep one."),
        ("story:\n  - {caption: a}", "Line 2: story.0: a caption belongs to a medium; write “sends: image” beside it."),
        ("contact: {consent: [spam]}\nstory:\n  - {says: a}", "Line 1: contact.consent.0: “spam” is not known here; write marketing, service or all."),
        ("- a", "This is not a story. It holds journey, contact and story: a list of lines."),
    ],
)  # fmt: skip
def test_a_bad_story_is_told_with_its_line(text: str, problem: str) -> None:
    with pytest.raises(BadFile) as caught:
        read_story_text(text, "a.story.yaml")

    assert problem in caught.value.problems


def test_without_a_moment_a_story_begins_on_a_monday_at_nine() -> None:
    story = read_story_text("story: [{says: a}, {after: 1h}]", "s")

    assert [f"{moment:%a %Y-%m-%d %H:%M %Z}" for moment in story.moments()] == [
        "Mon 2026-01-05 09:00 UTC",
        "Mon 2026-01-05 10:00 UTC",
    ]


def test_a_number_that_looks_like_a_phone_number_stays_one() -> None:
    story = read_story_text("contact: {whatsapp: 33600000001}\nstory: [{says: a}]", "s")

    assert story.contact.whatsapp == "33600000001"
