"""Every field of every step, start and line of a story, with values that do not fit: what is told has its French."""

from __future__ import annotations

import copy
import math
from collections.abc import Iterator, Sequence
from typing import Any

from engine.journey.definition import BadDefinition, read_definition
from engine.journey.files import BadFile
from engine.journey.problem_words import problem_words
from engine.journey.stories import read_story_text
from engine.journey.yaml_reading import read_yaml
from engine.journey.yaml_writing import write_yaml
from tests.docs.examples import examples

WRONG: tuple[Any, ...] = (
    None, True, 7, -1, 10**6, 1.5, math.nan, "", "x y", "3y", "900d", "5m", "25:00", "[", [], [1, 2, 3], ["x"] * 501, {}, {"x": 1},
)  # fmt: skip
FEW: tuple[Any, ...] = (None, 7, "", "x y", [], {"x": 1})
MORE_FIELDS: dict[str, Any] = {
    "entry": {"again": "never", "not_within": "1d", "per": "event.id"}, "goal": {"event": "paid"},
    "exit_on": [{"event": "gone"}], "quiet_hours": {"from": "20:00", "to": "08:00"}, "layout": {"bye": [1, 2]},
}  # fmt: skip
MORE_STEPS: list[dict[str, Any]] = [
    {"type": "ask", "text": "?", "kind": "rating", "scale": [1, 5], "tries": 2, "for": "1h"},
    {"type": "wait", "until": {"weekday": ["mon"], "at": "10:00"}}, {"type": "wait", "until": {"date": "2026-12-24"}},
    {"type": "wait", "until": {"attribute": "contact.day", "offset": "-1d", "at": "10:00"}},
]  # fmt: skip
MORE_STARTS: list[dict[str, Any]] = [
    {"id": "every", "type": "audience", "segment": "s", "when": {"every": "month", "day": 3, "at": "10:00"}},
    {"id": "once", "type": "audience", "segment": "s", "when": {"at": "2026-12-01T10:00"}},
]
LINES: list[dict[str, Any]] = [
    {"at": "2026-01-05T09:00Z", "event": {"name": "a", "data": {}}, "expect": [{"template": "a", "values": {"b": "c"}}]},
    {"after": "1h", "says": "oui", "late": "5m", "ad": {"source_id": "7"}, "expect": [{"session": "a", "buttons": ["b"]}]},
    {"taps": "Oui", "of": "a", "expect": [{"exit": "a"}, {"branch": "a.b"}]},
    {"sends": "location", "caption": "x", "place": {"latitude": 45, "longitude": 4}, "nothing": True},
    {"http": {"status": 200, "body": {}}, "provider": "slow"},
    {"receipt": "read", "expect": [{"consent": "marketing", "given": True}, {"call": "a", "body": {}}]},
    {"agrees": "marketing"},
]  # fmt: skip


def with_a_wrong_value(json: Any, values: Sequence[Any] = WRONG, below: Sequence[Any] = ()) -> Iterator[Any]:
    """The same data, each place below this one once with each value."""
    part = json
    for name in below:
        part = part[name]
    for place in [*places(part, tuple(below))]:
        for value in values:
            changed = copy.deepcopy(json)
            inner = changed
            for name in place[:-1]:
                inner = inner[name]
            inner[place[-1]] = value
            yield changed


def places(json: Any, here: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    inside = json.items() if isinstance(json, dict) else enumerate(json) if isinstance(json, list) else ()
    for name, value in inside:
        yield (*here, name)
        yield from places(value, (*here, name))


def wrong_journeys() -> Iterator[dict[str, Any]]:
    plain = {"parcours": 1, "key": "k", "triggers": [], "steps": {}}
    yield from with_a_wrong_value({**plain, **MORE_FIELDS})
    starts, steps = list(MORE_STARTS), list(MORE_STEPS)
    for kind, example in examples().items():
        held = read_yaml(example.journey).value
        starts += [one for one in held.get("triggers", []) if one["type"] == kind]
        steps += [one for one in held["steps"].values() if one["type"] == kind][:1]
    for start in starts:
        yield from with_a_wrong_value({**plain, "triggers": [start]}, below=("triggers", 0))
    for step in steps:
        yield from with_a_wrong_value({**plain, "steps": {"a": step}}, below=("steps", "a"))


def told_of(definition: Any) -> list[str]:
    try:
        read_definition(definition)
    except BadDefinition as bad:
        return bad.problems
    return []


def test_whatever_is_wrong_with_a_journey_is_said_in_french() -> None:
    told = {sentence for wrong in wrong_journeys() for sentence in told_of(wrong)}

    assert len(told) > 300
    assert [sentence for sentence in told if problem_words(sentence, "fr") == sentence] == []
    assert [sentence for sentence in told if "nput should" in sentence] == []


def told_of_story(story: Any) -> list[str]:
    try:
        read_story_text(write_yaml(story), "story")
    except (BadFile, ValueError) as bad:
        return bad.problems if isinstance(bad, BadFile) else []
    return []


def test_whatever_is_wrong_with_a_story_is_said_in_french() -> None:
    stories = [{"journey": "a.yaml", "contact": {"name": "A", "consent": ["all"]}, "story": [line]} for line in LINES]
    told = {
        sentence for story in stories for wrong in with_a_wrong_value(story, FEW) for sentence in told_of_story(wrong)
    }

    unsaid = [one for one in told if one.split(": ", 1)[-1] in problem_words(one, "fr")]
    assert len(told) > 100
    assert unsaid == []
