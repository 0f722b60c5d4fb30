"""Send a free reply: allowed for 24 hours after the customer wrote."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from engine.journey.effects import Send
from engine.journey.model import LocalText, text_in
from engine.journey.passage import Passage
from engine.journey.steps.base import TextUse
from engine.journey.steps.buttons import BUTTON_LIMIT, BUTTONS_AT_MOST, ReplyButton, button_texts
from engine.journey.steps.fallback import FallbackTemplate
from engine.journey.steps.media import MediaFile
from engine.journey.steps.sending import SendStep

__all__ = ["BUTTONS_AT_MOST", "BUTTON_LIMIT", "ReplyButton", "SendSession"]

TEXT_LIMIT = 4096
TEXT_LIMIT_WITH_BUTTONS = 1024
"""Beside buttons; the same under a file."""


class SendSession(SendStep):
    """A text of up to 4,096 characters, or 1,024 with one to three reply buttons or with a file, whose
    caption it is (WhatsApp, interactive `button`, media). A file without buttons needs no text.

    `if_window_closed` names the template that leaves instead once the 24-hour window has closed."""

    type: Literal["send_session"] = "send_session"
    text: LocalText | None = None
    media: MediaFile | None = None
    buttons: list[ReplyButton] = Field(default_factory=list[ReplyButton])
    if_window_closed: FallbackTemplate | None = None

    sends: ClassVar[Literal["template", "session"] | None] = "session"

    def texts(self) -> list[TextUse]:
        files = self.media.texts("media") if self.media else []
        instead = self.if_window_closed.texts("if_window_closed") if self.if_window_closed else []
        said = TextUse(("text",), self.text, self._limit(), "message")
        return [said, *files, *button_texts("buttons", self.buttons), *instead]

    def _limit(self) -> int:
        return TEXT_LIMIT_WITH_BUTTONS if self.buttons or self.media else TEXT_LIMIT

    def message(self, passage: Passage, message_id: str) -> Send:
        language = passage.contact.language or passage.language
        return Send(
            message_id, passage.state.step or "", "session", language,
            text=self._text(passage, text_in(self.text, language, passage.language)),
            buttons=self.filled_buttons(passage, self.buttons),
            media=self.media.filled(passage, self.filled) if self.media else None,
            fallback=self.if_window_closed.filled(passage, self.filled) if self.if_window_closed else None,
        )  # fmt: skip

    def _text(self, passage: Passage, source: str) -> str:
        """A file may stand alone; everything else needs words."""
        if self.media and not self.buttons and not passage.render(source).strip():
            return ""
        return self.filled(passage, source, self._limit(), "text")
