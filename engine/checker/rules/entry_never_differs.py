"""One passage for each of something that no event tells: everybody has the same, so a second order would be swallowed."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checker.context import Scene
from engine.checker.problem import Problem
from engine.checker.words import Fact


def check(scene: Scene) -> Iterator[Problem]:
    per = scene.journey.entry.per
    root, _, name = (per or "").partition(".")
    if per is not None and not (root == "event" and name.strip()):
        facts: dict[str, Fact] = {"name": per or "…"}
        yield Problem("entry_never_differs", "error", None, None, ("entry", "per"), facts)
