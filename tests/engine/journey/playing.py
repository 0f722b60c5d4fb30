"""Playing short stories in tests."""

from __future__ import annotations

from typing import Any

from engine.journey.files import read_text
from engine.journey.rehearsal import Report, rehearse
from engine.journey.stories import read_story_text
from tests.engine.journey.samples import CART


def play(
    lines: str,
    *,
    contact: str = "{name: Amina, language: fr, consent: [marketing]}",
    journey: Any = None,
    more: str = "",
) -> Report:
    story = read_story_text(f"contact: {contact}\n{more}\nstory:\n{lines}", "story")
    return rehearse(story, journey or read_text(CART, "cart"))


def assert_kept(report: Report) -> None:
    assert report.ok, report.text()


def failing(report: Report) -> list[int]:
    return [check.number for check in report.checks if not check.ok]
