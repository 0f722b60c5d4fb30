"""A tried conversation becomes a story: recorded, written as a file, read again, it is kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import engine
from engine.explore.writing import stored, write_story
from engine.journey.definition import Journey
from engine.journey.files import read_file
from engine.journey.recording import record
from engine.journey.rehearsal import rehearse
from engine.journey.stories import Story, journey_beside, read_story, read_story_text
from engine.journey.story_lines import Line

SAMPLES = sorted((Path(engine.__file__).parent / "samples" / "stories").glob("*.yaml"))
EVERYTHING: dict[str, Any] = {
    "key": "parcel", "name": "Colis", "language": "fr",
    "triggers": [{"id": "word", "type": "keyword", "any_of": ["colis"], "next": "which"}],
    "steps": {
        "which": {"type": "send_session", "text": "Quelle ville ?", "next": "city", "list": {
            "button": "Choisir", "sections": [{"rows": [{"id": "lyon", "title": "Lyon"}, {"id": "nice", "title": "Nice"}]}]}},
        "city": {"type": "wait_for_reply", "for": "24h", "no_reply": "bye", "otherwise": "bye",
                 "branches": [{"id": "lyon", "buttons": ["lyon"], "next": "where"}]},
        "where": {"type": "send_session", "text": "Où êtes-vous ?", "location_request": True, "next": "place"},
        "place": {"type": "wait_for_reply", "for": "2h", "no_reply": "bye", "otherwise": "bye",
                  "branches": [{"id": "here", "location": True, "next": "ask"}]},
        "ask": {"type": "call_http", "url": "https://parcels.example/1", "save": {"state": "parcel.state"}, "next": "say",
                "failed": "bye"},
        "say": {"type": "send_session", "text": "Votre colis : {{ contact.state }}", "next": "seen"},
        "seen": {"type": "branch_on_message", "message": "say", "within": "6h", "read": "bye", "otherwise": "late"},
        "late": {"type": "update_contact", "set": {"ignores": True}, "next": "bye"},
        "bye": {"type": "exit"},
    },
}  # fmt: skip
MOVES: list[dict[str, Any]] = [
    {"says": "colis"}, {"after": "1m", "taps": "Lyon"},
    {"sends": "location", "place": {"latitude": 45.76, "longitude": 4.84}},
    {"http": {"status": 200, "body": {"parcel": {"state": "en route"}}}}, {"after": "10m", "receipt": "read"},
]  # fmt: skip


def bare(story: Story) -> Story:
    """The same moves, of which nothing is expected."""
    lines = [line.model_copy(update={"expect": None, "nothing": None}) for line in story.story]
    return story.model_copy(update={"story": lines})


def journey(**steps: Any) -> Journey:
    return Journey.model_validate({**EVERYTHING, "steps": {**EVERYTHING["steps"], **steps}})


def story(*moves: dict[str, Any]) -> Story:
    return Story(story=[Line.model_validate(move) for move in moves])


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_recorded_conversation_is_kept_after_it_was_written_and_read(path: Path) -> None:
    told = read_story(path)
    of = read_file(journey_beside(told, path) or path)

    again = read_story_text(write_story(record(bare(told), of)), "again.yaml")

    report = rehearse(again, of)
    assert report.ok, report.text()
    assert all(line.expected() is not None for line in again.story)


def test_lists_places_answers_of_other_systems_and_receipts_are_recorded() -> None:
    recorded = record(story(*MOVES), journey())

    told = write_story(recorded)
    assert "list: [Lyon, Nice]" in told
    assert "location_request: true" in told
    assert "{branch: city.lyon}" in told
    assert "{branch: place.here}" in told
    assert "https://parcels.example/1" in told
    assert "{contact: {state: en route}}" in told
    assert "{branch: seen.read}" in told
    assert "{exit: bye}" in told
    assert rehearse(read_story_text(told, "again"), journey()).ok


def test_a_recorded_story_fails_when_the_journey_goes_otherwise() -> None:
    recorded = record(story(*MOVES), journey())

    report = rehearse(recorded, journey(say={"type": "send_session", "text": "Bientôt", "next": "seen"}), language="en")

    assert not report.ok
    assert "expected" in report.text()
    assert "got" in report.text()
    assert "The conversation so far" in report.text()
    assert "“Bientôt”" in report.text()


def test_a_move_that_cannot_be_made_is_left_out_and_its_time_stays() -> None:
    recorded = record(story({"says": "colis"}, {"after": "3h", "taps": "Paris"}), journey())

    assert recorded.story[1] == Line(after="3h", nothing=True)


def test_what_is_stored_holds_neither_the_name_nor_the_journeys_file() -> None:
    named = story({"says": "colis"}).model_copy(update={"name": "Colis", "journey": "parcel.yaml"})

    kept = stored(named)

    assert kept == {"story": [{"says": "colis"}]}
    assert Story.model_validate(kept).story == named.story
