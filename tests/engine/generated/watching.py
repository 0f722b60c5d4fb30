"""What must hold at every moment of every passage, whatever the journey: asked of each call of `advance` that a walk made.

Each watcher gives a sentence when something does not hold, else None. Probes play the moment again with what also happens to
messages: told twice, in another order, too late, for somebody else.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence

import orjson

from engine.journey.advance import Advanced, Compiled, advance
from engine.journey.durations import parse_duration
from engine.journey.effects import CallHttp, Effect, Exited, Passed, Send, StartJourney
from engine.journey.events import Begun, Called, Due, Event, Leave, Outcome, Receipt, Reply, Signal, Started
from engine.journey.state import RECEIPT_RANK, State
from engine.journey.steps import StepBase
from engine.journey.steps.ask import Ask
from engine.journey.steps.branch_on_message import BranchOnMessage
from engine.journey.steps.call_http import PATIENCE
from engine.journey.steps.call_http import CallHttp as CallStep
from engine.journey.steps.wait import Wait
from engine.journey.steps.wait_for_event import WaitForEvent
from engine.journey.steps.wait_for_reply import WaitForReply
from tests.engine.generated.walking import ZONE, Moment

SECOND, MINUTE = dt.timedelta(seconds=1), dt.timedelta(minutes=1)
OUTWARD = (Send, CallHttp, StartJourney)
Watcher = Callable[[Moment], str | None]


def broken(moments: Sequence[Moment]) -> str | None:
    """The first thing that does not hold in these moments; None when all is well."""
    return next(every_broken(moments), None)


def every_broken(moments: Sequence[Moment]) -> Iterator[str]:
    seen: set[str] = set()
    for moment in moments:
        for watcher in WATCHERS:
            if (problem := watcher(moment)) is not None:
                yield f"{watcher.__name__}: {problem} after {moment.event} on {moment.before}"
        for effect in moment.advanced.effects:
            if isinstance(effect, Send | CallHttp):
                name = effect.message_id if isinstance(effect, Send) else effect.call_id
                if f"{type(effect)} {name}" in seen:
                    yield f"a visit sends once: {name} again after {moment.event}"
                seen.add(f"{type(effect)} {name}")


def _step_of(journey: Compiled, state: State) -> StepBase | None:
    return journey.journey.steps.get(state.step or "")


# It ends or waits ------------------------------------------------------------------------------


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
    is_same = moment.advanced.state.step == moment.before.step and not arrived
    counted = moment.advanced.state.visit - moment.before.visit - arrived
    expected = {1} if is_same and asked and moment.advanced.used else {0, 1} if again else {0}
    return None if counted in expected else f"{counted} visits more than steps"


def asks_no_more_often_than_it_says(moment: Moment) -> str | None:
    state = moment.advanced.state
    step = moment.journey.journey.steps.get(state.step or "")
    if isinstance(step, Ask):
        return None if state.tries <= step.tries else f"asked {state.tries} times instead of {step.tries}"
    return None if state.tries == 0 else f"counts {state.tries} questions on no question"


# The way ---------------------------------------------------------------------------------------


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


# Time ------------------------------------------------------------------------------------------


def waits_as_long_as_it_says(moment: Moment) -> str | None:
    """From the acceptance or refusal of the message before it, or else from now."""
    state = moment.advanced.state
    step = moment.journey.journey.steps.get(state.step or "")
    length = _length_of(step) if step is not None else None
    came = any(isinstance(effect, Passed) and effect.port is None for effect in moment.advanced.effects)
    asked = isinstance(step, Ask) and isinstance(moment.event, Outcome) and state.waiting == "reply"
    if (
        length is None
        or state.wake_at is None
        or not (came or asked)
        or state.waiting not in ("reply", "time", "event", "receipt", "call")
    ):
        return None
    begins = moment.event.at if isinstance(moment.event, Outcome) else moment.now
    if isinstance(step, CallStep) or any(_is_unwritten(effect) for effect in moment.advanced.effects):
        begins = moment.now
    return None if state.wake_at == begins + length else f"waits until {state.wake_at}, not {begins + length}"


def _length_of(step: StepBase) -> dt.timedelta | None:
    if isinstance(step, CallStep):
        return step.wait() + PATIENCE
    written = step.within if isinstance(step, BranchOnMessage) else getattr(step, "for_", None)
    return parse_duration(written) if written else None


def _is_unwritten(effect: Effect) -> bool:
    """A message that could not be filled is settled at once."""
    return isinstance(effect, Passed) and (effect.why or "").startswith("cannot_render")


def nothing_is_due_before_its_time(moment: Moment) -> str | None:
    state = moment.advanced.state
    if state.wake_at is None or state.wake_at - SECOND <= moment.now:
        return None
    return _changes_nothing(moment, Due(), state.wake_at - SECOND)


def a_weekday_is_kept(moment: Moment) -> str | None:
    state = moment.advanced.state
    step = moment.journey.journey.steps.get(state.step or "")
    until = step.until if isinstance(step, Wait) else None
    if state.waiting != "time" or state.wake_at is None or until is None or not hasattr(until, "weekday"):
        return None
    local = state.wake_at.astimezone(ZONE)
    days = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    kept = days[local.weekday()] in until.weekday and f"{local.hour}:{local:%M}" == until.at
    return None if kept and state.wake_at > moment.now else f"waits until {local} for {until}"


def only_what_is_awaited_is_heard(moment: Moment) -> str | None:
    """The goal and early exits end it at any moment; any other event moves only who waits for it."""
    state, journey = moment.advanced.state, moment.journey.journey
    if not state.is_active:
        return None
    ends = {listens.event: "exit_on" for listens in journey.exit_on} | (
        {journey.goal.event: "goal"} if journey.goal else {}
    )
    for name, reason in ends.items():
        if (left := _again(moment, Signal(name), moment.now).state).exit_reason != reason:
            return f"{name} came and the passage ended with {left.exit_reason}"
    return _changes_nothing(moment, Signal("never.awaited", {"kind": "a"}))


# What comes twice, too late or for somebody else -----------------------------------------------


def _again(moment: Moment, event: Event, now: dt.datetime, state: State | None = None) -> Advanced:
    contact = moment.contact.copy()
    return advance(moment.journey, state or moment.advanced.state, contact, event, now, house_zone=ZONE)


def _changes_nothing(moment: Moment, event: Event, now: dt.datetime | None = None) -> str | None:
    advanced = _again(moment, event, now or moment.now)
    if not advanced.used and not advanced.effects and advanced.state.to_json() == moment.advanced.state.to_json():
        return None
    return f"{event} did something: {advanced.effects}"


def the_same_news_twice_changes_nothing(moment: Moment) -> str | None:
    """A customer who writes the same twice means it twice: that is kept apart before, by the key of the event."""
    if not moment.advanced.used or isinstance(moment.event, Reply | Signal | Due | Leave):
        return None
    return _changes_nothing(moment, moment.event)


def what_is_for_another_moment_changes_nothing(moment: Moment) -> str | None:
    state = moment.advanced.state
    other = f"{state.enrollment_id}.{state.visit + 7}"
    strange = (
        Outcome(other, "accepted", moment.now),
        Called(other, moment.now, 200),
        Begun(state.visit + 7),
        Receipt(other, "failed"),
    )
    return next((problem for event in strange if (problem := _changes_nothing(moment, event))), None)


def what_was_written_before_the_question_answers_nothing(moment: Moment) -> str | None:
    state = moment.advanced.state
    if state.waiting != "reply" or state.since is None:
        return None
    return _changes_nothing(moment, Reply("oui", state.since - MINUTE))


def every_answer_is_taken(moment: Moment) -> str | None:
    """Whatever they say while something listens moves them on, or is asked again."""
    state = moment.advanced.state
    if state.waiting != "reply" or not state.is_active:
        return None
    said = (Reply("oui", moment.now), Reply("?!", moment.now), Reply("", moment.now, kind="image"))
    for reply in said:
        heard = _again(moment, reply, moment.now)
        if not heard.used or not heard.effects:
            return f"{reply} is left without an answer"
    return None


def words_that_only_nearly_fit_are_left_to_others_first(moment: Moment) -> str | None:
    state = moment.advanced.state
    if state.waiting != "reply" or isinstance(moment.journey.journey.steps[state.step or ""], Ask):
        return None
    return _changes_nothing(moment, Reply("zzz", moment.now, near=False))


def an_opt_out_ends_it_at_any_moment(moment: Moment) -> str | None:
    state = moment.advanced.state
    if not state.is_active:
        return None
    left = _again(moment, Leave("opted_out"), moment.now)
    if (
        left.state.is_active
        or [type(effect) for effect in left.effects] != [Exited]
        or left.state.exit_reason != "opted_out"
    ):
        return f"goes on after an opt-out: {left.effects}"
    for event in (Due(), Reply("oui", moment.now), Signal("order.paid"), moment.event):
        after = _again(moment, event, moment.now + dt.timedelta(days=9), left.state)
        if after.used or after.effects:
            return f"{event} did something after an opt-out"
    return None


def a_receipt_never_takes_back_what_is_known(moment: Moment) -> str | None:
    if not isinstance(moment.event, Receipt):
        return None
    for step, known in moment.before.watched.items():
        after = moment.advanced.state.watched[step]
        if after["message"] == known["message"] and _rank(after) < _rank(known):
            return f"{step} was {known}, now {after}"
    mine = [known for known in moment.advanced.state.watched.values() if known["message"] == moment.event.message_id]
    is_noted = all(_rank(known) >= RECEIPT_RANK[moment.event.status] for known in mine)
    return None if is_noted or not moment.before.is_active else f"{moment.event} is not noted"


def a_late_receipt_changes_nothing(moment: Moment) -> str | None:
    """One that says no more than what is known."""
    for known in moment.advanced.state.watched.values():
        for status, rank in RECEIPT_RANK.items():
            if rank <= _rank(known) and (problem := _changes_nothing(moment, Receipt(known["message"], status))):  # pyright: ignore[reportArgumentType]
                return problem
    return None


def _rank(known: dict[str, str]) -> int:
    return RECEIPT_RANK.get(known.get("status", ""), 0)


# The state -------------------------------------------------------------------------------------


def the_state_survives_its_row(moment: Moment) -> str | None:
    state = moment.advanced.state
    read = State.from_json(state.enrollment_id, orjson.loads(orjson.dumps(state.to_json())))
    return None if read == state or read.to_json() == state.to_json() else f"{state} came back as {read}"


def the_given_state_is_left_as_it_was(moment: Moment) -> str | None:
    return None if moment.given == moment.before else f"{moment.before} became {moment.given}"


def the_same_gives_the_same(moment: Moment) -> str | None:
    """From the state as its row keeps it, too."""
    kept = State.from_json(moment.before.enrollment_id, orjson.loads(orjson.dumps(moment.before.to_json())))
    again = _again(moment, moment.event, moment.now, kept)
    same = again.effects == moment.advanced.effects and again.state.to_json() == moment.advanced.state.to_json()
    return None if same else f"{again.effects} another time"


def who_left_is_told_once(moment: Moment) -> str | None:
    exits = sum(isinstance(effect, Exited) for effect in moment.advanced.effects)
    expected = int(moment.before.is_active and not moment.advanced.state.is_active)
    return None if exits == expected else f"{exits} exits"


def an_answer_to_the_customer_is_known_as_one(moment: Moment) -> str | None:
    """When they last wrote decides whether quiet hours hold the next message."""
    asked_at = moment.advanced.state.asked_at
    match moment.event:
        case Reply() as reply if moment.advanced.used:
            return None if asked_at == reply.at else f"asked at {asked_at}, wrote at {reply.at}"
        case Started() as started if moment.advanced.used:
            return None if asked_at == started.asked_at else f"asked at {asked_at}, wrote at {started.asked_at}"
        case _:
            return None if asked_at == moment.before.asked_at else f"asked at {asked_at}, though they wrote nothing"


WATCHERS: tuple[Watcher, ...] = (
    ends_or_waits_with_a_limit, an_effect_goes_with_each_wait, ids_are_made_of_the_visit, visits_are_counted, asks_no_more_often_than_it_says, goes_along_arrows,
    takes_the_way_of_what_happened, waits_as_long_as_it_says, nothing_is_due_before_its_time, a_weekday_is_kept, only_what_is_awaited_is_heard, a_late_receipt_changes_nothing,
    the_same_news_twice_changes_nothing, what_is_for_another_moment_changes_nothing,
    what_was_written_before_the_question_answers_nothing, every_answer_is_taken,
    words_that_only_nearly_fit_are_left_to_others_first, an_opt_out_ends_it_at_any_moment,
    a_receipt_never_takes_back_what_is_known, the_state_survives_its_row, the_given_state_is_left_as_it_was, the_same_gives_the_same, who_left_is_told_once,
    an_answer_to_the_customer_is_known_as_one,
)  # fmt: skip
