"""Where a passage goes: it ends or waits, counts its visits, goes along its arrows, by the way of what happened. Each watcher
gives a sentence when something does not hold, else None."""

from __future__ import annotations

from collections.abc import Callable

from engine.journey.advance import Compiled
from engine.journey.effects import CallHttp, Exited, Passed, Send, StartJourney
from engine.journey.events import Begun, Called, Due, Outcome, Reply, Signal, Started
from engine.journey.state import State
from engine.journey.steps import StepBase
from engine.journey.steps.ask import Ask
from engine.journey.steps.call_http import CallHttp as CallStep
from engine.journey.steps.wait import Wait
from engine.journey.steps.wait_for_event import WaitForEvent
from engine.journey.steps.wait_for_reply import WaitForReply
from tests.engine.generated.walking import Moment

OUTWARD = (Send, CallHttp, StartJourney)
Watcher = Callable[[Moment], str | None]


def _step_of(journey: Compiled, state: State) -> StepBase | None:
    return journey.journey.steps.get(state.step or "")


def ends_or_waits_with_a_limit(moment: Moment) -> str | None:
    state = moment.advanced.state
    if not state.is_active:
        left = state.waiting, state.wake_at, state.message_id, state.call_id
        return None if left == (None, None, None, None) else f"ended and still waits for {left}"
    if state.visit == 0 or not moment.advanced.used:
        return None
    match state.waiting:
        case "outcome":
            return None if state.message_id and state.wake_at is None else "waits for the result of nothing"
        case "journey":
            return None
        case "call":
            return None if state.call_id and state.wake_at else "waits for the answer to nothing"
        case "reply" | "time" | "event" | "receipt":
            return None if state.wake_at is not None else "waits without a limit"
        case _:
            return f"neither ends nor waits, but {state.waiting}"


def an_effect_goes_with_each_wait(moment: Moment) -> str | None:
    """Whoever waits for a result, an answer or a start has just asked for it."""
    state, effects = moment.advanced.state, moment.advanced.effects
    asked = [effect for effect in effects if isinstance(effect, OUTWARD)]
    if len(asked) > 1:
        return "asks for more than one thing at once"
    if asked and not state.is_active:
        return "asks and ends"
    waits = {"outcome": Send, "call": CallHttp, "journey": StartJourney}.get(state.waiting or "")
    if asked and (waits is None or not isinstance(asked[0], waits)):
        return f"asks for {asked[0]} and waits for {state.waiting}"
    if waits and moment.before.waiting != state.waiting and not asked:
        return f"waits for {state.waiting} and asked for nothing"
    return None


def ids_are_made_of_the_visit(moment: Moment) -> str | None:
    state = moment.advanced.state
    for effect in moment.advanced.effects:
        made = (
            effect.message_id if isinstance(effect, Send) else effect.call_id if isinstance(effect, CallHttp) else None
        )
        if made is not None and made != f"{state.enrollment_id}.{state.visit}":
            return f"{made} in visit {state.visit}"
        if isinstance(effect, StartJourney) and effect.visit != state.visit:
            return f"starts as visit {effect.visit} in {state.visit}"
    return None


def visits_are_counted(moment: Moment) -> str | None:
    arrived = sum(isinstance(effect, Passed) and effect.port is None for effect in moment.advanced.effects)
    asked = isinstance(moment.event, Reply) and isinstance(_step_of(moment.journey, moment.before), Ask)
    again = asked and not any(isinstance(one, Passed) and one.why == "invalid" for one in moment.advanced.effects)
    is_same = moment.advanced.state.is_active and not arrived
    counted = moment.advanced.state.visit - moment.before.visit - arrived
    expected = {1} if is_same and asked and moment.advanced.used else {0, 1} if again else {0}
    return None if counted in expected else f"{counted} visits more than steps"


def asks_no_more_often_than_it_says(moment: Moment) -> str | None:
    state = moment.advanced.state
    step = moment.journey.journey.steps.get(state.step or "")
    if isinstance(step, Ask):
        return None if state.tries <= step.tries else f"asked {state.tries} times instead of {step.tries}"
    return None if state.tries == 0 else f"counts {state.tries} questions on no question"


def goes_along_arrows(moment: Moment) -> str | None:
    """Each step is left by one of its ways, and the next one is where that leads."""
    steps, here, leads_to = moment.journey.journey.steps, moment.before.step, "anywhere"
    for passed in (effect for effect in moment.advanced.effects if isinstance(effect, Passed)):
        if passed.port is None:
            if leads_to not in ("anywhere", passed.step_id):
                return f"came to {passed.step_id} instead of {leads_to}"
            here, leads_to = passed.step_id, "nowhere yet"
        else:
            ways = {port.id: port.to for port in steps[passed.step_id].ports()}
            if passed.step_id != here or passed.port not in ways:
                return f"left {passed.step_id} by {passed.port} from {here}"
            leads_to = ways[passed.port] or "nowhere"
    if isinstance(moment.event, Started) and moment.before.visit == 0 and moment.advanced.used:
        return _starts_where_the_trigger_leads(moment, moment.event)
    return None if not moment.advanced.state.is_active or moment.advanced.state.step == here else "stands elsewhere"


def _starts_where_the_trigger_leads(moment: Moment, event: Started) -> str | None:
    trigger = next(one for one in moment.journey.journey.triggers if one.id == event.trigger_id)
    first = next((effect.step_id for effect in moment.advanced.effects if isinstance(effect, Passed)), None)
    return None if first == trigger.next else f"began at {first} instead of {trigger.next}"


def takes_the_way_of_what_happened(moment: Moment) -> str | None:
    expected = _expected_way(moment)
    if expected is None or not moment.advanced.used:
        return None
    effects = moment.advanced.effects
    taken = next((effect.port for effect in effects if isinstance(effect, Passed) and effect.port), None)
    ended = next((effect.reason for effect in effects if isinstance(effect, Exited)), None)
    return (
        None if taken in expected or (taken is None and ended in expected) else f"took {taken or ended}, not {expected}"
    )


def _expected_way(moment: Moment) -> set[str | None] | None:
    """The ways that may be taken, as the step's own words say; None where nothing is expected of it."""
    step = moment.journey.journey.steps.get(moment.before.step or "")
    match moment.event:
        case Outcome() as outcome if step is not None and step.sends:
            return _after_result(step, outcome, moment)
        case Due() if isinstance(step, WaitForReply | Ask):
            return {"no_reply"}
        case Due() if isinstance(step, WaitForEvent):
            return {"no_event"}
        case Due() if isinstance(step, CallStep):
            return {"failed"}
        case Due() if isinstance(step, Wait) and step.for_:
            return {"next"}
        case Called() as called:
            return {"failed"} if called.reason else {"next"}
        case Begun() as begun if step is not None:
            ways = {port.id: port.to for port in step.ports()}
            return {"not_started"} if begun.reason and ways["not_started"] else {"next"}
        case Signal() as signal:
            return _after_event(moment, step, signal)
        case Reply() as reply if isinstance(step, WaitForReply):
            return {_branch_of(moment, step, reply)}
        case _:
            return None


def _after_result(step: StepBase, outcome: Outcome, moment: Moment) -> set[str | None]:
    if outcome.result == "accepted":
        return {None} if isinstance(step, Ask) else {"next"}
    if next(port.to for port in step.ports() if port.id == "not_sent"):
        return {"not_sent"}
    if outcome.fault == "person":
        return {f"{outcome.result}:{outcome.reason}"}
    return {"next"} if not isinstance(step, Ask) else {"no_reply"} if moment.before.tries == 1 else {"invalid"}


def _after_event(moment: Moment, step: StepBase | None, signal: Signal) -> set[str | None] | None:
    journey = moment.journey.journey
    if journey.goal and journey.goal.event == signal.name:
        return {"goal"}
    if any(listens.event == signal.name for listens in journey.exit_on):
        return {"exit_on"}
    return {"next"} if isinstance(step, WaitForEvent) and step.event == signal.name and step.where is None else None


def _branch_of(moment: Moment, step: WaitForReply, reply: Reply) -> str:
    """Places first, then taps on a message of ours, then words as they stand; what fits none is another reply."""
    for branch in step.branches:
        if reply.location is not None and branch.location:
            return f"branch:{branch.id}"
    for branch in step.branches:
        if reply.button in branch.buttons and reply.answers in moment.before.asked:
            return f"branch:{branch.id}"
    for branch in step.branches:
        if reply.text and reply.text in branch.any_of:
            return f"branch:{branch.id}"
    rest = next((branch.id for branch in step.branches if branch.match == "any"), None)
    return f"branch:{rest}" if rest and reply.text.strip() else "otherwise"


OF_THE_WAY: tuple[Watcher, ...] = (
    ends_or_waits_with_a_limit, an_effect_goes_with_each_wait, ids_are_made_of_the_visit, visits_are_counted,
    asks_no_more_often_than_it_says, goes_along_arrows, takes_the_way_of_what_happened,
)  # fmt: skip
