"""Hands and eyes for the tests of the canvas in a browser."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

Open = Callable[..., Any]


def report(page: Any) -> dict[str, Any]:
    return json.loads(page.locator("#report").text_content())


def log(page: Any) -> list[dict[str, Any]]:
    return report(page)["log"]


def wait_for(page: Any, reached: Callable[[dict[str, Any]], Any], what: str) -> dict[str, Any]:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        now = report(page)
        if reached(now):
            return now
        page.wait_for_timeout(60)
    raise AssertionError(f"{what}; Python knows {report(page)}")


def wait_for_ops(page: Any, count: int) -> list[dict[str, Any]]:
    return wait_for(page, lambda now: len(now["log"]) >= count, f"{count} edits should have arrived")["log"]


def wait_for_selection(page: Any, ids: list[str]) -> None:
    wait_for(page, lambda now: now["selection"] == ids, f"{ids} should be selected")


def middle(locator: Any) -> tuple[float, float]:
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page: Any, start: tuple[float, float], end: tuple[float, float]) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2, steps=4)
    page.mouse.move(*end, steps=4)
    page.mouse.up()


def select(page: Any, card: str) -> None:
    page.get_by_test_id(f"card-{card}").click()
    wait_for_selection(page, [card])
