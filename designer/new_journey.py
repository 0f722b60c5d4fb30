"""A new journey out of three answers: what starts it, what it is for, in which language. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from anyascii import anyascii

from designer.editing.starting import new_trigger

Start: TypeAlias = Literal["keyword", "event", "audience", "opt_in", "date", "link"]
Purpose: TypeAlias = Literal["marketing", "service"]

KEY_LENGTH = 40
START_PLACE = [0, 0]


@dataclass(frozen=True, slots=True)
class Answers:
    """What the drawer asked. `words` as they were typed, parted by commas or new lines; `event` as the site calls it;
    `code` of a link."""

    start: Start
    purpose: Purpose
    language: str
    words: str = ""
    event: str = ""
    code: str = ""
    name: str = ""


def definition_of(answers: Answers, fallback_name: str) -> dict[str, Any]:
    """The first definition: its start is placed, everything else is drawn by the person."""
    name = answers.name.strip() or _name_from_start(answers) or fallback_name
    return {
        "parcours": 1,
        "key": key_of(name),
        "name": name,
        "language": answers.language,
        "purpose": answers.purpose,
        "triggers": [_trigger(answers)],
        "layout": {"trigger:start": START_PLACE},
    }


def words_of(typed: str) -> list[str]:
    """`menu, bonjour` → two words, each once."""
    return list(dict.fromkeys(word.strip() for word in re.split(r"[,;\n]", typed) if word.strip()))


def key_of(name: str) -> str:
    """A name as the key of a file and an address: `Panier abandonné` → `panier-abandonne`."""
    plain = re.sub(r"[^a-z0-9]+", "-", anyascii(name).lower()).strip("-")
    return plain[:KEY_LENGTH].strip("-") or "parcours"


def _trigger(answers: Answers) -> dict[str, Any]:
    if answers.start == "event":
        name = answers.event.strip()
        return {"id": "start", "type": "event", **({"name": name} if name else {})}
    if answers.start in ("opt_in", "audience", "date"):
        return new_trigger("start", answers.start)
    if answers.start == "link":
        code = answers.code.strip()
        return {"id": "start", "type": "link", **({"code": code} if code else {})}
    return {"id": "start", "type": "keyword", "any_of": words_of(answers.words), "match": "word", "typos": True}


def _name_from_start(answers: Answers) -> str:
    if answers.start == "event":
        return answers.event.strip()
    if answers.start == "link":
        return answers.code.strip()
    if answers.start in ("opt_in", "audience", "date"):
        return ""
    words = words_of(answers.words)
    return words[0].capitalize() if words else ""
