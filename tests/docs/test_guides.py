"""The guides do what they say: their blocks are put into a copy of the project, and their commands run there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.guide import blocks, commands, copy_of_the_project, put_in, run
from tests.docs.pages import DOCS

GUIDES = [DOCS / "adding-a-step.md", DOCS / "adding-a-rule.md", DOCS / "adding-a-provider.md"]


@pytest.mark.timeout(600)
def test_the_guides_can_be_followed_to_their_end(tmp_path: Path) -> None:
    """One after the other in one copy: they touch the same lists, and a page is made once for both."""
    project = copy_of_the_project(tmp_path)

    for page in GUIDES:
        for block in blocks(page):
            put_in(block, project)
    told = {tuple(command): None for page in GUIDES for command in commands(page)}
    for command in sorted(told, key=lambda command: "pytest" in command):
        result = run(list(command), project)
        assert result.returncode == 0, f"{command}\n{result.stdout[-3000:]}\n{result.stderr[-2000:]}"
        assert "pytest" not in command or "passed" in result.stdout


@pytest.mark.parametrize("page", GUIDES, ids=lambda page: page.stem)
def test_a_guide_lists_every_file_that_it_touches(page: Path) -> None:
    text = page.read_text("utf-8")

    touched = list(dict.fromkeys(block.path for block in blocks(page)))

    listed = [
        line.split("`")[1]
        for line in text.splitlines()
        if line.startswith(tuple(f"| {place} |" for place in range(1, 20)))
    ]
    assert listed == touched
