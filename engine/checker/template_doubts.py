"""What WhatsApp often refuses of a template without saying where the limit is (whatsapp.md, section 13): never more than a
doubt, and none any more once it is approved."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

HOLE = re.compile(r"\{\{[^{}]*\}\}")
ONE = "[\U0001f000-\U0001faff\u2600-\u27bf\u2b50\u2b55\u231a\u231b\u23e9-\u23f3]"
EMOJI = re.compile(f"[\U0001f1e6-\U0001f1ff]{{2}}|{ONE}(?:[\ufe0f\U0001f3fb-\U0001f3ff]|\u200d{ONE})*")
"""A flag, a family or a hand of some colour is one."""
SIGNS = re.compile(r"(?<!\w)[*_~`]|[*_~`](?!\w)")
"""Where they can format something: not inside a word."""
BLANK_LINES = re.compile(r"\n[^\S\n]*\n[^\S\n]*\n")
LETTERS_A_HOLE, EMOJI_AT_MOST = 40, 10


@dataclass(frozen=True, slots=True)
class Doubt:
    """`kind` `variables`: `count` of them in `length` characters of fixed text; `emoji`: `count`; `header`: `shown`; `lines`."""

    kind: Literal["variables", "emoji", "header", "lines"]
    count: int = 0
    length: int = 0
    shown: str = ""


def doubts(*, header: str, body: str, category: str) -> Iterator[Doubt]:
    """Each kind once. One placeholder alone is common in short texts, and passes."""
    fixed = " ".join(HOLE.sub(" ", body).split())
    holes = len(HOLE.findall(body))
    if holes > 1 and len(fixed) < LETTERS_A_HOLE * holes:
        yield Doubt("variables", holes, len(fixed))
    emoji = len(EMOJI.findall(body))
    if category.upper() == "MARKETING" and emoji > EMOJI_AT_MOST:
        yield Doubt("emoji", emoji)
    bare = HOLE.sub("", header)
    if found := EMOJI.search(bare) or SIGNS.search(bare):
        yield Doubt("header", shown=found.group())
    if BLANK_LINES.search(body.strip()):
        yield Doubt("lines")
