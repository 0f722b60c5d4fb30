"""The templates that a journey sends: what each costs like, and what it says."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Literal, NamedTuple

from engine.checker.context import KnownTemplate
from engine.checker.templates import HOLE, Parts, pick_version, read_parts
from engine.forecast.rate_card import Category
from engine.journey.effects import Send

PRICED: Mapping[str, Category] = {"MARKETING": "marketing", "UTILITY": "utility", "AUTHENTICATION": "authentication"}


class Known(NamedTuple):
    """`category` is None, and `text` empty, where the library does not hold the template."""

    category: Category | None = None
    parts: Parts | None = None


class Library:
    """`templates` by (name, language). `purpose` of the journey: what an unknown template is taken for."""

    def __init__(
        self, templates: Mapping[tuple[str, str], KnownTemplate], purpose: Literal["marketing", "service"]
    ) -> None:
        self._templates, self._purpose = templates, purpose
        self._known: dict[tuple[str, str], Known] = {}

    @cached_property
    def names(self) -> frozenset[str]:
        return frozenset(name for name, _ in self._templates)

    def category(self, send: Send) -> Category:
        """What the message is charged as."""
        if send.kind == "session":
            return "session"
        return self.category_of(send.template or "", send.language)

    def category_of(self, name: str, language: str) -> Category:
        """An unknown template counts as marketing in a marketing journey, else as utility."""
        return self._look(name, language).category or ("marketing" if self._purpose == "marketing" else "utility")

    def text(self, send: Send) -> str:
        """What the customer would read as an SMS: texts, titles of what can be tapped, addresses of files and links; empty
        for a template that nobody described."""
        if send.kind == "template":
            parts = self._look(send.template or "", send.language).parts
            return _filled(parts, send.values) if parts else ""
        offered = [button.title for button in send.tappable()]
        links = [f"{send.link.title} {send.link.url}"] if send.link else []
        files = [send.media.url] if send.media else []
        return "\n".join(part for part in (send.text, *offered, *links, *files) if part)

    def _look(self, name: str, language: str) -> Known:
        found = self._known.get((name, language))
        if found is None:
            template = pick_version(self._templates, name, language)
            found = Known(PRICED.get(template.category.upper()), read_parts(template)) if template else Known()
            self._known[name, language] = found
        return found


def _filled(parts: Parts, values: Mapping[str, str]) -> str:
    links = [f"{one.title} {one.url}" if one.url else one.title for one in parts.buttons]
    whole = "\n".join(part for part in (parts.header, parts.body, parts.footer, *links) if part)
    return HOLE.sub(lambda hole: _value(hole.group(1), values), whole)


def _value(name: str, values: Mapping[str, str]) -> str:
    return next((values[key] for key in (name, f"body.{name}", f"header.{name}") if key in values), "…")
