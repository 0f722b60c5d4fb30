"""No readable definition beats the generated customers, nor the comparison with another."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings

from engine.comparing.comparing import compare
from engine.explore.exploring import explore
from engine.journey.advance import Compiled
from engine.journey.definition import Journey, read_definition
from tests.engine.generated.journeys import definitions


def runs(journey: Journey) -> bool:
    """Whether its texts and expressions may be used at all."""
    try:
        Compiled(journey)
    except ValueError:
        return False
    return True


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(definitions(wild=True))
def test_customers_go_through_any_journey(definition: dict[str, Any]) -> None:
    journey = read_definition(definition)

    if runs(journey):
        explored = explore(journey, customers=2)

        assert "no_fault" not in {played.broken.promise for played in explored.found if played.broken}


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(definitions(wild=True), definitions(wild=True))
def test_any_two_journeys_can_be_compared(one: dict[str, Any], other: dict[str, Any]) -> None:
    before, after = read_definition(one), read_definition(other)

    if runs(before) and runs(after):
        compared = compare(before, after, customers=2)

        assert all(change.message("fr") and change.to_json("en")["message"] for change in compared.changes)
