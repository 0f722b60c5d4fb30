"""Who gets a message: each rule of the page “What happens when”, by its number and name."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from engine.journey.advance import Compiled
from engine.journey.definition import read_definition
from engine.journey.routing import Answers, OpenStart, OpenWait, Routed, Starts, route
from engine.journey.state import State
from tests.engine.journey.samples import at, compiled, says

ANSWER = {
    "type": "wait_for_reply", "for": "24h", "otherwise": "end", "no_reply": "end",
    "branches": [{"id": "yes", "any_of": ["oui", "livraison"], "typos": True, "buttons": ["b-yes"], "next": "end"}],
}  # fmt: skip


def wait(
    enrollment_id: str, since: dt.datetime, *, asked: tuple[str, ...] = (), words: list[str] | None = None
) -> OpenWait:
    branch = {**ANSWER["branches"][0], "any_of": words or ["oui", "livraison"]}  # type: ignore[index]
    journey = compiled({"answer": {**ANSWER, "branches": [branch]}, "end": {"type": "exit"}})
    return OpenWait(State(enrollment_id, step="answer", visit=1, waiting="reply", since=since, asked=asked), journey)


def start(journey_id: str, *words: str, match: str = "word", typos: bool = False, admits: bool = True) -> OpenStart:
    trigger = {"id": "t", "type": "keyword", "any_of": list(words), "match": match, "typos": typos, "next": "end"}
    steps = {"end": {"type": "exit"}}
    journey = Compiled(read_definition({"parcours": 1, "key": journey_id, "triggers": [trigger], "steps": steps}))
    return OpenStart(journey_id, journey, lambda: admits)


def link(journey_id: str, code: str, *, ads: tuple[str, ...] = (), admits: bool = True) -> OpenStart:
    trigger = {"id": "t", "type": "link", "code": code, "ads": list(ads), "next": "end"}
    steps = {"end": {"type": "exit"}}
    journey = Compiled(read_definition({"parcours": 1, "key": journey_id, "triggers": [trigger], "steps": steps}))
    return OpenStart(journey_id, journey, lambda: admits)


def taker(routed: Routed) -> str | None:
    return routed.enrollment_id if isinstance(routed, Answers) else routed.journey_id if routed else None


def test_rule_3_a_tap_goes_to_the_visit_that_sent_the_message_if_it_still_waits() -> None:
    waits = [wait("new", at(hours=2)), wait("old", at(hours=1), asked=("old.1",))]

    routed = route(says("Oui", at(hours=3), button="b-yes", answers="old.1"), waits, [], at(hours=3))

    assert taker(routed) == "old"
    assert isinstance(routed, Answers)
    assert routed.reply.button == "b-yes"


def test_rule_3_a_quote_of_a_message_goes_to_its_visit_whatever_it_says() -> None:
    waits = [wait("new", at(hours=2)), wait("old", at(hours=1), asked=("old.1",))]

    assert taker(route(says("hein ?", at(hours=3), answers="old.1"), waits, [], at(hours=3))) == "old"


def test_rule_3_a_tap_on_a_message_nobody_waits_for_counts_as_its_label_typed() -> None:
    routed = route(
        says("Oui", at(hours=3), button="b-yes", answers="gone.1"), [wait("new", at(hours=2))], [], at(hours=3)
    )

    assert isinstance(routed, Answers)
    assert (routed.enrollment_id, routed.reply.button) == ("new", None)


def test_rule_4_the_newest_wait_with_an_exactly_matching_branch_takes_it() -> None:
    waits = [wait("new", at(hours=2)), wait("old", at(hours=1))]

    assert taker(route(says("oui", at(hours=3)), waits, [], at(hours=3))) == "new"


def test_rule_4_then_the_next_newest() -> None:
    waits = [wait("new", at(hours=2), words=["bleu"]), wait("old", at(hours=1))]

    assert taker(route(says("oui", at(hours=3)), waits, [start("j", "oui")], at(hours=3))) == "old"


def test_rule_5_an_exact_start_word_comes_before_the_otherwise_of_a_wait() -> None:
    routed = route(says("le menu", at(hours=3)), [wait("new", at(hours=2))], [start("j", "menu")], at(hours=3))

    assert routed == Starts("j", "t", "word:menu")


def test_rule_5_a_contact_who_may_not_enter_falls_through() -> None:
    starts = [start("closed", "menu", admits=False), start("open", "menu")]

    assert taker(route(says("menu", at(hours=3)), [], starts, at(hours=3))) == "open"
    assert taker(route(says("menu", at(hours=3)), [wait("w", at(hours=2))], starts[:1], at(hours=3))) == "w"


def test_rule_5_a_link_code_starts_its_journey_whatever_word_stands_in_its_greeting() -> None:
    starts = [start("welcome", "bonjour"), link("poster", "noel26")]

    routed = route(says("Bonjour, je viens de l'affiche Noel26.", at()), [], starts, at())

    assert routed == Starts("poster", "t", "code:noel26")


def test_rule_5_a_link_code_comes_after_an_answer_that_a_wait_recognises_and_before_its_otherwise() -> None:
    starts = [link("poster", "noel26")]

    assert taker(route(says("oui noel26", at(hours=3)), [wait("w", at(hours=2))], starts, at(hours=3))) == "w"
    assert taker(route(says("et noel26 ?", at(hours=3)), [wait("w", at(hours=2))], starts, at(hours=3))) == "poster"


def test_rule_5_a_code_whose_journey_does_not_let_in_falls_through() -> None:
    starts = [link("poster", "noel26", admits=False), start("welcome", "bonjour")]

    assert taker(route(says("bonjour noel26", at()), [], starts, at())) == "welcome"


def test_rule_5_an_ad_starts_its_journey_whatever_the_customer_writes() -> None:
    reply = replace(says("C'est combien ?", at()), referral={"source_id": "1202", "headline": "Noël"})

    assert route(reply, [], [link("poster", "noel26", ads=("1202",))], at()) == Starts("poster", "t", "ad:1202")
    assert taker(route(reply, [], [link("poster", "noel")], at())) == "poster"
    assert route(reply, [], [link("poster", "noel26", ads=("1203",))], at()) is None


def test_rule_6_the_newest_wait_takes_its_near_word_or_otherwise() -> None:
    waits = [wait("new", at(hours=2)), wait("old", at(hours=1))]

    routed = route(says("livrasion", at(hours=3)), waits, [start("j", "livrasions", typos=True)], at(hours=3))

    assert isinstance(routed, Answers)
    assert (routed.enrollment_id, routed.reply.near) == ("new", True)


def test_without_an_open_wait_a_typo_in_a_start_word_counts() -> None:
    assert route(says("catalouge", at()), [], [start("j", "catalogue", typos=True)], at()) == Starts(
        "j", "t", "near:catalogue"
    )


def test_journeys_that_are_equally_near_cancel_each_other() -> None:
    starts = [start("a", "rouge", typos=True), start("b", "bouge", typos=True)]

    assert route(says("gouge", at()), [], starts, at()) is None


def test_rule_7_an_any_trigger_takes_what_nobody_took() -> None:
    starts = [start("all", match="any"), start("j", "menu")]

    assert taker(route(says("bonsoir", at()), [], starts, at())) == "all"
    assert taker(route(says("menu", at()), [], starts, at())) == "j"


def test_rule_8_otherwise_it_stands_as_unanswered() -> None:
    assert route(says("bonsoir", at()), [], [start("j", "menu")], at()) is None


def test_a_message_written_before_the_question_was_accepted_answers_nothing() -> None:
    assert route(says("oui", at(minutes=1)), [wait("w", at(minutes=2))], [], at(minutes=3)) is None


def test_a_message_of_the_very_second_of_the_question_answers_it() -> None:
    asked_at = at(minutes=2, milliseconds=700)

    assert taker(route(says("oui", at(minutes=2)), [wait("w", asked_at)], [], at(minutes=3))) == "w"


@pytest.mark.parametrize(("late", "starts"), [(dt.timedelta(minutes=59), "j"), (dt.timedelta(minutes=61), None)])
def test_a_message_that_reaches_us_more_than_an_hour_late_starts_nothing_new(
    late: dt.timedelta, starts: str | None
) -> None:
    assert taker(route(says("menu", at()), [], [start("j", "menu")], at() + late)) == starts


def test_a_late_message_still_answers_the_wait_that_was_open_when_it_was_written() -> None:
    assert taker(route(says("oui", at(hours=1)), [wait("w", at())], [], at(hours=9))) == "w"


def test_a_photo_without_caption_starts_nothing_but_takes_the_otherwise_of_a_wait() -> None:
    photo = says("", at(hours=1), kind="image")

    assert route(photo, [], [start("j", "menu")], at(hours=1)) is None
    assert taker(route(photo, [wait("w", at())], [], at(hours=1))) == "w"


# Questions ----------------------------------------------------------------------------------------


def question(enrollment_id: str, since: dt.datetime, **fields: object) -> OpenWait:
    step = {"type": "ask", "text": "Alors ?", "next": "end", "invalid": "end", "no_reply": "end", **fields}
    journey = compiled({"rate": step, "end": {"type": "exit"}})
    return OpenWait(State(enrollment_id, step="rate", visit=1, waiting="reply", since=since, tries=1), journey)


@pytest.mark.parametrize(
    ("kind", "text"),
    [("rating", "4"), ("number", "12,5"), ("date", "12 mai"), ("email", "a@b.fr"), ("choice", "Petite")],
)
def test_rule_4_an_answer_that_fits_a_question_comes_before_a_start_word(kind: str, text: str) -> None:
    choices = [{"id": "s", "title": "Petite"}]
    waits = [question("asked", at(hours=1), kind=kind, choices=choices)]
    starts = [start("other", text, match="exact")]

    assert taker(route(says(text, at(hours=2)), waits, starts, at(hours=2))) == "asked"
    assert taker(route(says("menu", at(hours=2)), waits, [start("other", "menu")], at(hours=2))) == "other"


def test_rule_5_a_start_word_comes_before_a_question_that_takes_any_text() -> None:
    waits = [question("asked", at(hours=1))]

    assert taker(route(says("menu", at(hours=2)), waits, [start("other", "menu")], at(hours=2))) == "other"
    assert taker(route(says("Lyon", at(hours=2)), waits, [start("other", "menu")], at(hours=2))) == "asked"
