"""What stands beside the map: totals, reasons in words, where it is stuck."""

from __future__ import annotations

from collections import Counter

from designer.live_view import header_figures, paths_taken, starts_when, step_sentences, told_reasons
from designer.reason_words import EXITS, REASONS, exit_words, reason_words
from engine.journey.definition import read_definition
from storage.counts import Deliveries, JourneyTotals, StepCounts
from tests.designer.editing_samples import cart

JOURNEY = read_definition(cart())


def totals(**changes: int) -> JourneyTotals:
    sent = Deliveries(sent=100, delivered=90, read=64)
    return JourneyTotals(**{"entered": 200, "active": 12, "replied": 50, "reached_goal": 18, **changes}, messages=sent)


def shown(totals: JourneyTotals, journey: object = JOURNEY) -> dict[str, str]:
    return {figure.label: figure.value for figure in header_figures(totals, journey, "fr")}  # type: ignore[arg-type]


def test_shares_are_of_what_they_can_be_of() -> None:
    figures = shown(totals())

    assert figures["lus, au moins"] == "64\u00a0%"
    assert figures["ont répondu"] == "25\u00a0%"


def test_what_is_not_lost_is_not_told() -> None:
    assert {"retenus", "non partis", "sans confirmation", "objectif"}.isdisjoint(shown(totals()))


def test_a_journey_with_a_goal_tells_its_share() -> None:
    with_goal = read_definition({**cart(), "goal": {"event": "order.paid"}})

    assert shown(totals(), with_goal)["objectif"] == "9\u00a0%"


def test_a_share_of_nothing_is_a_dash() -> None:
    assert shown(totals(entered=0, replied=0))["ont répondu"] == "–"


def test_reasons_are_told_in_words_the_commonest_first() -> None:
    reasons = Counter({"no_consent": 3, "window_closed": 9, "131047": 1})

    assert told_reasons(reasons, "fr") == ("10 : les 24 h étaient passées", "3 : pas d’accord marketing")


def test_a_code_that_nobody_explained_is_told_as_a_code() -> None:
    assert reason_words("999999", "en") == "refused by the provider, code 999999"


def test_a_missing_value_is_named() -> None:
    assert reason_words("cannot_render:contact.name", "fr") == "« contact.name » est vide sur la fiche du client"


def test_an_exit_with_a_refusal_says_why() -> None:
    assert exit_words("refused:no_consent", "fr") == "pas d’accord marketing"


def test_every_reason_has_words_in_both_languages() -> None:
    assert all(reason_words(one, language) for one in REASONS for language in ("fr", "en"))
    assert all(exit_words(one, language) for one in EXITS for language in ("fr", "en"))


def test_read_is_told_as_a_minimum() -> None:
    counts = StepCounts(messages=Deliveries(sent=10, delivered=9, read=4))

    assert [one.text for one in step_sentences(counts, "fr")] == ["10 envoyés", "9 reçus", "au moins 4 lus (40\u00a0%)"]


def test_a_step_that_sent_nothing_says_nothing_about_sending() -> None:
    assert step_sentences(StepCounts(entered=3), "fr") == []


def test_the_ways_out_of_a_question_are_told_with_their_shares() -> None:
    counts = StepCounts(ports=Counter({"branch:yes": 3, "no_reply": 1}))

    shares = {label: share for label, _, share in paths_taken(JOURNEY, "answer", counts, "fr")}

    assert shares["Sans réponse après 24 h"] == "25\u00a0%"
    assert shares["Autre réponse"] == "0\u00a0%"


def test_a_step_with_one_way_out_tells_no_ways() -> None:
    assert paths_taken(JOURNEY, "remind", StepCounts(ports=Counter({"next": 3})), "fr") == []


def test_what_starts_a_journey_is_told_by_its_own_name() -> None:
    named = cart()
    named["triggers"][0]["title"] = "Panier abandonné"

    assert starts_when(read_definition(named), "fr") == "Panier abandonné"
