"""Send a free reply: allowed for 24 hours after the customer wrote."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from engine.journey.effects import Button, Send
from engine.journey.model import LocalText, Part, text_in
from engine.journey.passage import Passage
from engine.journey.steps.base import TextUse
from engine.journey.steps.sending import SendStep

TEXT_LIMIT = 4096
TEXT_LIMIT_WITH_BUTTONS = 1024
BUTTON_LIMIT = 20
BUTTONS_AT_MOST = 3


class ReplyButton(Part):
    """A button under the message. `id` is what a branch of the next wait names; at most 20 characters of
    title."""

    id: str
    title: LocalText = ""


class SendSession(SendStep):
    """A text of up to 4,096 characters, or 1,024 with one to three reply buttons (WhatsApp, interactive
    `button`)."""

    type: Literal["send_session"] = "send_session"
    text: LocalText | None = None
    buttons: list[ReplyButton] = Field(default_factory=list[ReplyButton])

    sends: ClassVar[Literal["template", "session"] | None] = "session"

    def texts(self) -> list[TextUse]:
        limit = TEXT_LIMIT_WITH_BUTTONS if self.buttons else TEXT_LIMIT
        buttons = [
            TextUse(("buttons", place, "title"), button.title, BUTTON_LIMIT, "button")
            for place, button in enumerate(self.buttons)
        ]
        return [TextUse(("text",), self.text, limit, "message"), *buttons]

    def message(self, passage: Passage, message_id: str) -> Send:
        language = passage.contact.language or passage.language
        limit = TEXT_LIMIT_WITH_BUTTONS if self.buttons else TEXT_LIMIT
        text = self.filled(passage, text_in(self.text, language, passage.language), limit, "text")
        buttons = tuple(
            Button(
                button.id,
                self.filled(passage, text_in(button.title, language, passage.language), BUTTON_LIMIT, "button"),
            )
            for button in self.buttons
        )
        return Send(message_id, passage.state.step or "", "session", language, text=text, buttons=buttons)
