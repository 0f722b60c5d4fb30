"""A trial as the conversation that the phone shows: bubbles, and grey lines that say why. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from babel.dates import format_date, format_time

from designer.preview import Sample, step_message
from designer.reason_words import exit_words, reason_words
from designer.template_parts import Templates
from designer.trial.drawn import drawn
from designer.trial.reasons import value_words, way_words
from designer.trial.trial import Played, Turn
from designer.trial.words import say
from engine.journey.definition import Journey
from engine.journey.effects import CallHttp, Exited, Passed, RecordConsent, StartJourney, UpdateContact
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
from engine.journey.zones import zone_of

if TYPE_CHECKING:
    from designer.components.phone import Message

# U+FE0E asks for the sign as text: as an emoji it would be a coloured square on some machines.
WAY, NOTE, END, STOP, CLOCK, EDITED = "↳\ufe0e", "✎\ufe0e", "■\ufe0e", "⚠\ufe0e", "⏱\ufe0e", "✳\ufe0e"


def talk(played: Played, journey: Journey, templates: Templates, reader: str) -> list[Message]:
    """The whole conversation, in the customer's own time."""
    return _Talk(played, journey, templates, reader).messages


class _Talk:
    def __init__(self, played: Played, journey: Journey, templates: Templates, reader: str) -> None:
        self.journey, self.templates, self.reader = journey, templates, reader
        self.contact, self.zone = played.contact, zone_of(played.contact, dt.UTC)
        self.messages: list[Message] = []
        self.said, self.day = "", None
        self.newest: dict[str, Message] = {}
        for turn in played.turns:
            self._turn(turn)
        self._date(played.now)

    def _turn(self, turn: Turn) -> None:
        if turn.line.provider:
            self._grey(turn.number, STOP, say("line.provider", self.reader, what=say(turn.line.provider, self.reader)))
        if turn.is_new:
            self._grey(turn.number, EDITED, say("changed", self.reader))
        for happening in turn.happened:
            self._happening(turn, happening)
        if turn.problem:
            self._grey(turn.number, STOP, say("misfit", self.reader, problem=turn.problem))

    def _happening(self, turn: Turn, happening: Happening) -> None:
        match happening.fact:
            case Heard():
                self._heard(turn, happening.at, happening.fact)
            case Sent():
                self._sent(happening.at, happening.fact)
            case NotSent():
                self._not_sent(turn, happening.at, happening.fact)
            case Passed():
                words = way_words(happening.fact, self.said, turn.knows, self.journey, self.reader)
                if words:
                    self._date(happening.at)
                    self._grey(turn.number, WAY, words)
            case _:
                self._date(happening.at)
                for sign, words in self._told(happening.fact):
                    self._grey(turn.number, sign, words)

    def _heard(self, turn: Turn, at: dt.datetime, heard: Heard) -> None:
        """What the customer does is a bubble; what the world does is a grey line."""
        self._date(at)
        if heard.what in ("text", "tap"):
            self.said = heard.words
            self._add({"side": "customer", "text": heard.words, "tapped": heard.what == "tap"}, turn.number, at)
        elif heard.what == "media":
            self.said = turn.line.caption
            self._add({"side": "customer", **self._medium(turn)}, turn.number, at)
        elif heard.what == "receipt":
            self._receipt(heard.words)
            self._grey(turn.number, NOTE, say(f"line.{heard.words}", self.reader))
        else:
            what = say(heard.words, self.reader) if heard.what == "agreement" else heard.words
            self._grey(turn.number, NOTE, say(f"line.{heard.what}", self.reader, what=what))

    def _medium(self, turn: Turn) -> Message:
        kind, place = turn.line.sends or "unknown", turn.line.place
        if place is not None:
            words = f"{place.latitude:g}, {place.longitude:g}"
            return {"text": "", "media": {"kind": "location", "name": place.name or words, "text": place.address}}  # pyright: ignore[reportReturnType]
        if kind in ("image", "video", "audio", "document"):
            return {"text": turn.line.caption, "media": {"kind": kind, "name": ""}}  # pyright: ignore[reportReturnType]
        return {"text": turn.line.caption or say(kind, self.reader)}  # pyright: ignore[reportReturnType]

    def _sent(self, at: dt.datetime, sent: Sent) -> None:
        self._date(at)
        message = drawn(sent, self.templates, self.journey.language, self.reader)
        older = self.newest.get(sent.send.step_id)
        if older is not None:
            older["tapped"] = True  # a story taps the newest message of a step
        self.newest[sent.send.step_id] = message
        message["at"] = self._clock(at)
        self.messages.append(message)

    def _receipt(self, status: str) -> None:
        newest = next((one for one in reversed(self.messages) if one["side"] == "business" and one.get("status")), None)
        if newest is not None:
            newest["status"] = "read" if status == "clicked" else status  # pyright: ignore[reportGeneralTypeIssues]

    def _not_sent(self, turn: Turn, at: dt.datetime, fact: NotSent) -> None:
        """The message that the customer does not get, with its reason, at a dashed edge."""
        self._date(at)
        why = say("line.not_sent", self.reader, why=reason_words(fact.reason, self.reader))
        step = self.journey.steps.get(fact.step_id)
        sample = Sample(self.contact, turn.knows.get("event", {}), turn.knows.get("answers", {}))
        message = step and step_message(
            fact.step_id, step, sample, default_language=self.journey.language, templates=self.templates,
            reader=self.reader,
        )  # fmt: skip
        if not message:
            self._grey(turn.number, STOP, why)
            return
        shown: Message = {**message, "id": self._id(turn.number), "status": None, "problem": why, "filled": []}
        self.messages.append(shown)

    def _told(self, fact: Fact) -> Iterator[tuple[str, str]]:
        match fact:
            case Ignored():
                yield STOP, say("line.ignored", self.reader)
            case Postponed():
                yield CLOCK, say("line.postponed", self.reader)
            case HeldBack():
                yield CLOCK, say("line.held", self.reader, when=self._moment(fact.until))
            case ChoiceConfirmed():
                yield NOTE, say(f"line.{fact.choice}", self.reader)
            case UpdateContact():
                pairs = ", ".join(f"{name} = {value_words(one, self.reader)}" for name, one in fact.changes.items())
                yield NOTE, say("line.record", self.reader, what=pairs)
            case RecordConsent():
                key = "line.consent" if fact.given else "line.no_consent"
                yield NOTE, say(key, self.reader, what=say(fact.purpose, self.reader).lower())
            case StartJourney():
                yield NOTE, say("line.starts", self.reader, what=fact.journey)
            case CallHttp():
                yield NOTE, say("line.call", self.reader, what=fact.url)
            case Exited():
                yield END, say("line.exit", self.reader, why=exit_words(fact.reason, self.reader))
            case _:
                return

    def _date(self, at: dt.datetime) -> None:
        """A line where a new day or hour begins: time in the phone only moves when it is told to."""
        day = at.astimezone(self.zone).replace(second=0, microsecond=0)
        if self.day != day:
            self.day = day
            self._grey(0, CLOCK, self._moment(at))

    def _moment(self, at: dt.datetime) -> str:
        local = at.astimezone(self.zone)
        return f"{format_date(local, 'EEE d MMM', locale=self.reader)} {self._clock(at)}"

    def _clock(self, at: dt.datetime) -> str:
        return format_time(at.astimezone(self.zone), "HH:mm", locale=self.reader)

    def _grey(self, number: int, sign: str, words: str) -> None:
        self.messages.append({"id": self._id(number), "side": "system", "text": f"{sign} {words}"})

    def _add(self, message: Message | dict[str, object], number: int, at: dt.datetime) -> None:
        self.messages.append({**message, "id": self._id(number), "at": self._clock(at)})  # pyright: ignore[reportArgumentType]

    def _id(self, number: int) -> str:
        return f"line-{number}-{len(self.messages)}"
