"""Steps that a silent customer can never leave: messages and waits that follow each other for ever.

A step is a trap when none of the ways that open without the customer (the next step, the time-out of a wait, any path by
condition) ever ends the passage or stops to wait for an answer. What a passage draws at a split, and what it chooses by its
event, stays so at every round: whoever takes one of these ways takes it for ever. Goals and opt-outs end it for some, not for
the silent.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from engine.checker.context import Scene
from engine.checker.lasting import Fates, Ways
from engine.checker.lengths import longest_stay
from engine.checker.names import in_each, quoted, spoken_duration, spoken_hours, step_name
from engine.checker.problem import Problem
from engine.checker.words import Fact, Spoken, word
from engine.journey.steps import StepBase
from engine.journey.steps.call_http import CallHttp

DAY = dt.timedelta(days=1)
FAST = dt.timedelta(minutes=1)


def check(scene: Scene) -> Iterator[Problem]:
    told: set[str] = set()
    for fate in Fates(scene.map).each():
        for step_id in _trapped(scene, fate):
            round_trip = _cycle_from(scene, step_id, fate)
            if round_trip and not told & set(round_trip):
                yield _problem(scene, round_trip, [one for one in round_trip if one in fate.decided])
            told |= set(round_trip)


def _trapped(scene: Scene, fate: Ways) -> list[str]:
    """The steps which customers of this fate come to, and from which the silent never get out."""
    leads_from: dict[str, list[str]] = {}
    free: list[str] = []
    for step_id in fate.reached:
        ports = fate.silent(step_id)
        if not ports or any(not scene.map.exists(port.to) for port in ports):
            free.append(step_id)
        for port in ports:
            leads_from.setdefault(port.to or "", []).append(step_id)
    out: set[str] = set()
    while free:
        step_id = free.pop()
        if step_id not in out:
            out.add(step_id)
            free.extend(leads_from.get(step_id, ()))
    return [step_id for step_id in scene.map.live if step_id in fate.reached and step_id not in out]


def _cycle_from(scene: Scene, first: str, fate: Ways) -> list[str]:
    """The first round that a silent customer makes from here, always by the first open way."""
    seen: dict[str, int] = {}
    current = first
    while current not in seen:
        seen[current] = len(seen)
        current = fate.silent(current)[0].to or ""
    walked = list(seen)[seen[current] :]
    start = min(range(len(walked)), key=lambda place: scene.map.order[walked[place]])
    return walked[start:] + walked[:start]


def _problem(scene: Scene, cycle: list[str], decided: list[str]) -> Problem:
    steps = [scene.journey.steps[step_id] for step_id in cycle]
    length = sum((_lasts(step) for step in steps), dt.timedelta())
    facts: dict[str, Fact] = {"steps": quoted((step_name(step) for step in steps), "and", most=4)}
    sends = any(step.sends for step in steps)
    if sends:
        facts["pace"] = _pace(length)
    if decided:
        facts["choices"] = quoted((step_name(scene.journey.steps[step_id]) for step_id in decided), "and", most=3)
    kind = "decided" if decided else "alone" if len(steps) == 1 else None
    wording = [*([kind] if kind else []), *([] if sends else ["idle"])]
    return Problem(
        "endless_loop", "error", cycle[0], None, None, facts, "limit_rounds", wording="_".join(wording) or None,
        proof={"path": cycle},
    )  # fmt: skip


def _lasts(step: StepBase) -> dt.timedelta:
    """Another system answers in seconds."""
    return dt.timedelta() if isinstance(step, CallHttp) else longest_stay(step) or dt.timedelta()


def _pace(length: dt.timedelta) -> Spoken:
    """`chaque jour`, `toutes les 6 h`, `sans arrêt`."""
    if length < FAST:
        return word("paces", "ceaseless") or {}
    if length == DAY:
        return word("paces", "daily") or {}
    if length % DAY == dt.timedelta():
        every, shown = word("paces", "every_days") or {}, spoken_duration(length)
    else:
        every, shown = word("paces", "every") or {}, spoken_hours(length)
    return in_each(lambda language: every[language].format(length=shown[language]))
