"""The window proof against the engine itself: what it does not tell never happens, and what it tells can."""

from __future__ import annotations

import datetime as dt
import time
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.checker.paths import JourneyMap
from engine.checker.window import MARGIN, WINDOW, Late, latest_arrivals
from engine.journey.advance import Compiled, advance
from engine.journey.definition import Journey, read_definition
from engine.journey.durations import parse_duration
from engine.journey.effects import Send
from engine.journey.events import Due, Event, Outcome, Receipt, Reply, Signal, Started
from engine.journey.state import Contact, State
from engine.journey.steps import StepBase
from engine.journey.steps.ask import Ask
from engine.journey.steps.wait import Wait
from engine.journey.steps.wait_for_event import WaitForEvent
from engine.journey.steps.wait_for_reply import WaitForReply

START = dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC)
IDS = [f"s{number}" for number in range(6)]
targets = st.sampled_from([*IDS, None])
lengths = st.sampled_from(["1h", "5h", "11h55m", "12h", "23h50m", "24h", "2d"])
kinds = st.sampled_from(["a", "b"])
comparisons = st.fixed_dictionaries(
    {"attribute": st.just("event.kind"), "operator": st.sampled_from(["is", "is_not"]), "value": kinds}
)
messages = st.fixed_dictionaries(
    {"type": st.just("send_session"), "text": st.just("Bonjour"), "next": targets},
    optional={"if_window_closed": st.just({"template": "cart"})},
)
steps = st.one_of(
    messages,
    messages,
    st.fixed_dictionaries({"type": st.just("send_template"), "template": st.just("cart"), "next": targets, "not_sent": targets}),
    st.fixed_dictionaries({"type": st.just("wait"), "for": lengths, "next": targets}),
    st.fixed_dictionaries({"type": st.just("wait_for_event"), "event": st.just("paid"), "for": lengths, "next": targets, "no_event": targets}),
    st.builds(
        lambda length, yes, other, silent: {
            "type": "wait_for_reply", "for": length, "otherwise": other, "no_reply": silent,
            "branches": [{"id": "yes", "any_of": ["oui"], "next": yes}],
        },
        lengths, targets, targets, targets,
    ),
    st.builds(
        lambda length, tries, ways: {
            "type": "ask", "text": "Alors ?", "kind": "choice", "choices": [{"id": "yes", "title": "oui"}],
            "for": length, "tries": tries, **ways,
        },
        lengths, st.integers(1, 3),
        st.fixed_dictionaries({way: targets for way in ("next", "invalid", "no_reply", "not_sent")}),
    ),
    st.builds(
        lambda when, taken, other: {"type": "branch", "branches": [{"id": "a", "when": when, "next": taken}], "otherwise": other},
        comparisons, targets, targets,
    ),
)  # fmt: skip
starts = st.sampled_from([{"type": "keyword", "any_of": ["menu"]}, {"type": "event", "name": "cart"}])


@st.composite
def journeys(draw: st.DrawFn) -> Journey:
    trigger = {"id": "go", **draw(starts), "next": "s0"}
    held = {step_id: _chained(draw(steps), place, draw(st.booleans())) for place, step_id in enumerate(IDS)}
    return read_definition({"parcours": 1, "key": "generated", "triggers": [trigger], "steps": held})


CHOICES = ("accepted", "refused", "silence", "oui", "demain", "paid")


def _chained(step: dict[str, Any], place: int, wanted: bool) -> dict[str, Any]:
    """Half of the steps lead to the one behind them, so that generated journeys are long."""
    way = "next" if "next" in step else "otherwise"
    if "paths" in step:
        return step
    return {**step, way: f"s{place + 1}"} if wanted and place + 1 < len(IDS) else step


class Customers:
    """Every customer of a journey, played by the engine: all answers and silences, until nothing new can happen."""

    def __init__(self, journey: Journey, kind: str) -> None:
        self.wrote = journey.triggers[0].type == "keyword"
        self.journey, self.contact = Compiled(journey), Contact("c", name="Amina")
        self.late: set[str] = set()
        self.seen: set[tuple[Any, ...]] = set()
        self.pending: list[tuple[State, dt.timedelta]] = []
        self._tell(State("e"), START, dt.timedelta(), Started("go", {"kind": kind}))
        while self.pending:
            state, age = self.pending.pop()
            for choice in CHOICES:
                self._go_on(state, age, choice)

    def _go_on(self, state: State, age: dt.timedelta, choice: str) -> None:
        """The message is accepted or refused, the customer answers, or the time comes."""
        if state.waiting == "outcome" and choice in ("accepted", "refused"):
            self._tell(state, START, age, Outcome(state.message_id or "", choice, START))
        elif state.waiting == "reply" and choice in ("oui", "demain"):
            self._tell(state, START, dt.timedelta(), Reply(choice, START), wrote=True)
        elif state.waiting == "event" and choice == "paid" and state.wake_at is not None:
            # The event comes in the last moment; one that comes earlier is never later.
            self._tell(state, START, age + state.wake_at - START, Signal("paid"))
        elif state.wake_at is not None and choice == "silence":
            self._tell(state, max(START, state.wake_at), age + max(START, state.wake_at) - START, Due())

    def _tell(self, state: State, now: dt.datetime, age: dt.timedelta, event: Event, *, wrote: bool = False) -> None:
        """`age`: time since the customer last wrote. Each moment is played as if it were the start."""
        wrote = wrote or self._has_written(state)
        moved = advance(self.journey, state, self.contact, event, now)
        for send in (effect for effect in moved.effects if isinstance(effect, Send)):
            if send.kind == "session" and send.fallback is None and (not wrote or age > WINDOW - MARGIN):
                self.late.add(send.step_id)
        after = _as_if_now(moved.state, now)
        after.answers = {"wrote": "yes"} if wrote else {}
        key = (after.step, after.waiting, after.wake_at, after.since, after.tries, min(age, WINDOW), wrote)
        if after.is_active and key not in self.seen:
            self.seen.add(key)
            self.pending.append((after, min(age, WINDOW)))

    def _has_written(self, state: State) -> bool:
        return self.wrote or bool(state.answers)


def _as_if_now(state: State, now: dt.datetime) -> State:
    """The same state with the present moved to the start."""
    moved = state.copy()
    moved.wake_at = None if state.wake_at is None else state.wake_at - (now - START)
    moved.since = None if state.since is None else state.since - (now - START)
    return moved


@settings(max_examples=300, deadline=None)
@given(journeys())
def test_told_are_exactly_the_free_replies_that_can_be_late(journey: Journey) -> None:
    told = latest_arrivals(JourneyMap(journey))

    late = {step_id for kind in ("a", "b", "c") for step_id in Customers(journey, kind).late}

    assert set(told) == late


untils = st.sampled_from([
    {"weekday": ["mon"], "at": "9:30"}, {"weekday": ["mon", "tue", "wed", "thu", "fri"], "at": "18:00"},
    {"date": "2026-01-06T08:00"}, {"date": "2026-01-05T08:00"}, {"date": "2026-03-29T02:30"},
    {"attribute": "contact.visit_at", "offset": "-1d", "at": "10:00"}, {"attribute": "contact.none"},
])  # fmt: skip
timely = st.one_of(
    steps,
    st.fixed_dictionaries(
        {
            "type": st.just("branch_on_message"),
            "message": st.sampled_from(IDS),
            "within": lengths,
            "replied": targets,
            "read": targets,
            "delivered": targets,
            "failed": targets,
            "otherwise": targets,
        }
    ),
    st.builds(
        lambda one, other: {
            "type": "split",
            "paths": [{"id": "a", "share": 50, "next": one}, {"id": "b", "share": 50, "next": other}],
        },
        targets,
        targets,
    ),
    st.fixed_dictionaries({"type": st.just("wait"), "until": untils, "next": targets, "otherwise": targets}),
)


@settings(max_examples=600, deadline=None)
@given(st.data())
def test_no_free_reply_is_late_that_was_not_told_whenever_the_customer_comes(data: st.DataObject) -> None:
    """Days of the week and dates depend on the moment, so customers are played in real time."""
    held = {step_id: _chained(data.draw(timely), place, data.draw(st.booleans())) for place, step_id in enumerate(IDS)}
    trigger = {"id": "go", **data.draw(starts), "next": "s0"}
    journey = read_definition({"parcours": 1, "key": "generated", "triggers": [trigger], "steps": held})
    told = latest_arrivals(JourneyMap(journey))
    now = START + dt.timedelta(minutes=data.draw(st.integers(0, 200_000)))
    contact = Contact("c", timezone="Europe/Paris", attributes={"visit_at": "2026-01-09T15:00"})
    compiled, wrote_at = Compiled(journey), now if trigger["type"] == "keyword" else None
    state, event = State("e"), Started("go", {"kind": data.draw(kinds)}, wrote_at)

    late: set[str] = set()
    for _ in range(12):
        moved = advance(compiled, state, contact, event, now)
        state = moved.state
        is_late = wrote_at is None or now - wrote_at > WINDOW - MARGIN
        for send in (effect for effect in moved.effects if isinstance(effect, Send) and is_late):
            late |= {send.step_id} if send.kind == "session" and send.fallback is None else set()
        if not state.is_active or state.waiting is None:
            break
        choice = data.draw(st.sampled_from(CHOICES))
        if state.waiting == "outcome":
            event = Outcome(state.message_id or "", "refused" if choice == "refused" else "accepted", now)
        elif state.waiting in ("reply", "receipt") and choice in ("accepted", "refused") and state.watched:
            news = "read" if choice == "accepted" else "failed"
            now += dt.timedelta(minutes=data.draw(st.integers(0, 200)))
            now = min(now, state.wake_at or now)
            event = Receipt(next(iter(state.watched.values()))["message"], news)
        elif state.waiting == "event" and choice == "paid":
            now, event = (state.wake_at or now) - dt.timedelta(seconds=1), Signal("paid")
        elif state.waiting == "reply" and choice in ("oui", "demain"):
            now = min(now + dt.timedelta(hours=1), state.wake_at or now)
            event, wrote_at = Reply(choice, now), now
        else:
            now, event = state.wake_at or now, Due()

    assert late <= set(told)


@settings(max_examples=300, deadline=None)
@given(journeys())
def test_a_told_path_can_be_walked_and_lasts_as_long_as_it_says(journey: Journey) -> None:
    for step_id, late in latest_arrivals(JourneyMap(journey)).items():
        assert late.path[-1] == step_id
        assert late.since is None or late.since > WINDOW - MARGIN
        if late.laps == 1:
            assert _walked(journey, late) == late.since


def _walked(journey: Journey, late: Late) -> dt.timedelta | None:
    """The time along the path; fails where no arrow leads on."""
    first, *rest = late.path
    passed = dt.timedelta()
    if late.origin_is_start:
        trigger = next(trigger for trigger in journey.triggers if trigger.id == first)
        assert trigger.next == rest[0]
    else:
        assert rest[0] in [port.to for port in journey.steps[first].ports() if port.id not in UNANSWERED]
    for one, other in pairwise(rest):
        step = journey.steps[one]
        ways = [port for port in step.ports() if not step.listens or port.id in UNANSWERED]
        assert other in [port.to for port in ways]
        if isinstance(step, Wait | WaitForReply | WaitForEvent | Ask) and other not in _unsent(step):
            passed += parse_duration(step.for_ or "0s")
    return passed if late.since is not None else None


UNANSWERED = ("no_reply", "not_sent")


def _unsent(step: StepBase) -> list[str | None]:
    """Where only a question that was never sent leads: no time passes there."""
    ways = {port.id: port.to for port in step.ports()}
    return [ways["not_sent"]] if isinstance(step, Ask) and ways["not_sent"] != ways["no_reply"] else []


def test_the_shortest_counter_example_is_told() -> None:
    held: dict[str, Any] = {
        "choose": {"type": "branch", "branches": [{"id": "a", "when": {"attribute": "contact.vip", "operator": "is_set"}, "next": "slow"}], "otherwise": "one"},
        "one": {"type": "wait", "for": "20h", "next": "two"},
        "two": {"type": "wait", "for": "20h", "next": "tell"},
        "slow": {"type": "wait", "for": "25h", "next": "tell"},
        "tell": {"type": "send_session", "text": "Voici", "next": None},
    }  # fmt: skip
    trigger = {"id": "go", "type": "keyword", "any_of": ["menu"], "next": "choose"}
    journey = read_definition({"parcours": 1, "key": "a", "triggers": [trigger], "steps": held})

    late = latest_arrivals(JourneyMap(journey))["tell"]

    assert late.path == ("go", "choose", "slow", "tell")
    assert late.since == dt.timedelta(hours=25)


def test_sixty_choices_in_a_row_are_proven_quickly() -> None:
    held: dict[str, Any] = {"tell": {"type": "send_session", "text": "Voici"}}
    for place in range(60):
        following = f"c{place + 1}" if place < 59 else "tell"
        when = {"attribute": f"event.n{place}", "operator": "is", "value": 1}
        held[f"c{place}"] = {
            "type": "branch",
            "branches": [{"id": "a", "when": when, "next": f"w{place}"}],
            "otherwise": f"v{place}",
        }
        held[f"w{place}"] = {"type": "wait", "for": f"{2**place % 977 + 1}s", "next": following}
        held[f"v{place}"] = {"type": "wait", "for": "1s", "next": following}
    trigger = {"id": "go", "type": "keyword", "any_of": ["menu"], "next": "c0"}
    journey = read_definition({"parcours": 1, "key": "a", "triggers": [trigger], "steps": held})

    told = latest_arrivals(JourneyMap(journey))

    assert told == {}


def test_a_round_of_seconds_is_proven_at_once() -> None:
    held: dict[str, Any] = {
        "pause": {"type": "wait", "for": "1s", "next": "choose"},
        "choose": {"type": "branch", "branches": [{"id": "a", "when": {"attribute": "contact.vip", "operator": "is_set"}, "next": "tell"}], "otherwise": "pause"},
        "tell": {"type": "send_session", "text": "Voici"},
    }  # fmt: skip
    trigger = {"id": "go", "type": "keyword", "any_of": ["menu"], "next": "pause"}
    journey = read_definition({"parcours": 1, "key": "a", "triggers": [trigger], "steps": held})

    started = time.process_time()
    late = latest_arrivals(JourneyMap(journey))["tell"]

    assert (late.timed, late.laps) == (("pause",), 86_400)
    assert time.process_time() - started < 2
