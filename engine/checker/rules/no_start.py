"""A journey that nothing starts."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checker.context import Scene
from engine.checker.problem import Problem


def check(scene: Scene) -> Iterator[Problem]:
    if not scene.journey.triggers:
        yield Problem("no_start", "error")
