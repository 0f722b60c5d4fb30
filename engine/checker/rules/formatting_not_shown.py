"""Signs of another way of formatting, which the customer would read as they are: WhatsApp knows *bold*, _italic_ and
~struck~, no headings, no named links, no HTML (whatsapp.md, section 8), and none of it on buttons and in lists."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.checker.context import Scene
from engine.checker.names import shorten, step_name
from engine.checker.problem import Problem
from engine.checker.texts import Writing, writings
from engine.checker.words import Fact

STRANGE = re.compile(
    r"\*\*[^*\n{}]+\*\*|__[^_\n{}]+__|~~[^~\n{}]+~~|\[[^\]\n{}]+\]\(https?://[^)\s]+\)"
    r"|</?(?:b|i|u|s|br|p|a|em|strong|h[1-6]|ul|li|div|span)\b[^>\n]*>|(?m:^#{1,6} \S.*$)"
)
MARKED = re.compile(r"(?<!\w)([*_~])(?=\S)[^*_~\n{}]+(?<=\S)\1(?!\w)")


def check(scene: Scene) -> Iterator[Problem]:
    for step_id, step in scene.journey.walk():
        for writing in writings(step):
            found = _strange(writing)
            if found is not None:
                facts: dict[str, Fact] = {"step": step_name(step), "shown": shorten(found)}
                wording = writing.use.role if writing.use.role in ("button", "row") else None
                repair = None if wording else "use_whatsapp_formatting"
                yield Problem(
                    "formatting_not_shown", "warning", step_id, None, writing.field, facts, repair, wording,
                )  # fmt: skip


def _strange(writing: Writing) -> str | None:
    if writing.use.role == "message":
        found = STRANGE.search(writing.source)
    elif writing.use.role in ("button", "row"):
        found = STRANGE.search(writing.source) or MARKED.search(writing.source)
    else:
        return None
    return found.group(0) if found else None
