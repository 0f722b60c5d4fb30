"""What is assumed of customers and machines: each a range from low to high that can be read and changed.

No rate below was measured: they are beginnings, wide on purpose. Whoever has figures of their own writes them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from engine.forecast.mistakes import Mistake
from engine.journey.definition import Journey
from engine.journey.durations import parse_duration
from engine.journey.steps import StepBase
from engine.journey.steps.ask import Ask
from engine.journey.steps.branch import Branch
from engine.journey.steps.branch_on_message import BranchOnMessage
from engine.journey.steps.call_http import CallHttp
from engine.journey.steps.wait_for_event import WaitForEvent
from engine.journey.steps.wait_for_reply import WaitForReply

Case: TypeAlias = Literal["low", "expected", "high"]
CASES: tuple[Case, ...] = ("low", "expected", "high")
Kind: TypeAlias = Literal["share", "time"]
REPLIES = (0.20, 0.40, 0.60)
"""Of those who are asked, how many answer at all."""
UNDERSTOOD = 0.9
"""Of these, how many take one of the ways that the journey names."""
GENERAL: Mapping[str, tuple[Kind, tuple[float, float, float]]] = {
    "delivered": ("share", (0.90, 0.95, 0.98)),
    "read": ("share", (0.50, 0.70, 0.85)),
    "clicked": ("share", (0.02, 0.10, 0.25)),
    "opt_out": ("share", (0.001, 0.004, 0.010)),
    "goal": ("share", (0.02, 0.05, 0.15)),
    "exit_on": ("share", (0.01, 0.05, 0.10)),
    "reply_after": ("time", (300.0, 1200.0, 7200.0)),
    "read_after": ("time", (120.0, 900.0, 7200.0)),
}
"""`clicked`: of the messages that are read and looked at by a journey, of how many a link is opened. `opt_out`: of the messages that arrive, how many are answered by STOP. `goal`, `exit_on`: of the passages, in how many
that event comes. Times: half take less, in seconds."""


MET: Mapping[str, Callable[[Journey], bool]] = {
    "goal": lambda journey: journey.goal is not None,
    "exit_on": lambda journey: bool(journey.exit_on),
    "clicked": lambda journey: any(
        isinstance(step, BranchOnMessage) and step.clicked is not None for step in journey.steps.values()
    ),
}
"""What only some journeys can meet."""


@dataclass(frozen=True, slots=True)
class Range:
    """Shares from 0 to 1, or seconds; low ≤ expected ≤ high."""

    low: float
    expected: float
    high: float

    def at(self, case: Case) -> float:
        return self.low if case == "low" else self.high if case == "high" else self.expected


@dataclass(frozen=True, slots=True)
class Assumption:
    """`key`: `read`, or step and way (`answer.branch:yes`). `is_given`: a person wrote it. `on_record`: a choice by the
    customer's record, which is assumed only where no audience is given."""

    key: str
    range: Range
    kind: Kind = "share"
    step: str | None = None
    port: str | None = None
    is_given: bool = False
    on_record: bool = False

    @property
    def short(self) -> str:
        """As a person writes it: `answer.yes`."""
        return self.key.replace(".branch:", ".")


@dataclass(frozen=True)
class Assumptions:
    """Everything that is assumed of one journey, by key, in the order of the path."""

    by_key: Mapping[str, Assumption]

    def __iter__(self) -> Iterator[Assumption]:
        return iter(self.by_key.values())

    def at(self, case: Case) -> dict[str, float]:
        """Key → figure of one case. Ways of one step that would make more than 1 together are scaled to 1."""
        figures = {one.key: one.range.at(case) for one in self}
        for ways in self._ways().values():
            whole = sum(figures[one.key] for one in ways)
            for one in ways if whole > 1 else ():
                figures[one.key] /= whole
        return figures

    def ways_of(self, step: str) -> list[Assumption]:
        """The ways of one step that are assumed."""
        return [one for one in self if one.step == step]

    def changed(self, given: Mapping[str, Range]) -> Assumptions:
        """With these ranges. Raises Mistake for an unknown key, and where the ways of a step are expected to make more than
        the whole."""
        known = dict(self.by_key)
        for key, figures in given.items():
            found = self.find(key)
            known[found.key] = replace(found, range=figures, is_given=True)
        made = Assumptions(known)
        for step, ways in made._ways().items():
            whole = sum(one.range.expected for one in ways)
            if whole > 1 + 1e-9:
                raise Mistake("shares_too_many", step=step, sum=f"{whole * 100:.0f}")
        return made

    def find(self, key: str) -> Assumption:
        """By its whole key or as a person writes it. Raises Mistake."""
        if (found := self.by_key.get(key)) is not None:
            return found
        short = [one for one in self if one.short == key]
        if len(short) != 1:
            raise Mistake("unknown_assumption", key=key, known=", ".join(one.short for one in self))
        return short[0]

    def _ways(self) -> dict[str, list[Assumption]]:
        grouped: dict[str, list[Assumption]] = {}
        for one in self:
            if one.step is not None:
                grouped.setdefault(one.step, []).append(one)
        return grouped


def assumptions_of(journey: Journey) -> Assumptions:
    """The beginnings for a journey: what it can meet, nothing else."""
    general = [
        Assumption(key, Range(*figures), kind) for key, (kind, figures) in GENERAL.items()
        if MET.get(key, lambda _journey: True)(journey)
    ]  # fmt: skip
    ways = [one for step_id, step in journey.walk() for one in _of_step(step_id, step)]
    return Assumptions({one.key: one for one in [*general, *ways]})


def _of_step(step_id: str, step: StepBase) -> Iterator[Assumption]:
    on_record = isinstance(step, Branch)
    for port, figures in _ways_of(step):
        yield Assumption(f"{step_id}.{port}", Range(*figures), "share", step_id, port, on_record=on_record)


def _ways_of(step: StepBase) -> Iterable[tuple[str, tuple[float, float, float]]]:
    """The ways that are assumed; what is left of 1 takes the last one: silence, failure, no condition."""
    match step:
        case WaitForReply():
            return _shared([f"branch:{branch.id}" for branch in step.branches])
        case Ask():
            return [("next", (0.30, 0.50, 0.70)), ("invalid", (0.02, 0.05, 0.10))]
        case WaitForEvent():
            return [("next", (0.10, 0.30, 0.60))]
        case CallHttp():
            return [("next", (0.95, 0.98, 1.0))]
        case BranchOnMessage():
            return [("replied", REPLIES)] if step.replied is not None else []
        case Branch():
            each = 1 / (len(step.branches) + 1)
            return [(f"branch:{branch.id}", (each, each, each)) for branch in step.branches]
        case _:
            return []


def _shared(branches: Sequence[str]) -> list[tuple[str, tuple[float, float, float]]]:
    """The named ways as one, and a tenth of the answers is none of them."""
    each = UNDERSTOOD / len(branches) if branches else 0.0
    shares = [(port, each) for port in branches] + [("otherwise", 1 - each * len(branches))]
    return [(port, (REPLIES[0] * share, REPLIES[1] * share, REPLIES[2] * share)) for port, share in shares]


def read_given(texts: Iterable[str], assumptions: Assumptions) -> dict[str, Range]:
    """`answer.yes=40%`, `read=0.5..0.7..0.9`, `reply_after=20m` → ranges by key. Raises Mistake."""
    given: dict[str, Range] = {}
    for text in texts:
        name, equals, figures = text.partition("=")
        if not equals:
            raise Mistake("assumption_shape", text=text)
        found = assumptions.find(name.strip())
        given[found.key] = _read_range(figures, found.kind, text)
    return given


def _read_range(figures: str, kind: Kind, text: str) -> Range:
    parts = figures.split("..")
    if len(parts) not in (1, 3):
        raise Mistake("assumption_shape", text=text)
    read = [_read_share(part, text) if kind == "share" else _read_time(part, text) for part in parts]
    low, expected, high = read if len(read) == 3 else read * 3
    if not low <= expected <= high:
        raise Mistake("range_order", text=text)
    return Range(low, expected, high)


def _read_share(written: str, text: str) -> float:
    """`40%`, `40 %`, `0.4`, `0,4`."""
    bare = written.strip().replace(",", ".")
    try:
        share = float(bare.removesuffix("%").strip()) / (100 if bare.endswith("%") else 1)
    except ValueError:
        raise Mistake("assumption_shape", text=text) from None
    if not 0 <= share <= 1:
        raise Mistake("share_range", text=text)
    return share


def _read_time(written: str, text: str) -> float:
    try:
        length = parse_duration(written)
    except ValueError:
        raise Mistake("assumption_shape", text=text) from None
    return max(length, dt.timedelta(seconds=1)).total_seconds()
