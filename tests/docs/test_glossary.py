"""Every name of the schema and every type of step and trigger has its line in the glossary."""

from __future__ import annotations

import re

import pytest

from engine.journey.steps import STEP_TYPES
from engine.journey.triggers import TRIGGER_TYPES
from storage import tables
from tests.docs.pages import DOCS


def in_code() -> set[str]:
    """What stands between backticks in the table rows."""
    rows = [line for line in (DOCS / "glossary.md").read_text("utf-8").splitlines() if line.startswith("|")]
    return {name for row in rows for name in re.findall(r"`([^`]+)`", row)}


@pytest.mark.parametrize("name", [*tables.__all__, *STEP_TYPES, *TRIGGER_TYPES])
def test_the_glossary_explains_each_name_of_the_code(name: str) -> None:
    assert name in in_code()


def test_each_row_has_as_many_cells_as_its_heading() -> None:
    width = 0
    for line in (DOCS / "glossary.md").read_text("utf-8").splitlines():
        cells = line.count("|") if line.startswith("|") else 0
        width = width or cells
        assert cells in (0, width), line
        width = cells
