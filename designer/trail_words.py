"""One customer's way through a journey, as a sentence at each point. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from designer.figures import at_moment, until_moment
from designer.path_words import port_label
from designer.reason_words import CANNOT_RENDER, FULL_RECORD, call_words, exit_words, reason_words
from designer.step_words import step_title
from designer.wording import labelled, say
from engine.journey.definition import Journey
from engine.journey.steps import StepBase
from engine.journey.steps.ask import Ask
from engine.journey.steps.call_http import CallHttp
from engine.journey.steps.record_consent import RecordConsent
from engine.journey.steps.start_journey import StartJourney
from storage.tables import Message, StepEvent
from storage.trails import Trail

HELD = ("retenu {until} : {why}.", "wait")
TROUBLES = {
    "queued": ("va partir.", "wait"),
    "sending": ("va partir.", "wait"),
    "unknown": ("envoi sans confirmation : on demande au fournisseur s’il l’a reçu.", "wait"),
    "refused": ("n’est pas parti : {why}.", "stop"),
    "failed": ("n’est pas arrivé : {why}.", "stop"),
    "dropped": ("n’est pas arrivé : {why}.", "stop"),
    "cancelled": ("annulé : {why}.", "stop"),
}
"""Status of a message that did not arrive → what is said, and its tone."""
ASKED = {
    "answered": "a répondu.",
    "invalid": "réponse non comprise, plus d’essai.",
    "no_reply": "n’a pas répondu à temps.",
}
"""Why a question was left → what is said."""


@dataclass(frozen=True, slots=True)
class Line:
    """Something that happened. `step` is where; `tone` is `ok`, `wait` or `stop`."""

    at: dt.datetime
    text: str
    step: str | None = None
    tone: str = "ok"


def trail_lines(trail: Trail, journey: Journey, moment: Callable[[dt.datetime], str], language: str) -> list[Line]:
    """From entering to where they are now, oldest first."""
    telling = _Telling(journey, moment, language)
    enrollment = trail.enrollment
    lines = [Line(enrollment.entered_at, telling.say("Entré dans le parcours."))]
    lines += [line for event in trail.steps for line in telling.step(event)]
    lines += [line for message in trail.messages for line in telling.message(message)]
    lines.sort(key=lambda line: line.at)
    if enrollment.status == "active":
        return [*lines, telling.now(enrollment.step_id, enrollment.waiting, enrollment.wake_at, enrollment.moved_at)]
    words = exit_words(enrollment.exit_reason, language)
    return [*lines, Line(enrollment.exited_at or enrollment.moved_at, telling.say("Sorti : {why}.", why=words))]


def steps_walked(trail: Trail) -> list[str]:
    """The steps that the customer came to, in order, each once."""
    return list(dict.fromkeys(event.step_id for event in trail.steps if event.port is None))


class _Telling:
    def __init__(self, journey: Journey, moment: Callable[[dt.datetime], str], language: str) -> None:
        self.journey, self.moment, self.language = journey, moment, language

    def say(self, text: str, **facts: object) -> str:
        return say(self.language, text, **facts)

    def title(self, step_id: str | None) -> str:
        step = self.journey.steps.get(step_id or "")
        return step_title(step, self.language) if step else self.say("une étape d’une autre version")

    def at(self, step_id: str | None, text: str) -> str:
        return labelled(self.language, self.title(step_id), text)

    def step(self, event: StepEvent) -> Iterator[Line]:
        """An answer, a choice or a consent; arrivals at sending steps are told by their messages."""
        step = self.journey.steps.get(event.step_id)
        if event.port is None or step is None:
            return
        text = self._told(event, step)
        if text:
            stopped = event.port == "failed" or (event.why or "").startswith((CANNOT_RENDER, *FULL_RECORD))
            yield Line(event.at, self.at(event.step_id, text), event.step_id, "stop" if stopped else "ok")
        if text or step.sends or event.port == "next":
            return
        label = next((port_label(step, port, self.language, self.journey.language) for port in step.ports()
                      if port.id == event.port), event.port)  # fmt: skip
        yield Line(event.at, self.at(event.step_id, self._choice(label, event.why or "")), event.step_id)

    def _told(self, event: StepEvent, step: StepBase) -> str | None:
        """What was asked, agreed or could not be made from the values that were there."""
        if isinstance(step, CallHttp) and event.why not in FULL_RECORD:
            if event.port == "next":
                return self.say("l’autre système a répondu.")
            return self.say("pas de réponse : {why}.", why=call_words(event.why or "", self.language))
        if (event.why or "").startswith((CANNOT_RENDER, *FULL_RECORD)):
            why, unsent = reason_words(event.why or "", self.language), step.sends and event.why not in FULL_RECORD
            return self.say("n’est pas parti : {why}." if unsent else "rien n’est noté : {why}.", why=why)
        if isinstance(step, RecordConsent):
            return self.say("accord enregistré." if step.given else "accord retiré.")
        if isinstance(step, StartJourney) and event.why:
            entered = "entré dans « {key} »." if event.why == "started" else "pas entré dans « {key} »."
            return self.say(entered, key=step.journey or "")
        if (event.why or "").startswith("event:"):
            return self.say("« {name} » a été signalé.", name=(event.why or "").partition(":")[2])
        asked = ASKED.get(event.why or "") if isinstance(step, Ask) else None
        return self.say(asked) if asked else None

    def _choice(self, label: str, why: str) -> str:
        kind, _, word = why.partition(":")
        match kind:
            case "word":
                return self.say("a écrit « {word} » → {path}.", word=word, path=label)
            case "near":
                return self.say("a écrit presque « {word} » → {path}.", word=word, path=label)
            case "button":
                return self.say("a touché un bouton → {path}.", path=label)
            case "location":
                return self.say("a partagé sa position → {path}.", path=label)
            case _:
                return self.say("chemin {path}.", path=label)

    def message(self, message: Message) -> Iterator[Line]:
        step = message.step_id
        for text, at in self._moments(message):
            yield Line(at, self.at(step, text), step)
        trouble = self._trouble(message)
        if trouble is not None:
            yield Line(message.failed_at or message.sending_at or message.created_at, self.at(step, trouble[0]), step,
                       trouble[1])  # fmt: skip

    def _moments(self, message: Message) -> Iterator[tuple[str, dt.datetime]]:
        if message.accepted_at:
            by_fallback = message.kind == "fallback"
            sent = "modèle de secours envoyé : les 24 h étaient passées." if by_fallback else "envoyé."
            yield self.say(sent), message.accepted_at
        if message.delivered_at:
            yield self.say("reçu par SMS." if message.went_by == "sms" else "reçu."), message.delivered_at
        if message.read_at:
            yield self.say("lu."), message.read_at
        elif message.status == "delivered" and message.delivered_at:
            yield self.say("pas d’accusé de lecture."), message.delivered_at

    def _trouble(self, message: Message) -> tuple[str, str] | None:
        """What keeps it from arriving, and how bad that is."""
        why = reason_words(message.reason or message.hold_reason or "", self.language)
        held = message.status == "queued" and message.hold_reason
        said = HELD if held else TROUBLES.get(message.status)
        if said is None:
            return None
        return self.say(said[0], why=why, until=self._until(message.hold_until)), said[1]

    def _until(self, at: dt.datetime) -> str:
        return until_moment(self.moment(at), self.language)

    def now(self, step_id: str | None, waiting: str | None, wake_at: dt.datetime | None, since: dt.datetime) -> Line:
        """Where they stand."""
        title = self.title(step_id)
        if waiting == "reply":
            text = self.say("Attend une réponse à « {step} ».", step=title)
            if wake_at:
                when = at_moment(self.moment(wake_at), self.language)
                text += f" {self.say('Sans réponse {when}, il suit un autre chemin.', when=when)}"
        elif waiting == "event":
            text = self.say("Attend un évènement à « {step} ».", step=title)
            if wake_at:
                when = at_moment(self.moment(wake_at), self.language)
                text += f" {self.say('S’il ne vient pas {when}, il suit un autre chemin.', when=when)}"
        elif waiting == "receipt":
            text = self.say("Attend à « {step} » ce que devient le message.", step=title)
        elif waiting == "call":
            text = self.say("Attend la réponse d’un autre système à « {step} ».", step=title)
        elif waiting == "time" and wake_at:
            text = self.say("Attend à « {step} » {until}.", step=title, until=self._until(wake_at))
        else:
            text = self.say("Est à « {step} ».", step=title)
        return Line(since, text, step_id, "wait")
