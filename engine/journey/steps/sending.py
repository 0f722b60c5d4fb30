"""What the two sending steps share: wait for the outcome, then go on, elsewhere, or out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from engine.journey.effects import Button, Send, WhenUnconfirmed
from engine.journey.events import Outcome
from engine.journey.model import text_in
from engine.journey.passage import End, Move, Passage, Stay
from engine.journey.rendering import TOO_LONG, CannotRender
from engine.journey.steps.base import Port, StepBase
from engine.journey.steps.buttons import BUTTON_LIMIT, ReplyButton


class SendStep(StepBase):
    """A step that sends one message. It is left when the provider accepted it, or at its final refusal, so
    that a wait behind it never begins while the message is held (semantics, “Sending”)."""

    next: str | None = None
    """Where the way goes on once the message was accepted, or refused because of the moment."""
    not_sent: str | None = None
    """Where it goes when the message will never leave; without it, a cause in the person (no consent, no such number)
    ends the passage, one in the moment takes `next`."""
    if_unconfirmed: WhenUnconfirmed | None = None
    """What becomes of the message where nobody can say whether it left: sent once more, given up, or a person is asked. Left
    out: given up for marketing, a person for service."""

    def ports(self) -> list[Port]:
        return [Port("next", self.next), Port("not_sent", self.not_sent, optional=True)]

    def filled(self, passage: Passage, source: str, limit: int, name: str) -> str:
        """The text with its placeholders filled. Raises CannotRender when a value is missing, when nothing is
        left to send, or when it is longer than the platform takes (`limit`, in UTF-16 units): it would be
        refused there, unexplained."""
        text = passage.render(source)
        if not text.strip():
            raise CannotRender(name, f"the {name} is empty")
        if len(text.encode("utf-16-le", "surrogatepass")) > 2 * limit:
            raise CannotRender(TOO_LONG, f"the {name} is longer than {limit} characters")
        return text

    def filled_buttons(self, passage: Passage, buttons: Sequence[ReplyButton]) -> tuple[Button, ...]:
        """Each with its title in the contact's language. Raises CannotRender."""
        language = passage.contact.language or passage.language
        titles = [text_in(button.title, language, passage.language) for button in buttons]
        return tuple(
            Button(button.id, self.filled(passage, title, BUTTON_LIMIT, "button"))
            for button, title in zip(buttons, titles, strict=True)
        )

    def message(self, passage: Passage, message_id: str) -> Send:
        raise AssertionError(f"{type(self).__name__} says no message")

    def enter(self, passage: Passage) -> Move:
        return self.send(passage)

    def send(self, passage: Passage) -> Move:
        """Say the message of this visit and wait for its outcome."""
        state = passage.state
        message_id = f"{state.enrollment_id}.{state.visit}"
        if passage.texts.watches(state.step or ""):
            state.watched[state.step or ""] = {"message": message_id}
        try:
            passage.say(replace(self.message(passage, message_id), if_unconfirmed=self.if_unconfirmed))
        except CannotRender as problem:
            state.since = passage.now
            return self.without_sending(passage, f"cannot_render:{problem.name}", by_person=False)
        if self.not_sent is not None:
            state.sent = {"message": message_id, "step": state.step or "", "at": passage.now.isoformat()}
        state.message_id = message_id
        state.asked = (*state.asked[-9:], message_id)
        return Stay("outcome")

    def on_outcome(self, passage: Passage, outcome: Outcome) -> Move:
        if outcome.message_id != passage.state.message_id:
            return Stay("outcome")
        passage.state.message_id = None
        if outcome.result == "accepted":
            return self.accepted(passage, outcome)
        passage.state.since, passage.state.sent = outcome.at, {}
        why = f"{outcome.result}:{outcome.reason}"
        return self.without_sending(passage, why, by_person=outcome.fault == "person")

    def on_late_failure(self, passage: Passage, outcome: Outcome) -> Move:
        """The provider took the message, and it failed on the channel soon after: the passage comes back from where it waits
        and takes `not_sent`."""
        state = passage.state
        state.step, state.waiting, state.since = state.sent["step"], None, outcome.at
        state.asked = tuple(one for one in state.asked if one != outcome.message_id)
        return self.leave("not_sent", f"{outcome.result}:{outcome.reason}")

    def accepted(self, passage: Passage, outcome: Outcome) -> Move:
        """The provider took the message."""
        passage.state.since = outcome.at
        return self.leave("next")

    def without_sending(self, passage: Passage, why: str, *, by_person: bool) -> Move:
        """The message will never leave. Where `not_sent` leads nowhere, a cause in the person ends the
        passage, one in the moment takes the usual way."""
        if (watched := passage.state.watched.get(passage.state.step or "")) is not None:
            watched["status"] = "failed"
        if self.not_sent is not None:
            return self.leave("not_sent", why)
        return End(why) if by_person else self.leave(self.way_unsent(passage), why)

    def way_unsent(self, passage: Passage) -> str:
        """The way on without the message."""
        return "next"
