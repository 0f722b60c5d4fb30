"""Many phones to read on one page: the program that draws them crosses the wire once, each phone sends its words alone."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from streamlit.components.v2 import component

from designer.components.phone import Message
from designer.components.phone_words import PHONE_WORDS

HERE = Path(__file__).parent


def _text(path: str) -> str:
    return (HERE / path).read_text(encoding="utf-8")


_JS, _CSS = _text("built/phone.js"), _text("built/phone.css")
_SHELF = {"name": "phone", "digest": hashlib.sha256(f"{_JS}\0{_CSS}".encode()).hexdigest(), "js": _JS, "css": _CSS}
_KEEP = component("parcours.phone.shelf", js=_text("bundle_keep.js"))
_DRAW = component("parcours.phone.read", js=_text("bundle_borrow.js").replace("NAME", "phone"))


def open_phones() -> None:
    """Call it once on a page, before the phones."""
    _KEEP(key="phone-shelf", data=_SHELF)


def reading_phone(messages: list[Message], *, key: str, business: str, language: str) -> None:
    """A phone as tall as its messages, to be read: buttons do nothing, lists open. `language` is the reader's."""
    data: dict[str, Any] = {
        "business": {"name": business}, "messages": messages, "language": language, "frame": True, "ack": {},
        "words": PHONE_WORDS.get(language, PHONE_WORDS["fr"]), "compose": False, "height": None,
    }  # fmt: skip
    _DRAW(key=key, data=data)
