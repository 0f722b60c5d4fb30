"""A template name that WhatsApp gives to nothing: it has small letters, digits and _ only (whatsapp.md, section 2.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.checker.context import Scene
from engine.checker.names import shorten, step_name
from engine.checker.problem import Problem
from engine.checker.templates import template_use
from engine.checker.words import Fact

NAME = re.compile(r"[a-z0-9_]{1,512}")


def check(scene: Scene) -> Iterator[Problem]:
    names = {name for name, _ in scene.surroundings.templates or {}}
    for step_id, step in scene.journey.walk():
        use = template_use(step)
        if use is None or not use.sent.template or use.sent.template in names:
            continue
        if not NAME.fullmatch(use.sent.template):
            facts: dict[str, Fact] = {"step": step_name(step), "template": shorten(use.sent.template)}
            yield Problem("template_name_impossible", "error", step_id, None, use.at("template"), facts)
