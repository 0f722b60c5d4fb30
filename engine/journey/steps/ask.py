"""Ask a question, understand the answer, keep it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Literal

from pydantic import Field

from engine.journey.answers import Understood, read_email, read_number, read_rating
from engine.journey.attributes import RecordField
from engine.journey.choosing import choose
from engine.journey.dates import read_date
from engine.journey.durations import Duration, parse_duration
from engine.journey.effects import Send
from engine.journey.events import Outcome, Reply
from engine.journey.keywords import Match, Pattern
from engine.journey.model import LocalText, text_in
from engine.journey.passage import Move, Passage, Stay
from engine.journey.rendering import CannotRender, plain_facts
from engine.journey.steps.base import Port, TextUse
from engine.journey.steps.buttons import ReplyButton, button_texts
from engine.journey.steps.sending import SendStep
from engine.journey.steps.update_contact import save

TEXT_LIMIT = 4096
TEXT_LIMIT_WITH_CHOICES = 1024
TRIES_AT_MOST = 5


class Ask(SendStep):
    """A question and its answer in one step.

    `text` is asked, `retry` after an answer that does not fit (the question again where it is left out). The
    value goes to the customer's attribute `save_as` and to `answers.<step>`: a number, a date as `2026-05-12`,
    the id of a choice. After `tries` questions in vain the way is `invalid`; after `for` in silence, `no_reply`.
    A question that could not be sent takes `not_sent`, else `no_reply`, a second one `invalid`: nobody was asked.
    """

    type: Literal["ask"] = "ask"
    text: LocalText | None = None
    """The question."""
    kind: Literal["text", "number", "date", "email", "choice", "rating"] = "text"
    """What counts as an answer."""
    save_as: RecordField | None = None
    """The field of the customer's record that keeps it."""
    choices: list[ReplyButton] = Field(default_factory=list[ReplyButton])
    """The buttons of a choice."""
    scale: tuple[int, int] = (1, 5)
    """The lowest and the highest rating."""
    retry: LocalText | None = None
    """What is said after an answer that does not fit; the question again where it is left out."""
    tries: int = Field(default=2, ge=1, le=TRIES_AT_MOST)
    """How many times it is asked at most."""
    for_: Duration | None = None
    """How long an answer is waited for, from the moment the question was accepted."""
    invalid: str | None = None
    """Where the way goes after the last answer that did not fit."""
    no_reply: str | None = None
    """Where it goes when nothing came in time."""

    model_config = {
        **SendStep.model_config,
        "validate_by_name": True,
        "alias_generator": lambda name: name.rstrip("_"),
    }
    sends: ClassVar[Literal["template", "session"] | None] = "session"
    listens: ClassVar[bool] = True

    def ports(self) -> list[Port]:
        ways = [Port("next", self.next), Port("invalid", self.invalid), Port("no_reply", self.no_reply)]
        return [*ways, Port("not_sent", self.not_sent, optional=True)]

    def texts(self) -> list[TextUse]:
        said = [("text", self.text), *([("retry", self.retry)] if self.retry is not None else [])]
        return [
            *(TextUse((place,), text, self._limit(), "message") for place, text in said),
            *button_texts("choices", self._offered()),
        ]

    def notes(self) -> list[str]:
        return [self.save_as] if self.save_as else []

    def longest_stay(self) -> dt.timedelta | None:
        return parse_duration(self.for_) if self.for_ else None

    def _offered(self) -> Sequence[ReplyButton]:
        return self.choices if self.kind == "choice" else ()

    def _limit(self) -> int:
        return TEXT_LIMIT_WITH_CHOICES if self._offered() else TEXT_LIMIT

    # Asking ------------------------------------------------------------------------------------------

    def enter(self, passage: Passage) -> Move:
        passage.state.tries = 1
        return self.send(passage)

    def message(self, passage: Passage, message_id: str) -> Send:
        language = passage.contact.language or passage.language
        again = text_in(self.retry, language, passage.language) if passage.state.tries > 1 else ""
        source = again if again.strip() else text_in(self.text, language, passage.language)
        return Send(
            message_id, passage.state.step or "", "session", language,
            text=self.filled(passage, source, self._limit(), "text"),
            buttons=self.filled_buttons(passage, self._offered()),
        )  # fmt: skip

    def accepted(self, passage: Passage, outcome: Outcome) -> Move:
        """What came after the first question answers it, also while the second was on its way."""
        if passage.state.tries == 1:
            passage.state.since = outcome.at
        return Stay("reply", outcome.at + parse_duration(self.for_) if self.for_ else None)

    def way_unsent(self, passage: Passage) -> str:
        return "no_reply" if passage.state.tries == 1 else "invalid"

    # Listening ---------------------------------------------------------------------------------------

    def on_due(self, passage: Passage) -> Move:
        return self.leave("no_reply", "no_reply")

    def on_reply(self, passage: Passage, reply: Reply) -> Move | None:
        state = passage.state
        if not state.hears(reply.at):
            return None
        understood = self.understand(passage, reply)
        if understood is not None and (understood.alone or reply.near):
            return self.leave("next", self._keep(passage, understood.value) or "answered")
        if not reply.near:
            return None
        if state.tries >= self.tries:
            return self.leave("invalid", "invalid")
        # Each question is a message of its own, and a message's id is made of the visit.
        state.tries, state.visit = state.tries + 1, state.visit + 1
        return self.send(passage)

    def recognises(self, text: str, patterns: Sequence[Pattern]) -> bool:
        """A free text takes whatever nobody else wants; the other kinds know their answers."""
        if self.kind == "text":
            return False
        if self.kind == "choice":
            found = choose(text, self._patterns("exact"), self._patterns("word"))
            return found is not None and not found.near
        understood = self._read(text, "", dt.date(2000, 1, 1), month_first=False)
        return understood is not None and understood.alone

    def understand(self, passage: Passage, reply: Reply) -> Understood | None:
        """The value in this answer."""
        if self.kind == "choice":
            return self._choose(passage, reply)
        contact = passage.contact
        month_first = "us" in ((contact.language or "")[-2:].lower(), (contact.country or "").lower())
        today = reply.at.astimezone(passage.zone()).date()
        return self._read(reply.text, contact.language or passage.language, today, month_first=month_first)

    def _read(self, text: str, language: str, today: dt.date, *, month_first: bool) -> Understood | None:
        match self.kind:
            case "number":
                return read_number(text, language)
            case "rating":
                return read_rating(text, self.scale)
            case "email":
                return read_email(text)
            case "date":
                found = read_date(text, today, month_first=month_first)
                return Understood(found.isoformat()) if found else None
            case _:
                return Understood(plain_facts(text.strip())) if text.strip() else None

    def _choose(self, passage: Passage, reply: Reply) -> Understood | None:
        offered = {choice.id for choice in self.choices}
        if reply.button in offered and reply.answers in passage.state.asked:
            return Understood(reply.button)
        shown = self._shown(passage)
        found = choose(reply.text, self._patterns("exact", shown), self._patterns("word", shown))
        return Understood(found.key, alone=not found.near) if found else None

    def _shown(self, passage: Passage) -> dict[str, str]:
        """Choice id → its title as this customer read it; nothing where a value in them is gone."""
        try:
            return {button.id: button.title for button in self.filled_buttons(passage, self.choices)}
        except CannotRender:
            return {}

    def _patterns(self, match: Match, shown: Mapping[str, str] | None = None) -> list[Pattern]:
        """The titles in every language they are written in, and as they were shown."""
        words = {
            choice.id: list(choice.title.values()) if isinstance(choice.title, dict) else [choice.title]
            for choice in self.choices
        }
        return [Pattern.of(id_, [*titles, (shown or {}).get(id_, "")], match, True) for id_, titles in words.items()]

    def _keep(self, passage: Passage, value: Any) -> str | None:
        """In the passage, and on the record; the reason where the record takes no more."""
        passage.state.answers[passage.state.step or ""] = value
        return save(passage, {self.save_as: value}) if self.save_as else None
