"""The case lists: short journeys with what the checker must say about them, and near misses."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from engine.checker.context import (
    CodeElsewhere,
    EventElsewhere,
    JourneyElsewhere,
    KeywordElsewhere,
    KnownTemplate,
    Surroundings,
)
from engine.journey.counted import CountedLinks
from engine.journey.definition import Journey, read_definition
from engine.journey.quiet_hours import QuietHours

FOLDER = Path(__file__).parent / "cases"


def read_cases(rule: str) -> list[dict[str, Any]]:
    return YAML(typ="safe").load((FOLDER / f"{rule}.yaml").read_text("utf-8"))


def journey_of(case: dict[str, Any]) -> Journey:
    """What a case leaves out: a keyword start that leads to its first step."""
    start = {"id": "go", "type": "keyword", "any_of": ["menu"], "next": next(iter(case["steps"]), None)}
    told = ("name", "purpose", "language", "triggers", "segments", "goal", "exit_on", "entry", "quiet_hours")
    given = {name: case[name] for name in told if name in case}
    return read_definition({"parcours": 1, "key": "case", "triggers": [start], "steps": case["steps"], **given})


def surroundings_of(case: dict[str, Any]) -> Surroundings:
    given = dict(case.get("surroundings", {}))
    if "templates" in given:
        given["templates"] = dict(map(_template, given["templates"]))
    if "keywords_elsewhere" in given:
        listed = given["keywords_elsewhere"]
        given["keywords_elsewhere"] = [KeywordElsewhere(**{**one, "any_of": tuple(one["any_of"])}) for one in listed]
    if "events_elsewhere" in given:
        given["events_elsewhere"] = [EventElsewhere(**one) for one in given["events_elsewhere"]]
    if "journeys" in given:
        given["journeys"] = [_elsewhere(**one) for one in given["journeys"]]
    if "codes_elsewhere" in given:
        given["codes_elsewhere"] = [CodeElsewhere(**one) for one in given["codes_elsewhere"]]
    if "quiet_hours" in given:
        given["quiet_hours"] = QuietHours.model_validate(given["quiet_hours"])
    if "counted_links" in given:
        given["counted_links"] = CountedLinks(**given["counted_links"])
    return Surroundings(**given)


def _elsewhere(key: str, definition: dict[str, Any] | None = None, is_live: bool = True) -> JourneyElsewhere:
    read = read_definition({"parcours": 1, "key": key, **definition}) if definition else None
    return JourneyElsewhere(key, key.capitalize(), is_live, read)


def _template(listed: dict[str, Any]) -> tuple[tuple[str, str], KnownTemplate]:
    until = listed.get("paused_until")
    return (listed["name"], listed["language"]), KnownTemplate(
        listed["category"], listed["status"], listed.get("components"),
        dt.datetime.fromisoformat(until) if until else None,
    )  # fmt: skip
