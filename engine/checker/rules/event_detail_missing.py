"""A text that tells something of the site's event, met by customers who entered otherwise, by writing or on a date: there is
no event, so the text cannot be filled and they get nothing. A choice that looks at the event first is taken to know what it
does."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checker.context import Scene
from engine.checker.names import step_name, trigger_name
from engine.checker.nature import TOLD
from engine.checker.paths import way_without
from engine.checker.problem import Problem
from engine.checker.texts import needs, read_text, writings
from engine.checker.words import Fact
from engine.journey.triggers import TriggerBase

ROLES = ("message", "button", "row", "link", "value", "media")


def check(scene: Scene) -> Iterator[Problem]:
    starts = {trigger.id: trigger for trigger in scene.journey.triggers if trigger.type in TOLD}
    for step_id, step in scene.map.live.items() if starts else ():
        told: set[str] = set()
        for writing in writings(step):
            for path in _details_in(writing.source) if writing.use.role in ROLES else ():
                if path in told or not needs(writing.source, path):
                    continue
                told.add(path)
                silent = [one for one, trigger in starts.items() if not _tells(trigger, path)]
                way = way_without(scene.map, step_id, path, only=silent)
                if way is not None:
                    facts: dict[str, Fact] = {
                        "step": step_name(step), "name": path.partition(".")[2], "start": trigger_name(starts[way[0]])
                    }  # fmt: skip
                    proof = {"name": path, "path": way}
                    yield Problem("event_detail_missing", "error", step_id, None, writing.field, facts, proof=proof)


def _details_in(source: str) -> list[str]:
    read = [one.path for one in read_text(source).placeholders if not one.has_default]
    return [path for path in dict.fromkeys(read) if path.startswith("event.")]


def _tells(trigger: TriggerBase, path: str) -> bool:
    return path in [f"event.{name}" for name in TOLD[trigger.type]]
