"""What every conversation must keep, whatever a customer does: asked after each line of a story that says `always`, and of the
generated customers of `parcours explore`."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import get_args

from engine.journey.effects import Exited, Passed
from engine.journey.happenings import (
    ChoiceConfirmed,
    Fact,
    Happening,
    Heard,
    HeldBack,
    Ignored,
    NotSent,
    Postponed,
    Sent,
)
from engine.journey.model import text_in
from engine.journey.optout import OptOut, recognise_choice
from engine.journey.permission import ANSWER_WITHIN, WINDOW
from engine.journey.stage.stage import Stage
from engine.journey.steps import StepBase
from engine.journey.stories import Promise

PROMISES: tuple[Promise, ...] = get_args(Promise)
ROUNDS_AT_MOST = 20
"""A passage that comes back to a step more often without hearing anything goes round."""
MARGIN = dt.timedelta(minutes=10)
"""How late a message may leave after its step was reached (semantics, “Sending”)."""

SENTENCES: dict[Promise, tuple[str, str]] = {
    "ends": ("ce parcours ne s’arrête pas pour ce client : {what}", "this journey does not end for this customer: {what}"),
    "one_message_a_visit": ("« {what} » envoie deux fois le même message", "“{what}” sends the same message twice"),
    "silent_after_opt_out": (
        "« {what} » part alors que le client s’est désinscrit", "“{what}” leaves though the customer opted out",
    ),
    "every_answer_is_met": (
        "le client écrit « {what} » et rien ne lui répond", "the customer writes “{what}” and nothing answers",
    ),
    "inside_window": (
        "la réponse libre « {what} » vient après les 24 h : le client ne la reçoit pas",
        "the free reply “{what}” comes after the 24 h: the customer does not get it",
    ),
    "filled": (
        "« {what} » ne peut pas être rempli : le client ne le reçoit pas", "“{what}” cannot be filled: the customer does not get it",
    ),
    "no_fault": ("le parcours ne peut pas continuer : {what}", "the journey cannot go on: {what}"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Broken:
    """A promise that was not kept: since when, and which step (by its title), words or reason. `step`: its id, where it is
    about one."""

    promise: Promise
    at: dt.datetime
    what: str
    step: str | None = None

    def sentence(self, language: str) -> str:
        return SENTENCES[self.promise][0 if language.startswith("fr") else 1].format(what=self.what)


def broken_promises(stage: Stage) -> list[Broken]:
    """What is broken so far, the earliest first."""
    rules = (_ends, _one_message_a_visit, _silent_after_opt_out, _every_answer_is_met, _inside_window, _filled)
    found = sorted((broken for rule in rules for broken in rule(stage)), key=lambda broken: broken.at)
    steps = stage.journey.journey.steps
    return [_titled(one, steps) if one.promise != "every_answer_is_met" else one for one in found]


def _titled(broken: Broken, steps: Mapping[str, StepBase]) -> Broken:
    """By the person's own name for the step."""
    step = steps.get(broken.what)
    if step is None:
        return broken
    return replace(broken, what=text_in(step.title, None, "").strip() or broken.what, step=broken.what)


def _ends(stage: Stage) -> Iterator[Broken]:
    """Each passage ends, or waits with a limit, and does not go round while nobody says anything."""
    on_the_wire = {ride.state.enrollment_id for ride, _, _ in stage.on_the_wire}
    for ride in stage.open_rides():
        state = ride.state
        if ride.next_moment() is None and state.enrollment_id not in on_the_wire:
            yield Broken("ends", stage.now, state.step or "?")
    rounds: Counter[tuple[str, str]] = Counter()
    for happening in stage.happened:
        match happening.fact:
            case Heard():
                rounds.clear()
            case Passed(step_id=step_id, port=None):
                # By passage: a sending of every week comes to its steps each week, and ends each time.
                rounds[happening.passage, step_id] += 1
                if rounds[happening.passage, step_id] == ROUNDS_AT_MOST + 1:
                    yield Broken("ends", happening.at, step_id)
            case Exited(reason="loop") as exited:
                yield Broken("ends", happening.at, exited.step_id or "?")
            case _:
                pass


def _one_message_a_visit(stage: Stage) -> Iterator[Broken]:
    sent: set[str] = set()
    for happening in stage.happened:
        if isinstance(happening.fact, Sent):
            if happening.fact.send.message_id in sent:
                yield Broken("one_message_a_visit", happening.at, happening.fact.send.step_id)
            sent.add(happening.fact.send.message_id)


def _silent_after_opt_out(stage: Stage) -> Iterator[Broken]:
    """After an opt-out only answers to what the customer asks for next."""
    out, asked_at = False, None
    for happening in stage.happened:
        match happening.fact:
            case ChoiceConfirmed(choice=choice):
                out, asked_at = choice == "opt_out", None
            case Heard(what="text" | "tap" | "media"):
                asked_at = happening.at
            case Heard(what="agreement", words="all"):
                out = False
            case Sent(send=send) if out and (asked_at is None or happening.at - asked_at > ANSWER_WITHIN):
                yield Broken("silent_after_opt_out", happening.at, send.step_id)
            case _:
                pass


def _every_answer_is_met(stage: Stage) -> Iterator[Broken]:
    """What a customer writes brings a message, a confirmation, or moves them on; or it is kept as unanswered."""
    for place, happening in enumerate(stage.happened):
        fact = happening.fact
        if isinstance(fact, Heard) and fact.what not in ("event", "receipt", "agreement", "http"):
            following = _at_once(stage.happened[place + 1 :], happening.at)
            if not any(map(_meets, following)) and not _is_choice(stage, fact):
                yield Broken("every_answer_is_met", happening.at, fact.words)


def _is_choice(stage: Stage, heard: Heard) -> bool:
    """An opt-out is confirmed once; who says it again has been heard."""
    language = stage.contact.language or stage.journey.journey.language
    return isinstance(recognise_choice(heard.words, language, last_was_marketing=True), OptOut)


def _at_once(later: Sequence[Happening], moment: dt.datetime) -> list[Fact]:
    found: list[Fact] = []
    for happening in later:
        if happening.at != moment or isinstance(happening.fact, Heard):
            break
        found.append(happening.fact)
    return found


def _meets(fact: Fact) -> bool:
    match fact:
        case Exited(reason="no_next"):
            return False
        case Passed(port=port):
            return port is None
        case _:
            return isinstance(fact, Sent | NotSent | HeldBack | ChoiceConfirmed | Ignored | Postponed | Exited)


def _inside_window(stage: Stage) -> Iterator[Broken]:
    """No free reply later than 24 hours after the customer was heard, but for the margin. What reached us late is not the
    journey's fault."""
    heard_at: dt.datetime | None = None
    for happening in stage.happened:
        match happening.fact:
            case Heard(what="text" | "tap" | "media"):
                heard_at = happening.at
            case NotSent(reason="window_closed", step_id=step_id):
                if heard_at is None or happening.at - heard_at >= WINDOW - MARGIN:
                    yield Broken("inside_window", happening.at, step_id)
            case Sent(send=send) if send.kind == "session":
                if heard_at is None or happening.at - heard_at >= WINDOW:
                    yield Broken("inside_window", happening.at, send.step_id)
            case _:
                pass


def _filled(stage: Stage) -> Iterator[Broken]:
    for happening in stage.happened:
        if isinstance(happening.fact, NotSent) and happening.fact.reason.startswith("cannot_render"):
            yield Broken("filled", happening.at, happening.fact.step_id)
