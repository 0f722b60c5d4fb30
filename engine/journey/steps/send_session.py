"""Send a free reply: allowed for 24 hours after the customer wrote."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from engine.journey.effects import Send
from engine.journey.model import LocalText, text_in
from engine.journey.passage import Passage
from engine.journey.rendering import CannotRender
from engine.journey.steps.base import TextUse
from engine.journey.steps.buttons import BUTTON_LIMIT, BUTTONS_AT_MOST, ReplyButton, button_texts
from engine.journey.steps.fallback import FallbackTemplate
from engine.journey.steps.media import MediaFile
from engine.journey.steps.options import LinkButton, OptionSheet
from engine.journey.steps.sending import SendStep

__all__ = ["BUTTONS_AT_MOST", "BUTTON_LIMIT", "ReplyButton", "SendSession"]

TEXT_LIMIT = 4096
TEXT_LIMIT_WITH_BUTTONS = 1024
"""Beside buttons, a link or a request for the location; the same under a file."""


class SendSession(SendStep):
    """A text of up to 4,096 characters, also over a list; 1,024 with reply buttons, a link, a request for the location, or
    with a file, whose caption it is (WhatsApp, interactive messages, media). A file alone needs no text.

    One of `buttons` (at most three), `list`, `link_button` and `location_request` may stand under it; a file goes with
    buttons and a link only. `if_window_closed` names the template that leaves instead once the 24-hour window has closed.
    """

    type: Literal["send_session"] = "send_session"
    text: LocalText | None = None
    """What is said; may hold placeholders."""
    media: MediaFile | None = None
    """A picture, a film or a document, with the text as its caption."""
    buttons: list[ReplyButton] = Field(default_factory=list[ReplyButton])
    """Reply buttons."""
    list_: OptionSheet | None = None
    """A list to pick from."""
    link_button: LinkButton | None = None
    """A button that opens a page."""
    location_request: bool = False
    """Whether the customer is asked to share where they are."""
    if_window_closed: FallbackTemplate | None = None
    """The template that leaves when the 24 hours are over."""

    model_config = {
        **SendStep.model_config,
        "validate_by_name": True,
        "alias_generator": lambda name: name.rstrip("_"),
    }
    sends: ClassVar[Literal["template", "session"] | None] = "session"

    def texts(self) -> list[TextUse]:
        said = TextUse(("text",), self.text, self.limit(), "message")
        files = self.media.texts("media") if self.media else []
        rows = self.list_.texts("list") if self.list_ else []
        link = self.link_button.texts("link_button") if self.link_button else []
        instead = self.if_window_closed.texts("if_window_closed") if self.if_window_closed else []
        return [said, *files, *button_texts("buttons", self.buttons), *rows, *link, *instead]

    def offers(self) -> list[str]:
        """The fields that say what the customer may touch; more than one cannot be sent."""
        given = {
            "buttons": self.buttons, "list": self.list_, "link_button": self.link_button,
            "location_request": self.location_request,
        }  # fmt: skip
        return [name for name, value in given.items() if value]

    def may_be_wordless(self) -> bool:
        """A file may stand alone; everything else needs words."""
        return self.media is not None and not self.offers()

    def limit(self) -> int:
        """Characters of the text."""
        return TEXT_LIMIT_WITH_BUTTONS if self.media or set(self.offers()) - {"list"} else TEXT_LIMIT

    def message(self, passage: Passage, message_id: str) -> Send:
        language = passage.contact.language or passage.language
        if not goes_together(self.offers(), has_file=self.media is not None):
            raise CannotRender("options", "the message offers two things of which one may be sent")
        return Send(
            message_id, passage.state.step or "", "session", language,
            text=self._text(passage, text_in(self.text, language, passage.language)),
            buttons=self.filled_buttons(passage, self.buttons),
            list=self.list_.filled(passage, self.filled) if self.list_ else None,
            link=self.link_button.filled(passage, self.filled) if self.link_button else None,
            asks_location=self.location_request,
            media=self.media.filled(passage, self.filled) if self.media else None,
            fallback=self.if_window_closed.filled(passage, self.filled) if self.if_window_closed else None,
        )  # fmt: skip

    def _text(self, passage: Passage, source: str) -> str:
        if self.may_be_wordless() and not passage.render(source).strip():
            return ""
        return self.filled(passage, source, self.limit(), "text")


def goes_together(offers: list[str], *, has_file: bool) -> bool:
    """Whether one message can hold this: at most one thing to touch, and no file over a list or a request."""
    return len(offers) <= 1 and not (has_file and offers and offers[0] in ("list", "location_request"))
