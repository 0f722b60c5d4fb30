"""The ways through a journey as a map: who leads where, who is reached, what moves without the customer."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from engine.checker.nature import UNANSWERED
from engine.journey.conditions import comparisons_in
from engine.journey.definition import Journey
from engine.journey.steps import Port, StepBase
from engine.journey.steps.ask import Ask
from engine.journey.steps.branch import Branch
from engine.journey.steps.branch_on_message import BranchOnMessage
from engine.journey.steps.send_session import SendSession
from engine.journey.steps.send_template import SendTemplate
from engine.journey.steps.update_contact import UpdateContact
from engine.journey.steps.wait_for_event import WaitForEvent
from engine.journey.steps.wait_for_reply import ReplyBranch, WaitForReply


@dataclass(frozen=True)
class JourneyMap:
    """Steps by id, their ways out, and what follows from them."""

    journey: Journey

    @cached_property
    def order(self) -> dict[str, int]:
        """Each step's place on the path (`Journey.walk`)."""
        return {step_id: place for place, (step_id, _) in enumerate(self.journey.walk())}

    @cached_property
    def ports(self) -> dict[str, list[Port]]:
        return {step_id: self.journey.steps[step_id].ports() for step_id in self.order}

    def exists(self, step_id: str | None) -> bool:
        return step_id is not None and step_id in self.journey.steps

    @cached_property
    def starts(self) -> list[str]:
        """The first steps that a trigger leads to."""
        return [trigger.next for trigger in self.journey.triggers if trigger.next and self.exists(trigger.next)]

    @cached_property
    def reached(self) -> set[str]:
        """Steps that some trigger leads to, near or far."""
        return self.after(self.starts)

    @cached_property
    def live(self) -> dict[str, StepBase]:
        """The steps whose ways matter, in the order of the path: the reached ones, or all of them while no trigger leads
        anywhere yet."""
        return {step_id: step for step_id, step in self.journey.walk() if not self.starts or step_id in self.reached}

    def next_of(self, step_id: str) -> Iterator[str]:
        """Existing steps one arrow away."""
        return (port.to for port in self.ports[step_id] if port.to is not None and self.exists(port.to))

    def after(self, first: Iterable[str]) -> set[str]:
        """These steps and all that follow."""
        found: set[str] = set()
        pending = list(first)
        while pending:
            step_id = pending.pop()
            if step_id not in found:
                found.add(step_id)
                pending.extend(self.next_of(step_id))
        return found

    def listeners_after(self, step_id: str) -> list[str]:
        """The steps that listen and can come first after a message is accepted."""
        found: dict[str, None] = {}
        seen: set[str] = set()
        pending = [port.to for port in self.ports[step_id] if port.id == "next"]
        while pending:
            current = pending.pop()
            if current is None or current in seen or not self.exists(current):
                continue
            seen.add(current)
            if self.journey.steps[current].listens:
                found[current] = None
            else:
                pending.extend(self.next_of(current))
        return list(found)


def silent_ports(step: StepBase) -> list[Port]:
    """The ways that a customer who says nothing takes, whose messages are all accepted. Empty where the passage ends or
    waits without a limit."""
    if isinstance(step, WaitForReply | Ask):
        return [port for port in step.ports() if port.id == "no_reply"] if step.for_ else []
    if isinstance(step, BranchOnMessage):
        return [port for port in step.ports() if port.to and port.id != "replied"] if step.within else []
    if isinstance(step, WaitForEvent):
        return [port for port in step.ports() if port.id == "no_event"] if step.for_ else []
    if isinstance(step, SendTemplate | SendSession):
        return [port for port in step.ports() if port.id == "next"]
    if isinstance(step, Branch):
        taken = {f"branch:{branch.id}" for branch in step.branches if branch.when is not None}
        return [port for port in step.ports() if port.id in taken or port.id == "otherwise"]
    return step.ports()


def is_empty(branch: ReplyBranch) -> bool:
    """Nothing that a customer does takes this path."""
    takes_by_itself = branch.match == "any" or branch.location
    return not takes_by_itself and not any(word.strip() for word in [*branch.any_of, *branch.buttons])


def way_without(ways: JourneyMap, goal: str, path: str, only: Container[str] | None = None) -> list[str] | None:
    """The shortest way from a start (`only` these triggers, by id) to the step `goal` on which the value at `path`
    (`answers.ask`, `event.total`, `contact.city`) is never told, past no choice that looks at it; None when there is
    none. Ids, the trigger's first."""
    pending = [
        [trigger.id, trigger.next] for trigger in ways.journey.triggers
        if trigger.next and ways.exists(trigger.next) and (only is None or trigger.id in only)
    ]  # fmt: skip
    seen: set[str] = set()
    while pending:
        way = pending.pop(0)
        here = way[-1]
        if here == goal:
            return way
        if here not in seen and not _looks_at(ways.journey.steps[here], path):
            seen.add(here)
            ports = [port for port in ways.ports[here] if not _tells(ways.journey.steps[here], here, port.id, path)]
            pending.extend([*way, port.to] for port in ports if port.to and ways.exists(port.to))
    return None


def _tells(step: StepBase, step_id: str, port: str, path: str) -> bool:
    """Whether who leaves this step by this port has a value there."""
    if isinstance(step, UpdateContact):
        return any(path == f"contact.{name}" and value not in (None, "") for name, value in step.set.items())
    if isinstance(step, BranchOnMessage):
        return path == f"answers.{step_id}" and port == "replied"
    saved = path in [f"contact.{name}" for name in step.notes()]
    return (saved or path == f"answers.{step_id}") and port not in UNANSWERED


def _looks_at(step: StepBase, path: str) -> bool:
    """A choice by this value, or by another of the same event."""
    conditions = [branch.when for branch in step.branches if branch.when] if isinstance(step, Branch) else []
    read = {leaf.attribute for condition in conditions for leaf in comparisons_in(condition)}
    return any(one == path or (path.startswith("event.") and one.startswith("event.")) for one in read)
