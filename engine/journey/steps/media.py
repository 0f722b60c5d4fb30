"""A picture, a film or a document that goes along with a message."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

from engine.journey.effects import Media
from engine.journey.model import LocalText, Part, text_in
from engine.journey.passage import Passage
from engine.journey.rendering import CannotRender
from engine.journey.steps.base import TextUse

LINK = re.compile(r"https?://[^\s/]+/?\S*")
LINK_LIMIT = 2_000
NAME_LIMIT = 240


class MediaFile(Part):
    """`url` is where WhatsApp fetches the file when the message leaves; it may hold placeholders, as may
    `name`, the file name that a customer sees under a document. A link is kept by WhatsApp for ten minutes
    (whatsapp.md, section 3.2)."""

    kind: Literal["image", "video", "document"]
    """What it is."""
    url: LocalText | None = None
    """Where WhatsApp fetches it."""
    name: LocalText | None = None
    """The file name under a document."""

    def texts(self, *place: str) -> list[TextUse]:
        """Its texts, for compiling and checking; `place` leads to the step's field that holds the file."""
        named = [TextUse((*place, "name"), self.name, NAME_LIMIT, "media")] if self.name is not None else []
        return [TextUse((*place, "url"), self.url, LINK_LIMIT, "media"), *named]

    def filled(self, passage: Passage, fill: Callable[[Passage, str, int, str], str]) -> Media:
        """The file for this contact. `fill` renders a text within a limit. Raises CannotRender when the link
        is none: the platform would refuse it, unexplained."""
        language = passage.contact.language or passage.language
        link = fill(passage, text_in(self.url, language, passage.language), LINK_LIMIT, "media").strip()
        if not LINK.fullmatch(link):
            raise CannotRender("media", "the link of the file does not start with https://")
        name = text_in(self.name, language, passage.language)
        return Media(self.kind, link, " ".join(fill(passage, name, NAME_LIMIT, "file name").split()) if name else "")
