"""A step that starts another journey which nobody can enter there, or which then begins with a reply that comes too late."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checker.context import JourneyElsewhere, Scene
from engine.checker.names import step_name
from engine.checker.paths import JourneyMap
from engine.checker.problem import Problem, Severity
from engine.checker.window import prove_window
from engine.checker.words import Fact
from engine.journey.steps.start_journey import StartJourney

FIELD = ("journey",)


def check(scene: Scene) -> Iterator[Problem]:
    for step_id, step in scene.map.live.items():
        if isinstance(step, StartJourney):
            yield from _judge(scene, step_id, step)


def _judge(scene: Scene, step_id: str, step: StartJourney) -> Iterator[Problem]:
    key, known = (step.journey or "").strip(), scene.surroundings.journeys
    facts: dict[str, Fact] = {"step": step_name(step)}
    if not key:
        yield _problem(step_id, facts, "nothing")
        return
    if known is None or key == scene.journey.key:
        return
    other = next((one for one in known if one.key == key), None)
    if other is None and scene.surroundings.has_other_journeys:
        return
    if other is None:
        yield _problem(step_id, {**facts, "journey": key}, None)
        return
    facts["journey"] = other.name or other.key
    if not other.is_live:
        yield _problem(step_id, facts, "offline", "warning")
    late = _first_late(scene, step_id, other)
    if late is not None:
        yield _problem(step_id, {**facts, "message": late}, "window")


def _first_late(scene: Scene, step_id: str, other: JourneyElsewhere) -> Fact | None:
    """A free reply of the other journey that is in time for its own customers, and not for those who come from here."""
    if other.definition is None or step_id not in scene.window.leaving:
        return None
    ways = JourneyMap(other.definition)
    alone = prove_window(ways).late
    entered = prove_window(ways, [(scene.journey.key, scene.window.leaving[step_id])]).late
    found = next((one for one in entered if one not in alone), None)
    return step_name(other.definition.steps[found]) if found else None


def _problem(step_id: str, facts: dict[str, Fact], wording: str | None, severity: Severity = "error") -> Problem:
    return Problem("journey_not_started", severity, step_id, None, FIELD, facts, wording=wording)
