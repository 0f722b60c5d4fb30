"""A step that starts another journey which nobody can enter there, or which then begins with a reply that comes
too late, or that quiet hours of this one can make too late."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checker.context import Scene
from engine.checker.names import step_name
from engine.checker.paths import JourneyMap
from engine.checker.problem import Problem, Severity
from engine.checker.rules.quiet_hours_close_window import can_close
from engine.checker.window import Proof, prove_window
from engine.checker.words import Fact
from engine.journey.definition import Journey
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
    if other.definition is not None and step_id in scene.window.leaving:
        yield from _too_late(scene, step_id, other.definition, facts)


def _too_late(scene: Scene, step_id: str, other: Journey, facts: dict[str, Fact]) -> Iterator[Problem]:
    """A free reply of the other journey that is in time for its own customers, and not for those who come from here."""
    ways, hours = JourneyMap(other), scene.surroundings.quiet_hours
    leads = [(scene.journey.key, lead) for lead in scene.window.leaving[step_id]]
    alone, entered = prove_window(ways, (), hours), prove_window(ways, leads, hours)
    late = next((one for one in entered.late if one not in alone.late), None)
    if late is not None:
        yield _problem(step_id, {**facts, "message": step_name(other.steps[late])}, "window")
        return
    held = next((one for one in _held(entered) if one not in _held(alone)), None)
    if held is not None:
        yield _problem(step_id, {**facts, "message": step_name(other.steps[held])}, "held", "warning")


def _held(proof: Proof) -> list[str]:
    return [step_id for step_id, way in proof.inside.items() if can_close(way)]


def _problem(step_id: str, facts: dict[str, Fact], wording: str | None, severity: Severity = "error") -> Problem:
    return Problem("journey_not_started", severity, step_id, None, FIELD, facts, wording=wording)
