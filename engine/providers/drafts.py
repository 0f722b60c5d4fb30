"""A template as we write it, on its way to review. Each provider has its own wire for it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from engine.providers.listings import ProviderTemplate

ButtonKind: TypeAlias = Literal["quick_reply", "url", "phone", "copy_code"]
HeaderKind: TypeAlias = Literal["text", "image", "video", "document", "location"]
BEHIND: Mapping[str, str] = {"url": "url", "phone": "phone", "copy_code": "code"}
PLACEHOLDER = re.compile(r"\{\{\s*(\w+)\s*\}\}")


@dataclass(frozen=True, slots=True)
class DraftButton:
    """`target`: the address, number or code behind it; empty for a quick reply. `example`: a whole address, where it ends in a
    placeholder."""

    kind: ButtonKind
    title: str = ""
    target: str = ""
    example: str = ""


@dataclass(frozen=True, slots=True)
class DraftHeader:
    """A text with at most one placeholder, a file with the address of a sample (`sample`), or a place. `handle`: the sample as
    it was uploaded to Meta, which the Cloud API asks for."""

    kind: HeaderKind
    text: str = ""
    example: str = ""
    sample: str = ""
    handle: str = ""


@dataclass(frozen=True, slots=True)
class TemplateDraft:
    """One template in one language (`fr`, `pt_BR`). `examples`: by placeholder of the body. `lasts`: how long WhatsApp tries to
    deliver it; None for its own default."""

    name: str
    language: str
    category: Literal["MARKETING", "UTILITY"]
    body: str
    examples: Mapping[str, str] = field(default_factory=dict[str, str])
    header: DraftHeader | None = None
    footer: str = ""
    buttons: tuple[DraftButton, ...] = ()
    lasts: dt.timedelta | None = None

    @property
    def title(self) -> str:
        """How it is called in sentences."""
        return f"{self.name} ({self.language})"


def names_in(text: str) -> list[str]:
    """The placeholders in order of first appearance."""
    return list(dict.fromkeys(PLACEHOLDER.findall(text)))


def is_same(draft: TemplateDraft, listed: ProviderTemplate) -> bool:
    """Whether customers read in both the same. The category is not looked at: WhatsApp may change it."""
    return _seen(components_of(draft)) == _seen(listed.components)


def components_of(draft: TemplateDraft) -> dict[str, Any]:
    """In the form of `ProviderTemplate.components`."""
    buttons = [
        {"kind": button.kind, "title": button.title, **({BEHIND[button.kind]: button.target} if button.target else {})}
        for button in draft.buttons
    ]
    header = {"kind": draft.header.kind, "text": draft.header.text} if draft.header else None
    return {"header": header, "body": draft.body, "footer": draft.footer, "buttons": buttons}


def _seen(components: Mapping[str, Any]) -> list[object]:
    """Without what providers add or leave out: the sample of a file, WhatsApp's own title of a code, a number's plus."""
    header: Mapping[str, Any] = components.get("header") or {}
    shown = [header.get("kind"), header.get("text", "") if header.get("kind") == "text" else ""]
    buttons = [_button(button) for button in components.get("buttons") or ()]
    return [shown, components.get("body"), components.get("footer") or "", buttons, components.get("others") or []]


def _button(button: Mapping[str, Any]) -> list[object]:
    kind: str = button["kind"]
    target = "" if kind == "copy_code" else str(button.get(BEHIND.get(kind, ""), "")).removeprefix("+")
    return [kind, "" if kind == "copy_code" else button.get("title"), target]
