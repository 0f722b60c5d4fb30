"""Stories in which the world does not go as planned: slow and refusing providers, late messages, old buttons, promises."""

from __future__ import annotations

from typing import Any

import pytest

from engine.journey.coverage import Coverage, walked_in
from engine.journey.files import BadFile
from engine.journey.stories import read_story_text
from tests.engine.journey.playing import assert_kept, failing, play
from tests.engine.journey.samples import journey_of

TWO_QUESTIONS: dict[str, Any] = {
    "first": {"type": "send_session", "text": "Un ?", "buttons": [{"id": "a", "title": "Oui"}], "next": "wait"},
    "wait": {"type": "wait_for_reply", "for": "20h", "branches": [{"id": "a", "any_of": ["oui"], "buttons": ["a"], "next": "second"}], "otherwise": "bye", "no_reply": "bye"},
    "second": {"type": "send_session", "text": "Deux ?", "buttons": [{"id": "b", "title": "Non"}], "not_sent": "sorry", "next": "more"},
    "more": {"type": "wait_for_reply", "for": "20h", "branches": [{"id": "b", "any_of": ["non"], "buttons": ["b"], "next": "bye"}], "otherwise": "sorry", "no_reply": "bye"},
    "sorry": {"type": "exit"}, "bye": {"type": "exit"},
}  # fmt: skip
STARTS = [{"id": "word", "type": "keyword", "any_of": ["menu"], "next": "first"}]


def tell(lines: str, steps: dict[str, Any] | None = None, **fields: Any) -> Any:
    return play(
        lines,
        journey=journey_of(steps or TWO_QUESTIONS, triggers=STARTS),
        contact="{name: Amina, language: fr}",
        **fields,
    )


def test_what_a_customer_writes_waits_until_a_slow_provider_has_answered() -> None:
    report = tell("""
  - {says: menu, provider: slow, expect: [{session: "Un ?"}]}
  - {after: 1m, says: oui, nothing: true}
  - {after: 1m, provider: accepts, expect: [{branch: wait.a}, {session: "Deux ?"}]}
""")

    assert_kept(report)


def test_an_opt_out_waits_for_no_provider() -> None:
    report = tell("""
  - {says: menu, provider: slow}
  - {after: 1m, says: STOP, expect: [{confirmation: opt_out}, {exit: opted_out}]}
  - {after: 1m, provider: accepts, nothing: true}
""")

    assert_kept(report)


def test_a_refused_message_takes_its_way_and_an_unreachable_number_ends_the_passage() -> None:
    refused = tell("""
  - {says: menu}
  - {says: oui, provider: refuses, expect: [{refused: refuses}, {exit: sorry}]}
""")
    unreachable = tell("  - {says: menu, provider: unreachable, expect: [{refused: unreachable}, {exit: failed}]}")

    assert_kept(refused)
    assert_kept(unreachable)


def test_a_message_that_is_lost_after_it_was_accepted_takes_its_way() -> None:
    report = tell("""
  - {says: menu}
  - {says: oui, expect: [{session: "Deux ?"}]}
  - {after: 1m, receipt: failed, expect: [{exit: sorry}]}
""")
    too_late = tell("""
  - {says: menu}
  - {says: oui}
  - {after: 11m, receipt: failed, nothing: true}
""")

    assert_kept(report)
    assert_kept(too_late)


def test_a_message_written_before_the_question_answers_nothing() -> None:
    report = tell("""
  - {says: menu}
  - {after: 10m, says: oui, late: 20m, nothing: true}
  - {says: oui, expect: [{session: "Deux ?"}]}
""")

    assert_kept(report)


def test_a_late_message_still_answers_the_question_that_was_open_and_opens_the_window_from_when_it_was_written() -> (
    None
):
    steps = {
        "first": {"type": "send_session", "text": "Un ?", "next": "wait"},
        "wait": {"type": "wait_for_reply", "for": "20h", "otherwise": "pause", "no_reply": "end"},
        "pause": {"type": "wait", "for": "23h", "next": "late"},
        "late": {"type": "send_session", "text": "Encore là ?", "next": "end"}, "end": {"type": "exit"},
    }  # fmt: skip

    report = tell("""
  - {says: menu}
  - {after: 5h, says: oui, late: 2h, expect: [{branch: wait.otherwise}]}
  - {after: 23h, expect: [{refused: window_closed}, {exit: end}]}
""", steps)  # fmt: skip

    assert_kept(report)


def test_a_button_of_an_old_message_counts_as_its_label_typed() -> None:
    report = tell("""
  - {says: menu}
  - {taps: Oui, expect: [{session: "Deux ?"}]}
  - {taps: Oui, of: first, expect: [{branch: more.otherwise}, {exit: sorry}]}
""")

    assert_kept(report)


def test_a_promise_that_is_broken_fails_the_line_that_breaks_it() -> None:
    steps = {**TWO_QUESTIONS, "wait": {**TWO_QUESTIONS["wait"], "otherwise": None}}

    report = tell("""
  - {says: menu}
  - {says: demain}
  - {after: 1d}
""", steps, more="always: [every_answer_is_met]")  # fmt: skip

    assert failing(report) == [2]
    assert "le client écrit « demain » et rien ne lui répond" in report.text()


def test_a_story_without_promises_asks_for_none() -> None:
    steps = {**TWO_QUESTIONS, "wait": {**TWO_QUESTIONS["wait"], "otherwise": None}}

    assert_kept(tell("  - {says: menu}\n  - {says: demain}", steps))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{says: oui, of: first}", "“of” names the step whose button is tapped"),
        ("{event: {name: a}, late: 5m}", "only what a customer writes, taps or sends can be late"),
        ("{provider: asleep}", "write 'accepts'"),
    ],
)
def test_a_line_that_makes_no_sense_is_explained(line: str, words: str) -> None:
    with pytest.raises(BadFile) as bad:
        read_story_text(f"story:\n  - {line}\n", "story")

    assert words.replace("'", "") in str(bad.value).replace("'", "")


def test_what_no_story_walks_is_named() -> None:
    journey = journey_of(TWO_QUESTIONS, triggers=STARTS)
    report = tell("  - {says: menu}\n  - {says: oui}\n  - {after: 21h}")

    found = Coverage.of(journey, walked_in(report.happened))

    assert found.missed_steps == ("sorry",)
    assert found.missed_ways == (
        ("wait", "otherwise"), ("wait", "no_reply"), ("second", "not_sent"), ("more", "branch:b"), ("more", "otherwise"),
    )  # fmt: skip
