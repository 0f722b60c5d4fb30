"""A question to a host that the operator has not listed: it is never asked, and every customer takes the path of failure. A
fact of the house, not a fault of the journey."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checker.context import Scene
from engine.checker.names import step_name
from engine.checker.problem import Problem
from engine.checker.words import Fact
from engine.journey.steps.call_http import CallHttp, host_of, is_listed


def check(scene: Scene) -> Iterator[Problem]:
    hosts = scene.surroundings.http_hosts
    for step_id, step in scene.journey.walk() if hosts is not None else ():
        if not isinstance(step, CallHttp):
            continue
        address = _fixed(step.url or "")
        if host_of(address) and not is_listed(address, hosts or ()):
            facts: dict[str, Fact] = {"step": step_name(step), "host": host_of(address)}
            yield Problem("http_host_not_listed", "warning", step_id, None, ("url",), facts)


def _fixed(url: str) -> str:
    """The address up to its first placeholder; empty where that stands in the host itself."""
    fixed, brace, _ = url.strip().partition("{")
    return "" if brace and "/" not in fixed.removeprefix("https://") else fixed
