"""Generated customers: they break what is broken, nothing else, and the story that is found fails until it is mended."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from engine.explore.exploring import Explored, explore, story_of
from engine.explore.writing import write_story
from engine.journey.definition import Journey, read_definition
from engine.journey.events import Reply
from engine.journey.files import read_file
from engine.journey.passage import Move, Passage, Stay
from engine.journey.permission import ALLOWED
from engine.journey.rehearsal import rehearse
from engine.journey.stage import posting
from engine.journey.steps.send_session import SendSession
from engine.journey.stories import Promise, read_story_text
from tests.engine.journey.test_rehearsal_of_replies import PARCEL, STORE

SAMPLES = Path(__file__).parents[3] / "engine" / "samples"
END = {"end": {"type": "exit"}}
HELLO = {"hello": {"type": "send_session", "text": "Bonjour, oui ou non ?", "next": "answer"}}


def journey_of(steps: dict[str, Any], **fields: Any) -> Journey:
    triggers = [
        {"id": "word", "type": "keyword", "any_of": ["menu"], "next": next(iter(steps))},
        {"id": "event", "type": "event", "name": "cart.abandoned", "next": next(iter(steps))},
    ]
    given = {"parcours": 1, "key": "broken", "triggers": triggers[:1], "steps": {**steps, **END}, **fields}
    return read_definition({**given, "triggers": triggers} if "template" in str(steps) else given)


def answer(**fields: Any) -> dict[str, Any]:
    wait = {"type": "wait_for_reply", "for": "20h", "otherwise": "end", "no_reply": "end"}
    return {"answer": {name: value for name, value in {**wait, **fields}.items() if value is not None}}


class Deaf(SendSession):
    """Hears, and takes the answer for nobody's."""

    def on_outcome(self, passage: Passage, outcome: Any) -> Move:
        raise ZeroDivisionError("a step that falls over")


class Twice(SendSession):
    """Says its message again when the customer writes, as the same visit."""

    listens = True

    def on_outcome(self, passage: Passage, outcome: Any) -> Move:
        return Stay("reply", None if passage.state.tries else passage.now.replace(year=2030))

    def on_reply(self, passage: Passage, reply: Reply) -> Move | None:
        passage.say(self.message(passage, f"{passage.state.enrollment_id}.{passage.state.visit}"))
        return Stay("reply", passage.now.replace(year=2030))


def with_step(kind: type[SendSession]) -> Journey:
    journey = journey_of({**HELLO, **answer()})
    return journey.model_copy(update={"steps": {**journey.steps, "hello": kind(text="Bonjour", next="answer")}})


BROKEN: dict[str, tuple[Promise, Callable[[], Journey]]] = {
    "a wait without a limit": ("ends", lambda: journey_of({**HELLO, **answer(**{"for": None})})),
    "a reminder every day for ever": ("ends", lambda: journey_of({
        "hello": {"type": "send_session", "text": "Bonjour", "next": "pause"}, "pause": {"type": "wait", "for": "1d", "next": "hello"},
    })),
    "only yes and no are expected": ("every_answer_is_met", lambda: journey_of({
        **HELLO, **answer(otherwise=None, branches=[{"id": "yes", "any_of": ["oui"], "next": "end"}]),
    })),
    "a free reply a day and an hour later": ("inside_window", lambda: journey_of({
        **HELLO, **answer(otherwise="pause"), "pause": {"type": "wait", "for": "25h", "next": "late"},
        "late": {"type": "send_session", "text": "Encore là ?", "next": "end"},
    })),
    "an answer that nobody gave": ("filled", lambda: journey_of({
        **HELLO, **answer(no_reply="bye"), "bye": {"type": "send_session", "text": "Vous disiez {{ answers.answer }}", "next": "end"},
    })),
    "a step that falls over": ("no_fault", lambda: with_step(Deaf)),
    "a step that says it twice": ("one_message_a_visit", lambda: with_step(Twice)),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_broken_is_found_and_its_story_fails(name: str) -> None:
    promise, make = BROKEN[name]
    journey = make()

    explored = explore(journey, promises=[promise])

    (found,) = explored.found
    story = read_story_text(write_story(story_of(journey, found), found.broken), "found")
    report = rehearse(story, journey)
    assert not report.ok
    assert len(story.story) <= 4, report.text()
    assert story.always == [promise]
    assert found.broken is not None
    assert found.broken.sentence("fr") in report.text()


LATE = {
    "hello": {"type": "wait", "for": "25h", "next": "late"},
    "late": {"type": "send_session", "text": "Bonjour", "next": "end"},
}
EVERYBODY = {"all": {"when": {"attribute": "contact.name", "operator": "is_set"}}}
STARTS: dict[str, dict[str, Any]] = {
    "a link": {"type": "link", "code": "noel26", "greeting": "Bonjour"},
    "an agreement": {"type": "opt_in", "purpose": "marketing"},
    "a segment at once": {"type": "audience", "segment": "all", "when": "now"},
    "a segment every week": {"type": "audience", "segment": "all", "when": {"every": "week", "weekday": "mon", "at": "10:00"}},
    "a birthday": {"type": "date", "attribute": "contact.birthday", "offset": "-2d", "at": "10:00", "every": "year"},
    "a date that comes once": {"type": "date", "attribute": "contact.renewal", "offset": "3d", "every": "once"},
    "an ad": {"type": "link", "ads": ["1207"]},
}  # fmt: skip


@pytest.mark.parametrize("start", STARTS)
def test_customers_come_in_by_every_kind_of_start(start: str) -> None:
    trigger = {"id": "start", "next": "hello", **STARTS[start]}
    journey = journey_of(LATE, segments=EVERYBODY).model_copy(
        update={
            "triggers": read_definition(
                {"parcours": 1, "key": "k", "triggers": [trigger], "steps": {**LATE, **END}}
            ).triggers
        }
    )

    explored = explore(journey, customers=50, promises=["inside_window"])

    (found,) = explored.found
    assert not rehearse(story_of(journey, found), journey).ok


SEGMENTS: dict[str, dict[str, Any]] = {
    "more than a number": {"attribute": "contact.points", "operator": "more_than", "value": 100},
    "after a day": {"attribute": "contact.since", "operator": "after", "value": "2025-03-01"},
    "another country": {"attribute": "contact.country", "operator": "is", "value": "BE"},
    "an agreement to service": {"attribute": "consent.service", "operator": "is", "value": True},
}


@pytest.mark.parametrize("segment", SEGMENTS)
def test_some_customers_are_in_whatever_segment_starts_the_journey(segment: str) -> None:
    start = {"id": "start", "type": "audience", "segment": "some", "when": "now", "next": "end"}
    given = {
        "parcours": 1,
        "key": "k",
        "segments": {"some": {"when": SEGMENTS[segment]}},
        "triggers": [start],
        "steps": END,
    }

    explored = explore(read_definition(given), customers=50)

    assert not explored.nobody_entered


def test_a_sending_of_every_day_ends_each_time() -> None:
    start = {"id": "start", "type": "audience", "segment": "all", "when": {"every": "day"}, "next": "offer"}
    offer = {"offer": {"type": "send_template", "template": "offer", "next": "end"}}
    given = {"parcours": 1, "key": "k", "segments": EVERYBODY, "triggers": [start], "steps": {**offer, **END}}

    explored = explore(read_definition(given), customers=5)

    assert explored.found == ()
    assert explored.coverage.is_full


def test_receipts_come_where_ways_are_chosen_by_them() -> None:
    looks = {
        "looks": {
            "type": "branch_on_message",
            "message": "hello",
            "within": "1h",
            "read": "end",
            "failed": "end",
            "otherwise": "end",
        }
    }
    journey = journey_of({"hello": {"type": "send_session", "text": "Bonjour", "next": "looks"}, **looks})

    explored = explore(journey, customers=300)

    assert explored.found == ()
    assert explored.coverage.is_full, explored.coverage.missed_ways


def test_an_engine_that_lets_messages_out_after_an_opt_out_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    journey = journey_of({"remind": {"type": "send_template", "template": "cart", "next": "end"}})
    monkeypatch.setattr(posting, "permitted", lambda *_, **__: ALLOWED)

    explored = explore(journey, promises=["silent_after_opt_out"])
    (found,) = explored.found
    story = story_of(journey, found)
    while_broken = rehearse(story, journey)
    monkeypatch.undo()
    mended = rehearse(story, journey)

    assert not while_broken.ok
    assert mended.ok, mended.text()
    assert [line.says for line in story.story if line.says] == ["STOP"]


def test_the_story_is_kept_once_the_journey_is_mended() -> None:
    _, make = BROKEN["a free reply a day and an hour later"]
    (found,) = explore(make(), promises=["inside_window"]).found
    mended = journey_of({
        **HELLO, **answer(otherwise="pause"), "pause": {"type": "wait", "for": "20h", "next": "late"},
        "late": {"type": "send_session", "text": "Encore là ?", "next": "end"},
    })  # fmt: skip

    report = rehearse(story_of(make(), found), mended)

    assert report.ok, report.text()


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.yaml")), ids=lambda path: path.stem)
def test_nobody_breaks_a_sample_and_every_way_is_walked(path: Path) -> None:
    explored = explore(read_file(path), customers=500)

    assert [played.broken for played in explored.found] == []
    assert explored.coverage.is_full, explored.coverage.missed_ways


def test_the_same_seed_meets_the_same_customers() -> None:
    _, make = BROKEN["only yes and no are expected"]

    def found(explored: Explored) -> list[str]:
        return [write_story(story_of(make(), played), played.broken) for played in explored.found]

    assert found(explore(make(), seed=7, customers=60)) == found(explore(make(), seed=7, customers=60))
    assert explore(make(), seed=7, customers=60).customers == explore(make(), seed=7, customers=60).customers


def test_customers_say_and_do_everything_that_customers_do() -> None:
    from engine.explore.dice import Dice
    from engine.explore.playing import live
    from engine.explore.world import World
    from engine.journey.advance import Compiled
    from engine.journey.promises import PROMISES

    world = World(Compiled(read_file(SAMPLES / "bienvenue.yaml")), {})
    played = [live(Dice(1, number), world, PROMISES) for number in range(300)]

    lines = [line for one in played for line in one.lines]
    did = {name for line in lines for name, value in line if value and name not in ("expect", "nothing")}
    assert did == {"after", "event", "says", "taps", "of", "sends", "caption", "late", "place", "provider"}
    assert {line.provider for line in lines if line.provider} == {"accepts", "refuses", "unreachable", "slow"}
    assert {"STOP", "START"} <= {line.says for line in lines}


def test_a_message_leaves_once_for_each_visit() -> None:
    """The seeded step of this module is told apart from an honest question that is asked again."""
    asks = {
        "ask": {
            "type": "ask",
            "text": "Combien ?",
            "kind": "number",
            "for": "20h",
            "next": "end",
            "invalid": "end",
            "no_reply": "end",
        }
    }

    explored = explore(journey_of(asks))

    assert explored.found == ()


def test_customers_pick_rows_and_share_their_place() -> None:
    explored = explore(read_definition(STORE), customers=150)

    assert explored.found == ()
    assert explored.coverage.is_full


def test_other_systems_answer_well_badly_or_never() -> None:
    tell = {**PARCEL["steps"]["tell"], "text": "{{ contact.parcel | default('parti') }}"}

    explored = explore(read_definition({**PARCEL, "steps": {**PARCEL["steps"], "tell": tell}}), customers=60)

    assert explored.found == ()
    assert explored.coverage.is_full


def test_an_answer_that_may_lack_a_value_breaks_the_message_that_reads_it() -> None:
    explored = explore(read_definition(PARCEL), customers=200)

    assert [played.broken.promise for played in explored.found if played.broken] == ["filled"]
    (played,) = explored.found
    story = read_story_text(write_story(story_of(read_definition(PARCEL), played)), "found")
    assert not rehearse(story, read_definition(PARCEL)).ok
