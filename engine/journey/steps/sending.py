"""What the two sending steps share: wait for the outcome, then go on, elsewhere, or out."""

from __future__ import annotations

from engine.journey.effects import Send
from engine.journey.events import Outcome
from engine.journey.passage import End, Move, Passage, Stay
from engine.journey.rendering import CannotRender
from engine.journey.steps.base import Port, StepBase


class SendStep(StepBase):
    """A step that sends one message. It is left when the provider accepted it, or at its final refusal, so
    that a wait behind it never begins while the message is held (semantics, “Sending”)."""

    next: str | None = None
    not_sent: str | None = None

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
            raise CannotRender(name, f"the {name} is longer than {limit} characters")
        return text

    def message(self, passage: Passage, message_id: str) -> Send:
        raise AssertionError(f"{type(self).__name__} says no message")

    def enter(self, passage: Passage) -> Move:
        state = passage.state
        message_id = f"{state.enrollment_id}.{state.visit}"
        try:
            passage.say(self.message(passage, message_id))
        except CannotRender as problem:
            state.since = passage.now
            return self._without_sending(f"cannot_render:{problem.name}", by_person=False)
        state.message_id = message_id
        state.asked = (*state.asked[-9:], message_id)
        return Stay("outcome")

    def on_outcome(self, passage: Passage, outcome: Outcome) -> Move:
        if outcome.message_id != passage.state.message_id:
            return Stay("outcome")
        passage.state.message_id, passage.state.since = None, outcome.at
        if outcome.result == "accepted":
            return self.leave("next")
        return self._without_sending(f"{outcome.result}:{outcome.reason}", by_person=outcome.fault == "person")

    def _without_sending(self, why: str, *, by_person: bool) -> Move:
        if self.not_sent is not None:
            return self.leave("not_sent", why)
        return End(why) if by_person else self.leave("next", why)
