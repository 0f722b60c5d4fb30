"""An arrow to a step that does not exist: a slip in a file, or a step deleted elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checker.context import Scene
from engine.checker.names import step_name, trigger_name
from engine.checker.nearest import nearest
from engine.checker.problem import Problem
from engine.checker.words import Fact
from engine.journey.steps import Port


def check(scene: Scene) -> Iterator[Problem]:
    steps = scene.journey.steps
    for trigger in scene.journey.triggers:
        if trigger.next is not None and trigger.next not in steps:
            facts = {"step": trigger_name(trigger), "named": trigger.next}
            yield _problem(scene, facts, Port("next", trigger.next), trigger=trigger.id)
    for step_id, ports in scene.map.ports.items():
        for port in ports:
            if port.to is not None and port.to not in steps:
                facts = {"step": step_name(steps[step_id]), "named": port.to}
                yield _problem(scene, facts, port, step=step_id)


def _problem(
    scene: Scene, facts: dict[str, Fact], port: Port, *, step: str | None = None, trigger: str | None = None
) -> Problem:
    meant = nearest(port.to or "", scene.journey.steps)
    return Problem(
        "unknown_step", "error", step, trigger, (port.id,),
        {**facts, "meant": meant} if meant else facts,
        repair="reconnect" if meant else None,
        wording="meant" if meant else None,
        proof={"suggestion": meant} if meant else {},
    )  # fmt: skip
