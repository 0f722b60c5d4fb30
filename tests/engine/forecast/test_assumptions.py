"""What is assumed can be read and changed, and every mistake says what to write instead."""

from __future__ import annotations

import pytest

from engine.forecast.assumptions import Range, assumptions_of, read_given
from engine.forecast.mistakes import SENTENCES, Mistake
from tests.engine.forecast.forecast_house import END, journey_of, offer


def given(*texts: str) -> dict[str, Range]:
    return read_given(texts, assumptions_of(offer()))


def refused(*texts: str) -> str:
    with pytest.raises(Mistake) as caught:
        assumptions_of(offer()).changed(given(*texts))
    return caught.value.sentence("fr")


def test_a_journey_shows_every_rate_that_its_forecast_uses() -> None:
    keys = [one.short for one in assumptions_of(offer())]

    assert keys == ["delivered", "read", "opt_out", "reply_after", "read_after", "answer.yes", "answer.no", "answer.otherwise"]  # fmt: skip


def test_goal_and_choices_by_record_are_shown_where_there_are_some() -> None:
    choice = {"choice": {"type": "branch", "otherwise": "end", "branches": [{"id": "lyon", "next": "end"}]}}

    found = {one.short: one for one in assumptions_of(journey_of(choice, goal={"event": "order.paid"}))}

    assert "goal" in found
    assert found["choice.lyon"].on_record
    assert found["choice.lyon"].range.expected == 0.5


@pytest.mark.parametrize("written", ["40%", "40 %", "0.4", "0,4"])
def test_a_share_may_be_written_as_people_write_it(written: str) -> None:
    assert given(f"answer.yes={written}") == {"answer.branch:yes": Range(0.4, 0.4, 0.4)}


def test_a_range_and_a_time() -> None:
    figures = given("read=50%..70%..90%", "reply_after=5m..20m..2h")

    assert figures == {"read": Range(0.5, 0.7, 0.9), "reply_after": Range(300, 1200, 7200)}


def test_every_default_range_is_ordered_and_a_share() -> None:
    for one in assumptions_of(offer(goal={"event": "paid"}, exit_on=[{"event": "left"}])):
        assert 0 <= one.range.low <= one.range.expected <= one.range.high
        assert one.kind == "time" or one.range.high <= 1


def test_ways_that_may_make_more_than_everybody_are_scaled() -> None:
    assumptions = assumptions_of(offer()).changed(given("answer.yes=20%..50%..90%", "answer.no=10%..40%..90%"))

    high = assumptions.at("high")

    ways = [high[f"answer.{port}"] for port in ("branch:yes", "branch:no", "otherwise")]
    assert sum(ways) == pytest.approx(1)
    assert ways[0] == ways[1]


def test_shares_of_one_step_above_the_whole_are_refused_by_its_name() -> None:
    assert "« answer » font 124 %" in refused("answer.yes=60%", "answer.no=60%")


def test_an_unknown_rate_is_refused_with_those_that_there_are() -> None:
    sentence = refused("answer.maybe=10%")

    assert "answer.maybe" in sentence
    assert "answer.yes" in sentence


@pytest.mark.parametrize(
    "written", ["answer.yes", "answer.yes=", "answer.yes=lots", "answer.yes=1%..2%", "reply_after=3"]
)
def test_what_cannot_be_read_is_refused_with_an_example(written: str) -> None:
    assert "answer.yes=20%..40%..60%" in refused(written)


def test_a_share_above_one_and_a_range_the_wrong_way_round_are_refused() -> None:
    assert "0 % à 100 %" in refused("read=40")
    assert "du plus bas au plus haut" in refused("read=90%..70%..50%")


def test_every_mistake_is_told_in_both_languages() -> None:
    assert END
    for french, english in SENTENCES.values():
        assert french != english
        assert french.endswith((".", "silence."))
