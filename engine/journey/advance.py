"""The one thing that moves a contact. Pure: same journey, state, contact, event and time, same result."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import Template

from engine.journey.definition import Journey
from engine.journey.effects import Effect, Exited, Passed
from engine.journey.events import Begun, Called, Due, Event, Leave, Outcome, Receipt, Reply, Signal, Started
from engine.journey.keywords import Pattern
from engine.journey.late_failures import come_back, is_news_of
from engine.journey.links import code_pattern
from engine.journey.model import LocalText
from engine.journey.passage import End, Go, Move, Passage, Stay
from engine.journey.rendering import compile_text, fixed_text, plain_facts, render_text
from engine.journey.state import Contact, State
from engine.journey.steps import StepBase
from engine.journey.steps.branch_on_message import BranchOnMessage
from engine.journey.steps.wait_for_reply import WaitForReply
from engine.journey.triggers import KeywordTrigger, LinkTrigger

LONGEST_PROOF = 500
"""Letters kept of what a customer wrote, as the proof of a consent."""
STEPS_AT_ONCE = 100
"""A contact that passes more steps without waiting goes round in a circle: the passage ends with reason
`loop`."""


class Compiled:
    """A definition ready to run: texts checked and compiled, words folded. Made once a published version.

    Raises `rendering.BadText` or ValueError when a text or an expression may not be used.
    """

    def __init__(self, journey: Journey) -> None:
        self.journey = journey
        self._templates: dict[str, Template] = {}
        self._fixed: dict[str, str] = {}
        self._patterns: dict[str, tuple[Pattern, ...]] = {}
        for step_id, step in journey.steps.items():
            for use in step.texts():
                self._compile(use.text)
            if isinstance(step, WaitForReply):
                self._patterns[step_id] = tuple(
                    Pattern.of(branch.id, branch.any_of, branch.match, branch.typos) for branch in step.branches
                )
        self.keywords: tuple[Pattern, ...] = tuple(
            Pattern.of(trigger.id, trigger.any_of, trigger.match, trigger.typos)
            for trigger in journey.triggers if isinstance(trigger, KeywordTrigger)
        )  # fmt: skip
        links = [trigger for trigger in journey.triggers if isinstance(trigger, LinkTrigger)]
        self.codes: tuple[Pattern, ...] = tuple(code for link in links if (code := code_pattern(link)) is not None)
        self.ads: dict[str, str] = {ad: link.id for link in reversed(links) for ad in link.ads}

        self._watched = {step.message for step in journey.steps.values() if isinstance(step, BranchOnMessage)}
        self._losses = {
            step.message for step in journey.steps.values() if isinstance(step, BranchOnMessage) and step.failed
        }

    def watches(self, step_id: str) -> bool:
        """Whether the journey branches on what becomes of this step's message."""
        return step_id in self._watched

    def has_way_for_loss(self, step_id: str) -> bool:
        """Whether it names a way for a message of this step that is lost."""
        return step_id in self._losses

    def _compile(self, text: LocalText | None) -> None:
        for source in text.values() if isinstance(text, dict) else (text or "",):
            fixed = fixed_text(source)
            if fixed is None:
                self._templates[source] = compile_text(source)
            else:
                self._fixed[source] = fixed

    def render(self, source: str, facts: Mapping[str, Any]) -> str:
        """Raises `rendering.CannotRender`."""
        fixed = self._fixed.get(source)
        if fixed is not None:
            return fixed
        return render_text(self._templates.get(source) or compile_text(source), facts)

    @property
    def listens_to_messages(self) -> bool:
        """Whether a customer's message may start it."""
        return bool(self.keywords or self.codes or self.ads)

    def patterns(self, step_id: str) -> tuple[Pattern, ...]:
        return self._patterns.get(step_id, ())


@dataclass(frozen=True, slots=True)
class Advanced:
    """Where the contact stands now, and what must happen. `used` is False when the event was not for this
    passage."""

    state: State
    effects: list[Effect]
    used: bool = True


def advance(
    journey: Compiled,
    state: State,
    contact: Contact,
    event: Event,
    now: dt.datetime,
    *,
    house_zone: dt.tzinfo = dt.UTC,
) -> Advanced:
    """Apply one event to one passage. The given state is not changed; the contact's attributes are, as the
    passage writes them (the caller hands over a copy it may keep). `house_zone` is for contacts of whom no
    zone is known."""
    definition = journey.journey
    passage = Passage(state.copy(), contact, journey, definition.language, now, definition.purpose, house_zone)
    if not passage.state.is_active:
        return Advanced(passage.state, [], used=False)
    sent = passage.state.sent
    move = _react(definition, passage, event)
    if move is None:
        return Advanced(state, [], used=False)
    if passage.state.sent is sent and not is_news_of(event, sent):
        passage.state.sent = {}
    _follow(definition, passage, move)
    return Advanced(passage.state, passage.effects)


def _react(journey: Journey, passage: Passage, event: Event) -> Move | None:
    state = passage.state
    match event:
        case Started():
            return _start(journey, passage, event)
        case Leave():
            return End(event.reason)
        case Signal():
            return _listen(journey, event) or _hear(journey, passage, event)
        case Outcome():
            if event.message_id == state.message_id:
                return _on_step(journey, passage).on_outcome(passage, event)
            return come_back(journey, passage, event)
        case Begun():
            return _on_step(journey, passage).on_begun(passage, event) if state.waiting == "journey" else None
        case Receipt():
            return _take_note(journey, passage, event)
        case Called():
            return _on_step(journey, passage).on_called(passage, event) if event.call_id == state.call_id else None
        case Reply():
            return _answer(journey, passage, event) if state.waiting == "reply" else None
        case Due():
            due = state.wake_at is not None and state.wake_at <= passage.now and state.waiting != "outcome"
            return _on_step(journey, passage).on_due(passage) if due else None


def _answer(journey: Journey, passage: Passage, reply: Reply) -> Move | None:
    _note_what_they_wrote(passage.state, reply.text, reply.event_key)
    move = _on_step(journey, passage).on_reply(passage, reply)
    if move is not None:
        passage.state.asked_at = reply.at
    return move


def _note_what_they_wrote(state: State, text: Any, event_key: str) -> None:
    if event_key:
        state.wrote = {"text": str(plain_facts(text) or "")[:LONGEST_PROOF], "event": event_key}


def _start(journey: Journey, passage: Passage, event: Started) -> Move | None:
    if passage.state.visit:
        return None  # it has started already; the same news came twice
    passage.state.event = plain_facts(dict(event.facts))
    passage.state.asked_at, passage.state.chain = event.asked_at, event.chain
    if event.asked_at is not None:
        _note_what_they_wrote(passage.state, event.facts.get("text"), event.event_key)
    trigger = next((trigger for trigger in journey.triggers if trigger.id == event.trigger_id), None)
    return Go("next", trigger.next if trigger else None)


def _listen(journey: Journey, event: Signal) -> Move | None:
    if journey.goal is not None and journey.goal.event == event.name:
        return End("goal")
    return End("exit_on") if any(listens.event == event.name for listens in journey.exit_on) else None


def _hear(journey: Journey, passage: Passage, event: Signal) -> Move | None:
    return _on_step(journey, passage).on_signal(passage, event) if passage.state.waiting == "event" else None


def _take_note(journey: Journey, passage: Passage, receipt: Receipt) -> Move | None:
    state = passage.state
    if not state.note_receipt(receipt.message_id, receipt.status):
        return None
    step = _on_step(journey, passage)
    move = step.on_receipt(passage) if state.waiting != "outcome" else None
    return move or Stay(state.waiting or "time", state.wake_at)


def _on_step(journey: Journey, passage: Passage) -> StepBase:
    step = journey.steps.get(passage.state.step or "")
    if step is None:
        raise LookupError(
            f"enrollment {passage.state.enrollment_id} is on step {passage.state.step!r}, which is not in the version"
        )
    return step


def _follow(journey: Journey, passage: Passage, move: Move) -> None:
    """Go from step to step until one waits or the passage ends."""
    for _ in range(STEPS_AT_ONCE):
        match move:
            case Stay():
                passage.state.waiting, passage.state.wake_at = move.waiting, move.until  # pyright: ignore[reportAttributeAccessIssue]
                return
            case End():
                _end(passage, move.reason)
                return
            case Go():
                move = _go(journey, passage, move)
    _end(passage, "loop")


def _go(journey: Journey, passage: Passage, move: Go) -> Move:
    state = passage.state
    if state.step is not None:
        passage.say(Passed(state.step, move.port, move.why))
        state.tries = 0
        if state.waiting not in (None, "outcome"):
            state.since = None
        if state.waiting == "reply":
            state.asked = ()
    if move.to is None or move.to not in journey.steps:
        return End("no_next")
    state.step, state.visit, state.waiting, state.wake_at = move.to, state.visit + 1, None, None
    passage.say(Passed(move.to))
    return journey.steps[move.to].enter(passage)


def _end(passage: Passage, reason: str) -> None:
    state = passage.state
    passage.say(Exited(reason, state.step))
    state.exit_reason, state.waiting, state.wake_at, state.message_id = reason, None, None, None
    state.call_id, state.tries, state.sent = None, 0, {}
