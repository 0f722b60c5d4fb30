"""The samples have nothing to correct, also in a house that knows their templates, and each in two languages where it says so."""

from __future__ import annotations

import json
from functools import reduce
from operator import or_
from pathlib import Path

import pytest

from engine.checker.check import check
from engine.checker.context import EventElsewhere, KeywordElsewhere, KnownTemplate, Surroundings
from engine.journey.coverage import Coverage, walked_in
from engine.journey.definition import Journey
from engine.journey.files import read_file
from engine.journey.rehearsal import rehearse
from engine.journey.stories import journey_beside, read_story
from engine.journey.triggers import EventTrigger, KeywordTrigger
from engine.providers.sinch.templates import read_template

SAMPLES = Path(__file__).parents[3] / "engine" / "samples"
FILES = sorted(path for path in SAMPLES.rglob("*.yaml") if path.parent.name != "stories")
STORIES = sorted(path for path in SAMPLES.rglob("*.yaml") if path.parent.name == "stories")
BILINGUAL = ("documents-de-vol", "panier-abandonne", "satisfaction")


def around(journey: Journey) -> Surroundings:
    """The house with every sample template, and with the other samples live."""
    listed = [read_template(body) for body in json.loads((SAMPLES / "templates.json").read_text("utf-8"))]
    others = [other for other in map(read_file, FILES) if other.key != journey.key]
    return Surroundings(
        templates={
            (one.name, one.language): KnownTemplate(one.category, "APPROVED", one.components) for one in listed
        },
        contact_fields={"commande": "commande", "livraison": "livraison"},
        empty_for={name: 3 for name in ("name", "language", "commande", "livraison", "reservation", "preference", "note")},
        longest_values={"contact.name": "Maximilienne-Alexandrine", "contact.commande": "C-4412-2026"},
        people_by_language={"fr": 900, "en": 100},
        people_by_country={"FR": 1000},
        keywords_elsewhere=[
            KeywordElsewhere(other.name, tuple(trigger.any_of), trigger.match, trigger.typos)
            for other in others for trigger in other.triggers if isinstance(trigger, KeywordTrigger)
        ],
        events_elsewhere=[
            EventElsewhere(other.name, trigger.name or "")
            for other in others for trigger in other.triggers if isinstance(trigger, EventTrigger)
        ],
        business_name="Boutique Lyon",
    )  # fmt: skip


def test_the_samples_that_a_new_house_publishes_are_five() -> None:
    assert {path.stem for path in SAMPLES.glob("*.yaml")} == {
        "bienvenue", "documents-de-vol", "panier-abandonne", "satisfaction", "suivi-livraison",
    }  # fmt: skip
    assert sorted(SAMPLES.glob("*.yaml")) == FILES


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_sample_has_nothing_to_correct_alone_or_at_home(path: Path) -> None:
    journey = read_file(path)

    problems = [*check(journey), *check(journey, around(journey))]

    assert [problem.message("fr") for problem in problems] == []


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_a_story_of_the_samples_is_kept(path: Path) -> None:
    story = read_story(path)
    beside = journey_beside(story, path)
    assert beside is not None

    report = rehearse(story, read_file(beside))

    assert report.ok, report.text()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_stories_of_a_sample_try_every_step_and_every_unexpected_answer(path: Path) -> None:
    journey = read_file(path)
    told = [rehearse(read_story(story), journey) for story in STORIES if story.stem.startswith(path.stem)]

    coverage = Coverage.of(journey, reduce(or_, (walked_in(report.happened) for report in told)))

    assert coverage.missed_steps == ()
    assert [way for way in coverage.missed_ways if way[1] in ("otherwise", "invalid")] == []


@pytest.mark.parametrize("key", BILINGUAL)
def test_a_sample_in_two_languages_has_a_story_in_each(key: str) -> None:
    journey = next(journey for journey in map(read_file, FILES) if journey.key == key)
    told = {read_story(path).contact.language for path in STORIES if path.stem.startswith(key)}

    assert journey.languages() == ["fr", "en"]
    assert {(language or "")[:2] for language in told} == {"fr", "en"}
