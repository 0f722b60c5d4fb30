"""A message that asks for a card number, a bank account, a code or an identity number: WhatsApp forbids it in a chat
(whatsapp.md, section 5). A sentence that says never to give one is left alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.checker.context import Scene
from engine.checker.names import step_name
from engine.checker.problem import Problem
from engine.checker.texts import writings
from engine.checker.words import Fact, catalogue
from engine.journey.keywords import fold

SENTENCE = re.compile(r"(?<=[.!?;\n])\s+")


def check(scene: Scene) -> Iterator[Problem]:
    for step_id, step in scene.map.live.items():
        for writing in writings(step):
            secret = _asked(writing.source) if writing.use.role == "message" else None
            if secret is not None:
                facts: dict[str, Fact] = {"step": step_name(step), "secret": secret}
                yield Problem("asks_for_secret", "warning", step_id, None, writing.field, facts)


def _asked(source: str) -> str | None:
    """The secret that a sentence asks for."""
    words: dict[str, list[str]] = catalogue()["secrets"]
    for part in SENTENCE.split(source):
        said = f" {fold(part)} "
        asks = any(f" {fold(one)} " in said for one in words["asking"])
        if asks and not any(f" {fold(one)} " in said for one in words["never"]):
            found = next((one for one in words["things"] if f" {fold(one)} " in said), None)
            if found is not None:
                return found
    return None
