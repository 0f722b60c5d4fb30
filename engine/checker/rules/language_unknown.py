"""A language that nobody's record can hold: its texts would never be read. WhatsApp's list of template languages is the
list of languages (whatsapp.md, section 2.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.checker.context import Scene
from engine.checker.names import step_name
from engine.checker.problem import Problem
from engine.checker.words import Fact, catalogue
from engine.journey.model import languages_of

COUNTRY = re.compile(r"(?:[_-][A-Za-z]{2,4})?")


def check(scene: Scene) -> Iterator[Problem]:
    if not _is_known(scene.journey.language):
        facts: dict[str, Fact] = {"language": scene.journey.language or "…"}
        yield Problem("language_unknown", "error", None, None, ("language",), facts, wording="journey")
    for code in sorted(code for code in scene.journey.names if not _is_known(code)):
        facts = {"language": code or "…"}
        yield Problem(
            "language_unknown", "error", None, None, ("name",), facts, wording="name", proof={"language": code}
        )
    for step_id, step in scene.journey.walk():
        written = {code for use in step.texts() for code in languages_of(use.text)}
        for code in sorted(code for code in written if not _is_known(code)):
            facts = {"step": step_name(step), "language": code or "…"}
            yield Problem("language_unknown", "error", step_id, None, None, facts, proof={"language": code})


def _is_known(code: str) -> bool:
    base = re.split(r"[_-]", code)[0]
    return base in catalogue()["known_languages"] and COUNTRY.fullmatch(code.removeprefix(base)) is not None
