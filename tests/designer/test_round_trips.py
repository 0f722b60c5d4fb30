"""Canvas to file to canvas and file to canvas to file: nothing is lost, and where cards stand is no part of what a journey is."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from designer.canvas_view import Surround, snapshot
from designer.editing import apply
from designer.editing.outcome import Edited
from designer.editing.places import STEP, TRIGGER
from engine.journey.definition import read_definition
from engine.journey.files import read_file, read_text, write_text
from tests.engine.generated.how_long import LONG, report
from tests.engine.generated.journeys import chance, make_definition

SAMPLES = sorted((Path(__file__).parents[2] / "engine" / "samples").glob("*.yaml"))


def drawn(definition: dict[str, Any]) -> dict[str, Any]:
    """What the browser gets."""
    return snapshot(definition, Surround(), language="fr")


def taken_from(canvas: dict[str, Any], definition: dict[str, Any]) -> dict[str, Any]:
    """The definition as the cards hold it; what no card shows (name, goal, quiet hours) comes from the draft."""
    cards = {node["id"]: node["definition"] for node in canvas["nodes"]}
    steps = {step_id: cards[f"{STEP}{step_id}"] for step_id in definition.get("steps", {})}
    triggers = [cards[f"{TRIGGER}{trigger['id']}"] for trigger in definition.get("triggers", [])]
    named = {"steps": steps} if "steps" in definition else {}
    return {**definition, **named, **({"triggers": triggers} if "triggers" in definition else {})}


def assert_nothing_is_lost(definition: dict[str, Any], original: str | None = None) -> None:
    canvas, written = drawn(definition), write_text(definition, original)

    back = read_text(written, "journey").to_json()
    again = write_text(taken_from(drawn(back), back), original)

    assert back == definition
    assert taken_from(canvas, definition) == definition
    assert drawn(back) == canvas
    assert again == written


def assert_places_mean_nothing(definition: dict[str, Any], random: Random) -> None:
    cards = [node["id"] for node in drawn(definition)["nodes"]]
    places = {card: [random.randrange(-5000, 5000), random.randrange(-5000, 5000)] for card in cards}

    moved = apply(definition, {"op": "move", "positions": places})

    assert isinstance(moved, Edited)
    before, after = read_definition(definition), read_definition(moved.definition)
    assert after.content_hash() == before.content_hash()
    assert {**after.to_json(), "layout": None} == {**before.to_json(), "layout": None}
    assert_nothing_is_lost(after.to_json())


def whole(definition: dict[str, Any]) -> dict[str, Any]:
    return read_definition(definition).to_json()


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(chance)
def test_a_generated_journey_survives_the_way_to_its_file_and_back(random: Random) -> None:
    definition = whole(make_definition(random, others=("two",), wild=True))

    assert_nothing_is_lost(definition)
    assert_places_mean_nothing(definition, random)


def test_a_thousand_generated_journeys_survive_the_way_to_their_file_and_back() -> None:
    count = 1_000 if LONG else 20

    for seed in range(count):
        random = Random(seed)
        definition = whole(make_definition(random, others=("two",), wild=bool(seed % 2)))
        assert_nothing_is_lost(definition)
        assert_places_mean_nothing(definition, random)
    report(f"{count:,} journeys from canvas to file to canvas and back: nothing lost")


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_survives_the_way_to_its_file_and_back(path: Path) -> None:
    definition = read_file(path).to_json()

    assert_nothing_is_lost(definition)
    assert_nothing_is_lost(definition, path.read_text("utf-8"))
    assert write_text(taken_from(drawn(definition), definition), path.read_text("utf-8")) == path.read_text("utf-8")
    assert_places_mean_nothing(definition, Random(path.stem))
