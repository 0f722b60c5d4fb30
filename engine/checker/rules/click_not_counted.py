"""A path for who opened a link, where no link of that message leads through the house: nobody would ever take it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from engine.checker.context import Scene
from engine.checker.names import step_name
from engine.checker.problem import Problem, Severity
from engine.checker.templates import HOLE, versions
from engine.checker.texts import writings
from engine.checker.words import Fact
from engine.journey.counted import PATH, CountedLinks
from engine.journey.steps import StepBase
from engine.journey.steps.branch_on_message import BranchOnMessage
from engine.journey.steps.send_template import SendTemplate

Reason: TypeAlias = tuple[Severity, str | None]
SOMEWHERE = "https://…"


def check(scene: Scene) -> Iterator[Problem]:
    for step_id, step in scene.map.live.items():
        sender = scene.journey.steps.get(step.message or "") if isinstance(step, BranchOnMessage) else None
        if not isinstance(step, BranchOnMessage) or step.clicked is None or sender is None or sender.sends is None:
            continue
        if (reason := _why_not(scene, sender)) is not None:
            base = scene.surroundings.counted_links.base if scene.surroundings.counted_links else ""
            facts: dict[str, Fact] = {
                "step": step_name(step), "message": step_name(sender), "address": f"{base or SOMEWHERE}{PATH}{{{{1}}}}"
            }  # fmt: skip
            yield Problem("click_not_counted", reason[0], step_id, None, ("clicked",), facts, wording=reason[1])


def _why_not(scene: Scene, sender: StepBase) -> Reason | None:
    """What the house decides is a fact to look at; what the message lacks is a fault of the journey."""
    counted = scene.surroundings.counted_links
    if counted is not None and counted.which == "no":
        return "warning", "house"
    if isinstance(sender, SendTemplate):
        return _of_template(scene, sender, counted)
    return _of_reply(sender, counted or CountedLinks("", "all"))


def _of_reply(sender: StepBase, counted: CountedLinks) -> Reason | None:
    addresses = [writing.source for writing in writings(sender) if writing.use.role == "link"]
    if any(counted.may_count(address) for address in addresses):
        return None
    if addresses:
        return "error", "kept"
    if not _may_hold_links(sender, "message"):
        return "error", None
    return None if counted.which == "all" else ("warning", "text")


def _of_template(scene: Scene, sender: SendTemplate, counted: CountedLinks | None) -> Reason | None:
    """Its buttons were approved with their addresses: only one that leads to us can be counted."""
    found = [version.parts for version in versions(scene, sender.template or "") if version.parts]
    starts = [HOLE.split(button.url)[0] for parts in found for button in parts.buttons if HOLE.search(button.url)]
    ours = [start for start in starts if start == f"{counted.base}{PATH}"] if counted else starts
    in_values = (counted is None or counted.which == "all") and _may_hold_links(sender, "value")
    return None if not found or ours or in_values else ("error", "template")


def _may_hold_links(sender: StepBase, role: str) -> bool:
    """One that is written, or that a placeholder may bring."""
    return any(
        "://" in writing.source or "{" in writing.source for writing in writings(sender) if writing.use.role == role
    )
