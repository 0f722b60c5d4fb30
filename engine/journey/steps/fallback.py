"""The template that leaves in place of a free reply once the 24-hour window has closed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pydantic import Field

from engine.journey.effects import Fallback
from engine.journey.model import Part
from engine.journey.passage import Passage
from engine.journey.rendering import CannotRender
from engine.journey.steps.base import TextUse
from engine.journey.steps.media import MediaFile

VALUE_LIMIT = 1024
"""Characters in one value: the whole body of a template holds no more (whatsapp.md, section 2.4)."""


class FallbackTemplate(Part):
    """`template`, `values` and `header_media` as in a template step. It is sent under the rules of templates: consent,
    category, approval."""

    template: str | None = None
    """The template's name at WhatsApp."""
    values: dict[str, str] = Field(default_factory=dict)
    """What fills its placeholders."""
    header_media: MediaFile | None = None
    """The file at its head, where it has one."""

    def texts(self, place: str) -> list[TextUse]:
        """Its texts, for compiling and checking; `place` is the step's field that holds it."""
        return template_texts(self.values, self.header_media, place)

    def filled(self, passage: Passage, fill: Callable[[Passage, str, int, str], str]) -> Fallback | None:
        """What would leave for this contact; None while no template is chosen. A value that cannot be filled is no
        fault of the free reply: it is told only if the template is needed (`Fallback.problem`)."""
        if not self.template:
            return None
        try:
            values = filled_values(passage, self.values, fill)
            media = self.header_media.filled(passage, fill) if self.header_media else None
        except CannotRender as problem:
            return Fallback(self.template, problem=f"cannot_render:{problem.name}")
        return Fallback(self.template, values, media)


def template_texts(values: Mapping[str, str], header_media: MediaFile | None, *place: str) -> list[TextUse]:
    """The texts that fill a template."""
    written = [TextUse((*place, "values", name), text, VALUE_LIMIT, "value") for name, text in values.items()]
    return [*written, *(header_media.texts(*place, "header_media") if header_media else [])]


def filled_values(
    passage: Passage, values: Mapping[str, str], fill: Callable[[Passage, str, int, str], str]
) -> dict[str, str]:
    """Each in one line. Raises CannotRender."""
    return {name: one_line(fill(passage, text, VALUE_LIMIT, name)) for name, text in values.items()}


def one_line(value: str) -> str:
    """A template's value holds no line break, tab or run of five spaces (WhatsApp error 132018): folded to
    one space."""
    return " ".join(value.split())
