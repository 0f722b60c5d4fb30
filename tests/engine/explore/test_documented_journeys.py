"""Generated customers break no journey that the documentation shows."""

from __future__ import annotations

import re

import pytest

from engine.explore.exploring import explore
from engine.journey.files import read_text
from tests.docs.pages import ROOT

BLOCK = re.compile(r"```yaml\n(parcours: 1\n.*?)```", re.DOTALL)
SHOWN = {
    f"{page.stem} {number}": written
    for page in sorted((ROOT / "docs").rglob("*.md"))
    for number, written in enumerate(BLOCK.findall(page.read_text("utf-8")), start=1)
}


@pytest.mark.parametrize("name", SHOWN)
def test_nobody_breaks_a_journey_of_the_documentation(name: str) -> None:
    explored = explore(read_text(SHOWN[name], name), customers=60)

    assert [played.broken for played in explored.found] == []
    assert not explored.nobody_entered


def test_the_documentation_shows_a_journey_of_each_start() -> None:
    assert len(SHOWN) > 20
