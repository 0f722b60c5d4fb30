"""Send a message that WhatsApp approved beforehand: allowed at any time, with consent."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from engine.journey.effects import Send
from engine.journey.passage import Passage
from engine.journey.steps.base import TextUse
from engine.journey.steps.fallback import VALUE_LIMIT, filled_values, one_line, template_texts
from engine.journey.steps.media import MediaFile
from engine.journey.steps.sending import SendStep

__all__ = ["VALUE_LIMIT", "SendTemplate", "one_line"]


class SendTemplate(SendStep):
    """`template` is its name at WhatsApp; the language is the contact's, else the journey's. `values` fill
    its placeholders: by name, or by number for a template with numbered ones; `header.1` and `button.0` where
    a number stands in several parts. `header_media` is the file of a template whose head is a picture, a film
    or a document."""

    type: Literal["send_template"] = "send_template"
    template: str | None = None
    """The template's name at WhatsApp."""
    values: dict[str, str] = Field(default_factory=dict)
    """What fills its placeholders; texts with placeholders of their own."""
    header_media: MediaFile | None = None
    """The file at its head, where it has one."""

    sends: ClassVar[Literal["template", "session"] | None] = "template"

    def texts(self) -> list[TextUse]:
        return template_texts(self.values, self.header_media)

    def message(self, passage: Passage, message_id: str) -> Send:
        return Send(
            message_id,
            passage.state.step or "",
            "template",
            passage.contact.language or passage.language,
            template=self.template,
            values=filled_values(passage, self.values, self.filled),
            media=self.header_media.filled(passage, self.filled) if self.header_media else None,
        )
