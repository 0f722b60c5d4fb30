"""The repair of steps that follow each other for ever: three rounds are drawn one after the other, then an end.

A round is what a silent customer walks. Who answers leaves a round as before, so what a copy says by an answer leads where
the first round's does.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Any

from designer.editing.layout import COLUMN, free_spot, positions, settle
from designer.editing.outcome import CannotEdit, Definition, Edited, Refused, edited
from designer.editing.places import STEP, free_id, lead, need_node, ports_of, steps_of, triggers_of
from designer.editing.references import lead_references
from designer.editing.starting import new_step
from engine.checker.context import Scene, Surroundings
from engine.checker.paths import silent_ports
from engine.checker.rules import endless_loop, impossible_condition
from engine.journey.definition import read_definition

ROUNDS = 3
STEPS_AT_MOST = 12
"""A longer round would make a drawing that nobody reads."""


def limit_rounds(definition: Definition, node: str, facts: Mapping[str, Any]) -> Edited | Refused:
    """Three rounds and no more. Not where the round cannot be told apart from the rest: something else reads an answer or looks
    at a message of it, or other ways lead round inside it."""
    walked = [str(step_id) for step_id in facts.get("path") or ()]

    def change(after: Definition) -> list[str]:
        _check(after, walked)
        settle(after)
        rounds = [{step_id: step_id for step_id in walked}, *(_copied(after, walked, number) for number in (2, 3))]
        end = _end(after, rounds[-1][walked[-1]])
        for here, following in zip(rounds, [*rounds[1:], None], strict=True):
            _close(after, walked, here, following[walked[0]] if following else end)
        _check_mended(after, {copied: step_id for one in rounds for step_id, copied in one.items()})
        return [node]

    return edited(definition, "repair", change)


def _check(definition: Definition, walked: Sequence[str]) -> None:
    if not walked or len(walked) > STEPS_AT_MOST:
        raise CannotEdit("no_path")
    for step_id in walked:
        need_node(definition, f"{STEP}{step_id}")
    others = [step for step_id, step in steps_of(definition).items() if step_id not in walked]
    if any(_speaks_of(part, walked) for part in [*others, *triggers_of(definition)]) or _comes_back(definition, walked):
        raise CannotEdit("no_path")


def _comes_back(definition: Definition, walked: Sequence[str]) -> bool:
    """Whether silence leads out of the round and into it again: a copy would lead back to the first one."""
    ways = {step_id: [port.to for port in ports_of(part) if port.to and port.id in _silent(part)]
            for step_id, part in steps_of(definition).items()}  # fmt: skip
    pending = [to for step_id in walked for to in ways[step_id] if to not in walked]
    seen: set[str] = set()
    while pending:
        step_id = pending.pop()
        if step_id not in seen:
            seen.add(step_id)
            pending += ways.get(step_id, [])
    return bool(seen & set(walked))


def _speaks_of(part: Mapping[str, Any], walked: Sequence[str]) -> bool:
    """Whether it reads an answer, or looks at a message, of one of these steps."""
    renamed = copy.deepcopy(dict(part))
    lead_references(renamed, {step_id: f"{step_id}_x" for step_id in walked})
    return renamed != part


def _copied(definition: Definition, walked: Sequence[str], number: int) -> dict[str, str]:
    """The steps once more, beside the others; step → its copy. Arrows lead where they led, and the round's own to the copies."""
    new_ids: dict[str, str] = {}
    for step_id in walked:
        new_ids[step_id] = free_id(step_id, [*steps_of(definition), *new_ids.values()])
    places = positions(definition)
    across = [places[f"{STEP}{step_id}"][0] for step_id in walked]
    aside = (number - 1) * (max(across) - min(across) + COLUMN)
    for step_id in walked:
        part = copy.deepcopy(steps_of(definition)[step_id])
        silent = _silent(part)
        lead_references(part, new_ids)
        for port in ports_of(part):
            if port.id in silent and port.to in new_ids and port.to != walked[0]:
                lead(part, port.id, new_ids[port.to])
        _number(part, number)
        steps_of(definition)[new_ids[step_id]] = part
        x, y = places[f"{STEP}{step_id}"]
        definition["layout"][new_ids[step_id]] = list(free_spot(positions_of(definition), x + aside, y))
    return new_ids


def positions_of(definition: Definition) -> dict[str, tuple[float, float]]:
    """The places that are written down."""
    return {name: (at[0], at[1]) for name, at in definition["layout"].items()}


def _silent(part: Mapping[str, Any]) -> set[str]:
    """The ways that a silent customer takes."""
    step = read_definition({"parcours": 1, "key": "part", "steps": {"part": dict(part)}}).steps["part"]
    return {port.id for port in silent_ports(step)}


def _number(part: dict[str, Any], number: int) -> None:
    """`Relance` → `Relance (2)`, so that cards and problems can be told apart."""
    title = part.get("title")
    if isinstance(title, dict):
        part["title"] = {language: f"{words} ({number})" for language, words in title.items()}
    elif title:
        part["title"] = f"{title} ({number})"


def _end(definition: Definition, behind: str) -> str:
    step_id = free_id("end", steps_of(definition))
    x, y = definition["layout"][behind]
    steps_of(definition)[step_id] = new_step("exit")
    definition["layout"][step_id] = list(free_spot(positions_of(definition), x + COLUMN, y))
    return step_id


def _close(definition: Definition, walked: Sequence[str], here: Mapping[str, str], to: str) -> None:
    """Where silence leads back to the first step, the next round begins."""
    for step_id in here.values():
        part = steps_of(definition)[step_id]
        for port in ports_of(part):
            if port.to == walked[0] and port.id in _silent(part):
                lead(part, port.id, to)


def _check_mended(definition: Definition, drawn: Mapping[str, str]) -> None:
    """There may be more rounds than the one that was told, and what could change from round to round of one step may be
    settled in the steps of its copies. `drawn`: each step of the rounds → what it is a copy of."""
    scene = Scene(read_definition(definition), Surroundings())
    if any(set(drawn) & set(problem.proof.get("path", ())) for problem in endless_loop.check(scene)):
        raise CannotEdit("no_path")
    impossible = {problem.step for problem in impossible_condition.check(scene)}
    if any(step_id in impossible and of not in impossible for step_id, of in drawn.items()):
        raise CannotEdit("no_path")
