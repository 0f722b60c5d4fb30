"""What one passage comes to on average: the share of customers who come to each step, by the assumed rates. Choices by the
record and texts that cannot be filled are not known without an audience."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from engine.forecast.worst_case import longest_on
from engine.journey.definition import Journey
from engine.journey.durations import parse_duration
from engine.journey.steps import StepBase
from engine.journey.steps.ask import Ask
from engine.journey.steps.branch import Branch
from engine.journey.steps.branch_on_message import SIGNS, BranchOnMessage
from engine.journey.steps.call_http import CallHttp
from engine.journey.steps.split import Split
from engine.journey.steps.until import UntilAttribute
from engine.journey.steps.wait import Wait
from engine.journey.steps.wait_for_event import WaitForEvent
from engine.journey.steps.wait_for_reply import WaitForReply

LEAST = 1e-6
"""Fewer of all customers than this are not followed any more."""
WALKS = 1_000
USUAL_DATE = dt.timedelta(days=7)
"""How far a date on the record is taken to be."""
Way: TypeAlias = tuple[str, float, float, float]
"""(port, share of those who come, seconds they stay, questions asked)"""


@dataclass(frozen=True, slots=True)
class Expected:
    """Of one passage. `messages`: sent; `cost` of those that arrive. `ends`: the share of customers who leave at all."""

    cost: float
    seconds: float
    messages: float
    ends: float


def expected_passage(
    journey: Journey, start: str, figures: Mapping[str, float], price: Callable[[str], float], begin: dt.datetime
) -> Expected:
    """`figures`: `Assumptions.at`. `price`: of a message of a step that arrives."""
    whole = _Sum()
    steps = {step_id: _Visit.of(journey, step_id, figures, price, begin) for step_id in journey.steps}
    here: dict[str, float] = {start: 1.0}
    for _ in range(WALKS):
        onward: dict[str, float] = defaultdict(float)
        for step_id, share in here.items():
            visit = steps[step_id]
            whole.add(visit, share)
            for to, part in visit.onward:
                onward[to] += share * part
        here = {step_id: share for step_id, share in onward.items() if share > LEAST}
        if not here:
            break
    return Expected(whole.cost, whole.seconds, whole.messages, min(1.0, whole.ends))


@dataclass(frozen=True, slots=True)
class _Visit:
    """What one visit of a step comes to on average, and where customers go on to."""

    cost: float
    seconds: float
    messages: float
    ends: float
    onward: tuple[tuple[str, float], ...]

    @classmethod
    def of(
        cls, journey: Journey, step_id: str, figures: Mapping[str, float], price: Callable[[str], float],
        begin: dt.datetime,
    ) -> _Visit:  # fmt: skip
        step = journey.steps[step_id]
        ways, targets = list(_ways(journey, step_id, step, figures, begin)), {one.id: one.to for one in step.ports()}
        messages = sum(part * questions for _, part, _, questions in ways) if step.sends else 0.0
        onward = [(to, part) for port, part, _, _ in ways if (to := targets.get(port)) in journey.steps and to]
        ends = sum(part for port, part, _, _ in ways if targets.get(port) not in journey.steps) if targets else 1.0
        return cls(
            messages * price(step_id) * figures["delivered"] if messages else 0.0,
            sum(part * stay for _, part, stay, _ in ways), messages, ends, tuple(onward),
        )  # fmt: skip


@dataclass(slots=True)
class _Sum:
    """Of all visits."""

    cost: float = 0.0
    seconds: float = 0.0
    messages: float = 0.0
    ends: float = 0.0

    def add(self, visit: _Visit, share: float) -> None:
        self.cost += share * visit.cost
        self.seconds += share * visit.seconds
        self.messages += share * visit.messages
        self.ends += share * visit.ends


def _ways(
    journey: Journey, step_id: str, step: StepBase, figures: Mapping[str, float], begin: dt.datetime
) -> Iterator[Way]:
    arrived = figures["delivered"]
    match step:
        case WaitForReply():
            named = [f"branch:{branch.id}" for branch in step.branches] + ["otherwise"]
            limit, replied = _seconds(step.for_), 0.0
            for port in named:
                share = figures.get(f"{step_id}.{port}", 0.0) * arrived
                replied += share
                yield port, share, _mean(figures["reply_after"], limit), 0.0
            if limit is not None:
                yield "no_reply", 1 - replied, limit, 0.0
        case Ask():
            yield from _asked(step_id, step, figures)
        case WaitForEvent() | CallHttp():
            yield from _awaited(step_id, step, figures)
        case BranchOnMessage():
            yield from _by_message(step_id, step, figures)
        case Split():
            whole = sum(path.share for path in step.paths) or 1
            yield from ((f"branch:{path.id}", path.share / whole, 0.0, 0.0) for path in step.paths)
        case Branch():
            shares = [(f"branch:{one.id}", figures.get(f"{step_id}.branch:{one.id}", 0.0)) for one in step.branches]
            yield from ((port, share, 0.0, 0.0) for port, share in shares)
            yield "otherwise", max(0.0, 1 - sum(share for _, share in shares)), 0.0, 0.0
        case _:
            yield "next", 1.0, _stay(journey, step, begin), 1.0


def _asked(step_id: str, step: Ask, figures: Mapping[str, float]) -> Iterator[Way]:
    """Question by question, until one is answered, none is left, or nothing comes."""
    arrived, limit = figures["delivered"], _seconds(step.for_)
    good, bad = figures[f"{step_id}.next"] * arrived, figures[f"{step_id}.invalid"] * arrived
    left, waited = 1.0, 0.0
    mean = _mean(figures["reply_after"], limit)
    for question in range(1, step.tries + 1):
        yield "next", left * good, waited + mean, float(question)
        if limit is not None:
            yield "no_reply", left * (1 - good - bad), waited + limit, float(question)
        left, waited = left * bad, waited + mean
    yield "invalid", left, waited, float(step.tries)


def _awaited(step_id: str, step: WaitForEvent | CallHttp, figures: Mapping[str, float]) -> Iterator[Way]:
    comes = figures[f"{step_id}.next"]
    if isinstance(step, CallHttp):
        yield "next", comes, 1.0, 0.0
        yield "failed", 1 - comes, 1.0, 0.0
        return
    limit = _seconds(step.for_)
    yield "next", comes, _mean(limit / 3, limit) if limit is not None else 43_200.0, 0.0
    if limit is not None:
        yield "no_event", 1 - comes, limit, 0.0


def _by_message(step_id: str, step: BranchOnMessage, figures: Mapping[str, float]) -> Iterator[Way]:
    """The strongest sign first; a weaker one only when the time is over."""
    arrived, limit = figures["delivered"], _seconds(step.within) or 0.0
    replied = figures.get(f"{step_id}.replied", 0.0) * arrived
    silent = 1 - replied / arrived if arrived else 0.0
    clicked = figures["read"] * arrived * figures["clicked"] * silent if step.clicked is not None else 0.0
    read = max(0.0, figures["read"] * arrived - replied - clicked) if step.read is not None else 0.0
    rest = arrived - replied - clicked - read
    strongest = next((way for way in ("replied", *SIGNS) if getattr(step, way) is not None), "delivered")
    read_after = _mean(figures["read_after"], limit or None)
    yield "replied", replied, _mean(figures["reply_after"], limit or None), 0.0
    yield "clicked", clicked, limit if strongest != "clicked" else min(2 * read_after, limit or 2 * read_after), 0.0
    yield "read", read, limit if strongest != "read" else read_after, 0.0
    yield (
        "delivered" if step.delivered is not None else "otherwise",
        rest,
        limit if strongest != "delivered" else 3.0,
        0.0,
    )
    yield "failed" if step.failed is not None else "otherwise", 1 - arrived, 3.0, 0.0


def _stay(journey: Journey, step: StepBase, begin: dt.datetime) -> float:
    """Of a wait; half of the longest where its length depends on the moment."""
    if not isinstance(step, Wait):
        return 0.0
    if isinstance(step.until, UntilAttribute):
        return USUAL_DATE.total_seconds()
    longest = longest_on(journey, step, begin)
    return longest if step.for_ else longest / 2


def _seconds(length: str | None) -> float | None:
    return parse_duration(length).total_seconds() if length else None


def _mean(median: float, limit: float | None) -> float:
    """Of a time of which half is below the median, cut off at the limit (`chance.delay`)."""
    mean = median / math.log(2)
    if limit is None or limit / mean > 50:
        return mean
    if limit <= 0:
        return 0.0
    return mean - limit / math.expm1(limit / mean)
