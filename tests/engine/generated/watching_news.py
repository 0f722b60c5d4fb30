"""When a passage moves and what moves it: limits, answers, and news that come twice, too late or for somebody else. Probes play
the moment again with what also happens. Each watcher gives a sentence when something does not hold, else None."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import orjson

from engine.journey.advance import Advanced, advance
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
from tests.engine.generated.walking import ZONE, Moment

SECOND, MINUTE = dt.timedelta(seconds=1), dt.timedelta(minutes=1)
OUTWARD = (Send, CallHttp, StartJourney)
Watcher = Callable[[Moment], str | None]


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
    # What comes at the very moment, before the timer is heard, leaves it as it was.
    ahead = state.wake_at > moment.now or state.visit == moment.given.visit
    return None if kept and ahead else f"waits until {local} for {until}"


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


OF_TIME_AND_NEWS: tuple[Watcher, ...] = (
    waits_as_long_as_it_says, nothing_is_due_before_its_time, a_weekday_is_kept, only_what_is_awaited_is_heard,
    a_late_receipt_changes_nothing, the_same_news_twice_changes_nothing, what_is_for_another_moment_changes_nothing,
    what_was_written_before_the_question_answers_nothing, every_answer_is_taken,
    words_that_only_nearly_fit_are_left_to_others_first, an_opt_out_ends_it_at_any_moment,
    a_receipt_never_takes_back_what_is_known, the_state_survives_its_row, the_given_state_is_left_as_it_was,
    the_same_gives_the_same, who_left_is_told_once, an_answer_to_the_customer_is_known_as_one,
)  # fmt: skip
