"""What the people of one case do, and the machines around them: which way, and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TypeAlias

from engine.forecast.answers import Answers
from engine.forecast.assumptions import Case
from engine.forecast.chance import chance, delay
from engine.forecast.facts import UnknownFacts
from engine.forecast.setting import Setting
from engine.forecast.traveller import Traveller
from engine.journey.events import Called, Event, Receipt, Signal
from engine.journey.steps import StepBase
from engine.journey.steps.ask import Ask
from engine.journey.steps.branch_on_message import BranchOnMessage
from engine.journey.steps.call_http import CallHttp
from engine.journey.steps.wait_for_event import WaitForEvent
from engine.journey.steps.wait_for_reply import WaitForReply

Planned: TypeAlias = tuple[dt.datetime, Event]
DELIVERED_AFTER = dt.timedelta(seconds=3)
ANSWERED_AFTER = dt.timedelta(seconds=1)
EVENT_MEDIAN = dt.timedelta(hours=12)
"""When an event of the site comes that comes at all, where its wait has no limit."""


class Behaviour:
    """One case of the assumptions."""

    def __init__(self, setting: Setting, case: Case, answers: Answers, facts: UnknownFacts) -> None:
        self.setting, self.answers, self.facts = setting, answers, facts
        self.figures = setting.assumptions.at(case)
        self._ways = {
            step_id: [(one.key, one.port or "") for one in setting.assumptions.ways_of(step_id)]
            for step_id in setting.journey.journey.steps
        }

    def draw(self, one: Traveller, *of: int | str) -> float:
        """The dice of this person for this."""
        return chance(self.setting.seed, one.number, *of)

    def reacts(self, one: Traveller, now: dt.datetime) -> Planned | None:
        """What will come of where this person stands now; None where nothing does before the limit of the wait."""
        state = one.state
        step_id = state.step or ""
        step = self.setting.journey.journey.steps[step_id]
        match state.waiting:
            case "reply":
                return self._reply(one, step_id, step, now) if one.was_reached and not one.opted_out else None
            case "event" if isinstance(step, WaitForEvent):
                return self._event(one, step_id, step, now)
            case "call" if isinstance(step, CallHttp):
                return self._call(one, step_id, step, now)
            case _:
                return None

    def _way(self, one: Traveller, step_id: str) -> str | None:
        """The way that this person takes here; None for the last one."""
        drawn = self.draw(one, step_id, one.state.visit, "way")
        for key, port in self._ways[step_id]:
            share = self.figures[key]
            if drawn < share:
                return port
            drawn -= share
        return None

    def _reply(self, one: Traveller, step_id: str, step: StepBase, now: dt.datetime) -> Planned | None:
        port = self._way(one, step_id)
        said = self.answers.answer(step_id, port, self.draw(one, step_id, one.state.visit, "what")) if port else None
        if said is None or not isinstance(step, WaitForReply | Ask | BranchOnMessage):
            return None
        at = self._moment(one, step_id, self._time("reply_after"), now)
        return (at, said.made(one.state, at)) if at is not None else None

    def _event(self, one: Traveller, step_id: str, step: WaitForEvent, now: dt.datetime) -> Planned | None:
        if self._way(one, step_id) is None or not step.event:
            return None
        facts = {"contact": one.contact.facts(), "answers": one.state.answers, "event": one.state.event}
        brought = self.facts.bringing(step, facts)
        limit = one.state.wake_at - now if one.state.wake_at else None
        at = self._moment(one, step_id, limit / 3 if limit else EVENT_MEDIAN, now)
        return (at, Signal(step.event, brought)) if at is not None and brought is not None else None

    def _call(self, one: Traveller, step_id: str, step: CallHttp, now: dt.datetime) -> Planned:
        at, call_id = now + ANSWERED_AFTER, one.state.call_id or ""
        if self._way(one, step_id) is None:
            return at, Called(call_id, at, 503, {}, "http_503")
        return at, Called(call_id, at, 200, self.facts.answer_of(step, step_id, one.contact.attributes, one.number))

    def _moment(self, one: Traveller, step_id: str, median: dt.timedelta, now: dt.datetime) -> dt.datetime | None:
        """Before the limit of the wait, which somebody else may have used up already."""
        limit = one.state.wake_at - now if one.state.wake_at else None
        if limit is not None and limit < dt.timedelta(seconds=2):
            return None
        return now + delay(self.draw(one, step_id, one.state.visit, "when"), median, limit)

    def _time(self, key: str) -> dt.timedelta:
        return dt.timedelta(seconds=self.figures[key])

    def fate(self, one: Traveller, message_id: str, *, can_arrive: bool) -> bool:
        """Whether a message arrives."""
        return can_arrive and self.draw(one, message_id, "delivered") < self.figures["delivered"]

    def receipts(self, one: Traveller, message_id: str, now: dt.datetime, *, arrives: bool) -> Iterator[Planned]:
        """The news of a message that the journey branches on."""
        if not arrives:
            yield now + DELIVERED_AFTER, Receipt(message_id, "failed")
            return
        yield now + DELIVERED_AFTER, Receipt(message_id, "delivered")
        if self.draw(one, message_id, "read") < self.figures["read"]:
            drawn = self.draw(one, message_id, "read when")
            read_at = now + DELIVERED_AFTER + delay(drawn, self._time("read_after"), None)
            yield read_at, Receipt(message_id, "read")
            if self.draw(one, message_id, "click") < self.figures.get("clicked", 0.0):
                drawn = self.draw(one, message_id, "click when")
                yield read_at + delay(drawn, self._time("read_after"), None), Receipt(message_id, "clicked")

    def stops(self, one: Traveller, message_id: str, now: dt.datetime) -> dt.datetime | None:
        """When this person writes STOP because of a message that arrived; None when they do not."""
        if self.draw(one, message_id, "stop") >= self.figures["opt_out"]:
            return None
        return now + delay(self.draw(one, message_id, "stop when"), self._time("read_after"), None)

    def signals(self, one: Traveller, now: dt.datetime) -> Iterator[Planned]:
        """The goal, and what else ends a passage from outside, at some moment after the entrance."""
        journey = self.setting.journey.journey
        listened = [("goal", journey.goal)] if journey.goal else []
        listened += [("exit_on", listens) for listens in journey.exit_on[:1]]
        for key, listens in listened:
            if self.draw(one, key) < self.figures[key]:
                yield now + delay(self.draw(one, key, "when"), EVENT_MEDIAN, None), Signal(listens.event)
