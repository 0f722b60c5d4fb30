"""A text that tells something of the site's event, met by customers who entered by writing: there is no event, so the text
cannot be filled and they get nothing. A choice that looks at the event first is taken to know what it does."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checker.context import Scene
from engine.checker.names import step_name, trigger_name
from engine.checker.nature import is_written_start
from engine.checker.paths import way_without
from engine.checker.problem import Problem
from engine.checker.texts import needs, read_text, writings
from engine.checker.words import Fact
from engine.journey.entry import facts_of
from engine.journey.events import Reply
from engine.journey.stories import START

ROLES = ("message", "button", "row", "link", "value", "media")
KNOWN = frozenset(f"event.{name}" for name in facts_of(Reply("", START)))
"""What a start by writing does tell."""


def check(scene: Scene) -> Iterator[Problem]:
    starts = {trigger.id: trigger for trigger in scene.journey.triggers if is_written_start(trigger)}
    for step_id, step in scene.map.live.items() if starts else ():
        told: set[str] = set()
        for writing in writings(step):
            for path in _details_in(writing.source) if writing.use.role in ROLES else ():
                if path in told or not needs(writing.source, path):
                    continue
                told.add(path)
                way = way_without(scene.map, step_id, path, only=starts)
                if way is not None:
                    facts: dict[str, Fact] = {
                        "step": step_name(step), "name": path.partition(".")[2], "start": trigger_name(starts[way[0]])
                    }  # fmt: skip
                    proof = {"name": path, "path": way}
                    yield Problem("event_detail_missing", "error", step_id, None, writing.field, facts, proof=proof)


def _details_in(source: str) -> list[str]:
    read = [one.path for one in read_text(source).placeholders if not one.has_default]
    return [path for path in dict.fromkeys(read) if path.startswith("event.") and path not in KNOWN]
