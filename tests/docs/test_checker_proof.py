"""What the page of the proof counts is what is there: seeded faults, steps and starts that are generated."""

from __future__ import annotations

import re

from engine.journey.steps import STEP_TYPES
from engine.journey.triggers import TRIGGER_TYPES
from tests.docs.pages import DOCS
from tests.engine.generated.mutants import OF_ADVANCE, OF_PROOF

TEXT = (DOCS / "checker-proof.md").read_text("utf-8")
FIGURES = {row[0]: row[1] for row in re.findall(r"^\| ([^|]+) \| ([\d,]+) \| [^|]+ \|$", TEXT, re.MULTILINE)}
WORDS = {6: "six", 7: "seven", 8: "eight", 13: "thirteen", 14: "fourteen", 15: "fifteen", 16: "sixteen"}


def test_the_page_counts_the_faults_that_are_seeded() -> None:
    assert FIGURES["Seeded faults of `advance`"] == str(len(OF_ADVANCE))
    assert FIGURES["Seeded faults of the proof"] == str(len(OF_PROOF))
    rare = [mutant for mutant in (*OF_ADVANCE, *OF_PROOF) if mutant.rare]
    assert f"all but the {len(rare)} that are rarely seen" in TEXT


def test_the_page_counts_the_kinds_of_starts_and_steps() -> None:
    assert f"{WORDS[len(TRIGGER_TYPES)]} kinds of starts, {WORDS[len(STEP_TYPES)]} types of steps" in TEXT


def test_the_page_names_files_that_are_there() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", TEXT):
        assert (DOCS / target).is_file(), target
