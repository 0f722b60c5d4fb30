"""More messages in a row than one address gets in ten minutes: the loop guard would hold the rest back (semantics, “Who gets
a message”). Messages that go round without a pause are an endless loop, told elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checker.context import Scene
from engine.checker.names import step_name
from engine.checker.nature import takes_time
from engine.checker.problem import Problem
from engine.checker.words import Fact
from engine.journey.permission import REPLIES_AT_MOST


def check(scene: Scene) -> Iterator[Problem]:
    rows = _rows(scene)
    for step_id, step in scene.map.live.items():
        if step.sends and len(rows.get(step_id, ())) == REPLIES_AT_MOST + 1:
            facts: dict[str, Fact] = {
                "step": step_name(step), "count": REPLIES_AT_MOST, "first": step_name(scene.journey.steps[rows[step_id][0]])
            }  # fmt: skip
            proof = {"path": list(rows[step_id])}
            yield Problem("too_many_in_a_row", "error", step_id, None, None, facts, proof=proof)


def _rows(scene: Scene) -> dict[str, tuple[str, ...]]:
    """For each step, the longest row of messages that ends with it, without time passing; rows grow by one a round, and
    no row holds a step twice."""
    rows: dict[str, tuple[str, ...]] = {
        step_id: (step_id,) if step.sends else () for step_id, step in scene.map.live.items()
    }
    changed = list(rows)
    for _ in range(len(rows)):
        grown: dict[str, None] = {}
        for step_id in changed:
            for following in () if takes_time(scene.journey.steps[step_id]) else scene.map.next_of(step_id):
                own = (following,) if scene.journey.steps[following].sends else ()
                row = (*rows[step_id], *own)
                if following not in rows[step_id] and REPLIES_AT_MOST + 2 > len(row) > len(rows[following]):
                    rows[following] = row
                    grown[following] = None
        if not grown:
            break
        changed = list(grown)
    return rows
