"""Keep that the customer agreed to be written to, or no longer does, with its proof."""

from __future__ import annotations

from typing import Literal

from engine.journey.effects import RecordConsent as Record
from engine.journey.model import LocalText, text_in
from engine.journey.passage import End, Move, Passage
from engine.journey.rendering import CannotRender
from engine.journey.steps.base import Port, StepBase, TextUse

WORDS_LIMIT = 4096


class RecordConsent(StepBase):
    """`words` are those that the customer was shown; they are kept with the consent, in the customer's
    language, as its proof (GDPR art. 7.1). It counts for the next message of this passage already.

    `given: false` takes the consent back like an opt-out of that purpose: every passage of that purpose ends,
    this one too where it is of it.
    """

    type: Literal["record_consent"] = "record_consent"
    purpose: Literal["marketing", "service"] = "marketing"
    """What the customer agrees to."""
    given: bool = True
    """Whether they agree, or take it back."""
    words: LocalText | None = None
    """The words that they were shown."""
    next: str | None = None
    """Where the way goes on."""

    def ports(self) -> list[Port]:
        return [Port("next", self.next)]

    def texts(self) -> list[TextUse]:
        return [TextUse(("words",), self.words, WORDS_LIMIT, "attribute")] if self.words is not None else []

    def enter(self, passage: Passage) -> Move:
        """Words that cannot be filled prove nothing: then nothing is recorded."""
        language = passage.contact.language or passage.language
        try:
            words = passage.render(text_in(self.words, language, passage.language))
        except CannotRender as problem:
            return self.leave("next", f"cannot_render:{problem.name}")
        step, visit = passage.state.step or "", passage.state.visit
        passage.say(Record(self.purpose, self.given, words, language, step, visit))
        is_over = not self.given and passage.purpose == self.purpose
        return End("opted_out") if is_over else self.leave("next")
