"""The guides do what they say: their blocks are put into a copy of the project, and their commands run there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.guide import blocks, commands, copy_of_the_project, put_in, run
from tests.docs.pages import DOCS

GUIDES = [DOCS / "adding-a-step.md", DOCS / "adding-a-rule.md"]


@pytest.mark.parametrize("page", GUIDES, ids=lambda page: page.stem)
def test_a_guide_can_be_followed_to_its_end(page: Path, tmp_path: Path) -> None:
    project = copy_of_the_project(tmp_path)

    for block in blocks(page):
        put_in(block, project)
    done = [(command, run(command, project)) for command in commands(page)]

    for command, result in done:
        assert result.returncode == 0, f"{command}\n{result.stdout[-3000:]}\n{result.stderr[-2000:]}"
    assert all("passed" in result.stdout for command, result in done if "pytest" in command)


@pytest.mark.parametrize("page", GUIDES, ids=lambda page: page.stem)
def test_a_guide_lists_every_file_that_it_touches(page: Path) -> None:
    text = page.read_text("utf-8")

    touched = list(dict.fromkeys(block.path for block in blocks(page)))

    listed = [
        line.split("`")[1]
        for line in text.splitlines()
        if line.startswith(("| 1", "| 2", "| 3", "| 4", "| 5", "| 6", "| 7"))
    ]
    assert listed == touched
