"""The window proof against the engine itself: what it does not tell never happens, and what it tells can."""

from __future__ import annotations

import datetime as dt
import time
from itertools import pairwise
from typing import Any

from hypothesis import HealthCheck, given, settings

from engine.checker.arrivals import NOTHING, Arrival
from engine.checker.paths import JourneyMap
from engine.checker.window import MARGIN, WINDOW, Late, latest_arrivals
from engine.checker.window_ways import answers, asked_again, onward
from engine.journey.definition import Journey, read_definition
from engine.journey.steps import StepBase
from tests.engine.generated.every_customer import EveryCustomer
from tests.engine.generated.journeys import journeys


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(journeys(clockless=True))
def test_told_are_exactly_the_free_replies_that_can_be_late(journey: Journey) -> None:
    told = latest_arrivals(JourneyMap(journey))

    customers = EveryCustomer(journey, most=300)

    assert customers.late <= set(told)
    assert set(told) <= customers.late or not customers.is_complete


@settings(max_examples=120, deadline=None)
@given(journeys(clockless=True))
def test_a_told_path_can_be_walked_and_lasts_as_long_as_it_says(journey: Journey) -> None:
    for step_id, late in latest_arrivals(JourneyMap(journey)).items():
        assert late.path[-1] == step_id
        assert late.since is None or late.worst > WINDOW - MARGIN
        assert late.laps > 1 or (late.since, late.sends) in _walked(journey, late)


def _walked(journey: Journey, late: Late) -> set[tuple[dt.timedelta | None, int]]:
    """How long the path can take, and with how many messages; nothing where no arrow leads on."""
    first, *rest = late.path
    if late.origin_is_start:
        assert [trigger.next for trigger in journey.triggers if trigger.id == first] == [rest[0]]
        walked = {(NOTHING, 0)}
    else:
        asked = journey.steps[first]
        there = Arrival(first, NOTHING, None, first, origin_is_start=False)
        ways = [*answers(asked, there), *asked_again(asked, there)]
        walked = {(way.since, way.sends) for way in ways if way.step == rest[0]}
    for one, other in pairwise(rest):
        lengths = _lengths(journey.steps[one], other)
        walked = {(since + length, sends + sent) for since, sends in walked for length, sent in lengths}
    return {
        (since if late.since is not None else None, sends if late.since is not None else 0) for since, sends in walked
    }


def _lengths(step: StepBase, other: str) -> set[tuple[dt.timedelta, int]]:
    """How long an arrow takes that no answer opens, and whether a message leaves on it."""
    here = Arrival("here", NOTHING, None, "here", origin_is_start=False)
    return {(way.since or NOTHING, way.sends) for way in onward(step, here) if way.step == other}


def test_the_shortest_counter_example_is_told() -> None:
    held: dict[str, Any] = {
        "choose": {"type": "branch", "branches": [{"id": "a", "when": {"attribute": "contact.vip", "operator": "is_set"}, "next": "slow"}], "otherwise": "one"},
        "one": {"type": "wait", "for": "20h", "next": "two"},
        "two": {"type": "wait", "for": "20h", "next": "tell"},
        "slow": {"type": "wait", "for": "25h", "next": "tell"},
        "tell": {"type": "send_session", "text": "Voici", "next": None},
    }  # fmt: skip
    trigger = {"id": "go", "type": "keyword", "any_of": ["menu"], "next": "choose"}
    journey = read_definition({"parcours": 1, "key": "a", "triggers": [trigger], "steps": held})

    late = latest_arrivals(JourneyMap(journey))["tell"]

    assert late.path == ("go", "choose", "slow", "tell")
    assert late.since == dt.timedelta(hours=25)


def test_sixty_choices_in_a_row_are_proven_quickly() -> None:
    held: dict[str, Any] = {"tell": {"type": "send_session", "text": "Voici"}}
    for place in range(60):
        following = f"c{place + 1}" if place < 59 else "tell"
        when = {"attribute": f"event.n{place}", "operator": "is", "value": 1}
        held[f"c{place}"] = {
            "type": "branch",
            "branches": [{"id": "a", "when": when, "next": f"w{place}"}],
            "otherwise": f"v{place}",
        }
        held[f"w{place}"] = {"type": "wait", "for": f"{2**place % 977 + 1}s", "next": following}
        held[f"v{place}"] = {"type": "wait", "for": "1s", "next": following}
    trigger = {"id": "go", "type": "keyword", "any_of": ["menu"], "next": "c0"}
    journey = read_definition({"parcours": 1, "key": "a", "triggers": [trigger], "steps": held})

    told = latest_arrivals(JourneyMap(journey))

    assert told == {}


def test_a_round_of_seconds_is_proven_at_once() -> None:
    held: dict[str, Any] = {
        "pause": {"type": "wait", "for": "1s", "next": "choose"},
        "choose": {"type": "branch", "branches": [{"id": "a", "when": {"attribute": "contact.vip", "operator": "is_set"}, "next": "tell"}], "otherwise": "pause"},
        "tell": {"type": "send_session", "text": "Voici"},
    }  # fmt: skip
    trigger = {"id": "go", "type": "keyword", "any_of": ["menu"], "next": "pause"}
    journey = read_definition({"parcours": 1, "key": "a", "triggers": [trigger], "steps": held})

    started = time.process_time()
    late = latest_arrivals(JourneyMap(journey))["tell"]

    assert (late.timed, late.laps) == (("pause",), 86_400)
    assert time.process_time() - started < 2


def test_a_wrong_answer_written_while_the_question_is_asked_again_opens_the_window_two_messages_ago() -> None:
    """It is heard when the second asking has left, and the third may be refused a margin later."""
    held = {
        "pause": {"type": "wait", "for": "23h40m", "next": "ask"},
        "ask": {
            "type": "ask", "text": "Alors ?", "kind": "choice", "choices": [{"id": "yes", "title": "oui"}], "for": "10m",
            "tries": 3, "next": "pause", "invalid": "pause",
        },
    }  # fmt: skip
    trigger = {"id": "go", "type": "keyword", "any_of": ["menu"], "next": "pause"}

    told = latest_arrivals(
        JourneyMap(read_definition({"parcours": 1, "key": "k", "triggers": [trigger], "steps": held}))
    )

    assert set(told) == {"ask"}
