"""Where a customer goes from a step, and how long after they wrote at most: the moves of the window proof.

Messages leave within the margin. Time passes in `wait` (its length; until a day of the week or a date, the longest that
this can take), in `wait_for_event` and `branch_on_message` (their limit, whichever way is taken without a reply), in
`call_http` (its limit and the patience after it, since an answer may be brought late) and in `wait_for_reply` or `ask` when
the customer stays silent (its limit, counted from the acceptance of the question). What has no limit counts as the longest
wait.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from engine.checker.arrivals import Arrival
from engine.checker.contradictions import demands
from engine.checker.lengths import is_limitless, longest_stay
from engine.checker.paths import is_empty
from engine.journey.conditions import Comparison, Operator
from engine.journey.steps import Port, StepBase
from engine.journey.steps.ask import Ask
from engine.journey.steps.branch import Branch
from engine.journey.steps.branch_on_message import BranchOnMessage
from engine.journey.steps.split import Split
from engine.journey.steps.until import LONGEST_UNTIL
from engine.journey.steps.wait_for_reply import WaitForReply

OPPOSITE: dict[Operator, Operator] = {"is": "is_not", "is_not": "is", "is_set": "is_not_set", "is_not_set": "is_set"}


def onward(step: StepBase, arrival: Arrival) -> Iterator[Arrival]:
    """Every way on that the customer's words do not open."""
    if isinstance(step, Branch):
        yield from _by_condition(step, arrival)
    elif isinstance(step, Split):
        yield from _by_share(step, arrival)
    elif isinstance(step, WaitForReply | Ask):
        sends = int(isinstance(step, Ask))
        silent = [port for port in step.ports() if port.id == "no_reply" and step.for_]
        yield from (arrival.went_on(port.to, longest_stay(step), sends) for port in silent)
        yield from (arrival.went_on(port.to, None, sends) for port in step.ports() if port.id in _unasked(step))
        yield from asked_again(step, arrival)
    else:
        waits = [port for port in step.ports() if port.id != "replied"]
        yield from (arrival.went_on(port.to, stay_at_most(step), int(step.sends is not None)) for port in waits)


def answers(step: StepBase, arrival: Arrival) -> Iterator[Arrival]:
    """The customer answers a question that they can come to."""
    taken = _answered(step)
    # What is written while the question is asked again is heard when that has left; then it may be asked once more.
    yield from (arrival.answered(port.to, sends=_askings(step)) for port in step.ports() if port.id in taken)


def asked_again(step: StepBase, arrival: Arrival) -> Iterator[Arrival]:
    """The customer answers wrongly, is asked again, and then says nothing."""
    if _askings(step) and (limit := longest_stay(step)) is not None:
        silent = (arrival.answered(port.to, sends=_askings(step)) for port in step.ports() if port.id == "no_reply")
        yield from (replace(way, since=limit) for way in silent)


def _askings(step: StepBase) -> int:
    """The messages on the way since the answer that was heard last: one may be written while another leaves."""
    return min(step.tries - 1, 2) if isinstance(step, Ask) else 0


def stay_at_most(step: StepBase) -> dt.timedelta | None:
    """How long a customer who does not answer is there; None for no time."""
    return LONGEST_UNTIL if is_limitless(step) else longest_stay(step)


def _answered(step: StepBase) -> set[str]:
    """The ways that an answer opens."""
    if isinstance(step, Ask):
        return {"next", "invalid"}
    if isinstance(step, BranchOnMessage):
        return {"replied"}
    if isinstance(step, WaitForReply):
        return {"otherwise", *(f"branch:{branch.id}" for branch in step.branches if not is_empty(branch))}
    return set()


def _unasked(step: WaitForReply | Ask) -> tuple[str, ...]:
    """The ways of a question that could not be sent."""
    return () if isinstance(step, WaitForReply) else ("not_sent",) if step.not_sent else ("no_reply",)


def _by_condition(step: Branch, arrival: Arrival) -> Iterator[Arrival]:
    refused: list[Comparison] = []
    for branch, port in zip(step.branches, step.ports(), strict=False):
        if branch.when is None:
            continue
        yield from _taking(arrival.told_of_event([*refused, *demands(branch.when)]), port)
        if isinstance(branch.when, Comparison) and branch.when.operator in OPPOSITE:
            refused.append(branch.when.model_copy(update={"operator": OPPOSITE[branch.when.operator]}))
    yield from _taking(arrival.told_of_event(refused), step.ports()[-1])


def _by_share(step: Split, arrival: Arrival) -> Iterator[Arrival]:
    """The same passage always draws the same way at the same split, like what its event told."""
    for path, port in zip(step.paths, step.ports(), strict=True):
        drawn = Comparison(attribute=f"event.drawn at {arrival.step}", operator="is", value=path.id)
        yield from _taking(arrival.told_of_event([drawn]), port)


def _taking(arrival: Arrival | None, port: Port) -> Iterator[Arrival]:
    if arrival is not None:
        yield arrival.went_on(port.to, None, 0)
