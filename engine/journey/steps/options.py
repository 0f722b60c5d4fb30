"""What a free reply may offer beside its text: a list to pick from, a link to open, a request for the location. Buttons,
list, link and request exclude each other on the platform (whatsapp.md, section 3.1)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from pydantic import Field

from engine.journey.effects import Link, OptionList, Row, Section
from engine.journey.model import LocalText, Part, text_in
from engine.journey.passage import Passage
from engine.journey.rendering import CannotRender
from engine.journey.steps.base import TextUse
from engine.journey.steps.buttons import BUTTON_LIMIT
from engine.journey.steps.media import LINK, LINK_LIMIT

ROWS_AT_MOST = 10
"""In all sections together."""
ROW_LIMIT = 24
SECTION_LIMIT = 24
DESCRIPTION_LIMIT = 72

Fill: TypeAlias = Callable[[Passage, str, int, str], str]
"""Renders a text within a limit; its last argument names the text when it cannot."""


class ListRow(Part):
    """A line of a list. `id` is what a branch of the next wait names; 24 characters of title, 72 of description."""

    id: str
    """What a branch of the next wait names."""
    title: LocalText = ""
    """At most 24 characters."""
    description: LocalText | None = None
    """A second line of at most 72 characters."""


class ListSection(Part):
    """Rows under one title; a list of one section may do without."""

    title: LocalText | None = None
    """At most 24 characters; needed where there are several sections."""
    rows: list[ListRow] = Field(default_factory=list[ListRow])
    """The lines."""


class OptionSheet(Part):
    """A list that opens by a button of 20 characters; at most ten rows in all."""

    button: LocalText = ""
    """What opens the list, at most 20 characters."""
    sections: list[ListSection] = Field(default_factory=list[ListSection])
    """The groups of lines; ten lines in all."""

    def rows(self) -> list[tuple[tuple[int, int], ListRow]]:
        """Every row with its place: section, and row within it."""
        return [
            ((section, place), row)
            for section, held in enumerate(self.sections)
            for place, row in enumerate(held.rows)
        ]  # fmt: skip

    def texts(self, place: str) -> list[TextUse]:
        """Its texts, for compiling and checking; `place` is the step's field that holds it."""
        found = [TextUse((place, "button"), self.button, BUTTON_LIMIT, "button")]
        for number, section in enumerate(self.sections):
            here = (place, "sections", number)
            if section.title is not None:
                found.append(TextUse((*here, "title"), section.title, SECTION_LIMIT, "row"))
            for row_number, row in enumerate(section.rows):
                found.append(TextUse((*here, "rows", row_number, "title"), row.title, ROW_LIMIT, "row"))
                if row.description is not None:
                    at = (*here, "rows", row_number, "description")
                    found.append(TextUse(at, row.description, DESCRIPTION_LIMIT, "row"))
        return found

    def filled(self, passage: Passage, fill: Fill) -> OptionList:
        """The list for this contact. Raises CannotRender."""
        sections = tuple(
            Section(
                _filled(passage, section.title, SECTION_LIMIT, "list", fill),
                tuple(_filled_row(passage, row, fill) for row in section.rows),
            )
            for section in self.sections
        )
        return OptionList(fill(passage, _spoken(passage, self.button), BUTTON_LIMIT, "list"), sections)


class LinkButton(Part):
    """A button of 20 characters that opens a page; its address may hold placeholders."""

    title: LocalText = ""
    """What stands on the button, at most 20 characters."""
    url: LocalText | None = None
    """The page; may hold placeholders."""

    def texts(self, place: str) -> list[TextUse]:
        """Its texts, for compiling and checking; `place` is the step's field that holds it."""
        title = TextUse((place, "title"), self.title, BUTTON_LIMIT, "button")
        return [title, TextUse((place, "url"), self.url, LINK_LIMIT, "link")]

    def filled(self, passage: Passage, fill: Fill) -> Link:
        """The link for this contact. Raises CannotRender when its address is none."""
        url = fill(passage, _spoken(passage, self.url), LINK_LIMIT, "link").strip()
        if not LINK.fullmatch(url):
            raise CannotRender("link", "the address of the link does not start with https://")
        return Link(fill(passage, _spoken(passage, self.title), BUTTON_LIMIT, "link"), url)


def _spoken(passage: Passage, text: LocalText | None) -> str:
    return text_in(text, passage.contact.language or passage.language, passage.language)


def _filled(passage: Passage, text: LocalText | None, limit: int, name: str, fill: Fill) -> str:
    """A text that may be left out."""
    source = _spoken(passage, text)
    return fill(passage, source, limit, name) if source.strip() else ""


def _filled_row(passage: Passage, row: ListRow, fill: Fill) -> Row:
    description = _filled(passage, row.description, DESCRIPTION_LIMIT, "list", fill)
    return Row(row.id, fill(passage, _spoken(passage, row.title), ROW_LIMIT, "list"), description)
