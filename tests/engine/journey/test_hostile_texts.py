"""Texts meant to hurt are refused or harmless: within 100 ms of CPU each, and 20 MB for all of them together."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.journey.rendering import BadText, CannotRender, compile_text, placeholders_in, render_text
from engine.journey.yaml_reading import read_yaml

CORPUS: list[dict[str, Any]] = read_yaml((Path(__file__).parent / "hostile_texts.yaml").read_text("utf-8")).value


class Secret:
    """Something that must never stand among the facts, but might by mistake."""

    api_key = "secret-key"

    def __str__(self) -> str:
        return "an object"


FACTS: dict[str, Any] = {
    "contact": {
        "name": "Amina", "number": 3, "list": ["a", "b"], "wide": ["x"] * 500_000, "long": "y" * 500_000, "nothing": None,
        "object": Secret(),
    },
    "event": {},
    "answers": {},
}  # fmt: skip


def source_of(case: dict[str, Any]) -> str:
    if "times" in case:
        piece, count = case["times"]
        return case["text"].replace("{n}", piece * count).replace("{m}", ")" * count)
    return case["text"] * case.get("repeat", 1)


def try_out(source: str) -> str | None:
    """What the text shows; None when it fails for this contact. Raises BadText."""
    template = compile_text(source)
    try:
        return render_text(template, FACTS)
    except CannotRender:
        return None


def test_the_corpus_is_large() -> None:
    assert len(CORPUS) >= 100


@pytest.mark.parametrize("case", CORPUS, ids=lambda case: source_of(case)[:60])
def test_a_hostile_text_is_refused_or_harmless(case: dict[str, Any]) -> None:
    source = source_of(case)

    # CPU, and the best of three: whatever else the machine does, and a collection of garbage, are not the text's doing.
    tries = [timed(source) for _ in range(3)]

    shown, spent = tries[0][0], min(seconds for _, seconds in tries)
    if case.get("bad"):
        assert shown is BadText
    else:
        assert (shown is None) == case.get("fails", False)
        assert shown == case.get("shows", shown)
        assert len(shown or "") == case.get("shows_length", len(shown or ""))
    assert spent < 0.1


def timed(source: str) -> tuple[str | type[BadText] | None, float]:
    """What becomes of it, and the seconds of CPU that this takes; nothing of an earlier try is kept."""
    compile_text.cache_clear()
    begun = time.process_time()
    try:
        shown = try_out(source)
    except BadText:
        shown = BadText
    return shown, time.process_time() - begun


def test_nothing_of_the_object_ever_shows() -> None:
    shown = [try_out(source_of(case)) for case in CORPUS if not case.get("bad")]

    assert not any("secret" in (text or "") for text in shown)


def test_the_whole_corpus_stays_within_twenty_megabytes() -> None:
    command = [sys.executable, "-m", "tests.engine.journey.test_hostile_texts"]
    done = subprocess.run(
        command, cwd=Path(__file__).parents[3], capture_output=True, text=True, timeout=60, check=True
    )

    assert int(done.stdout) < 20_000


PIECES = st.sampled_from(
    ["{{", "}}", "{%", "%}", "{#", "#}", " ", "contact", ".name", ".list", "[0]", "['a']", "|", "upper", "default('x')", "length",
     "truncate(3)", "if ", "else", "endif", "for a in ", "endfor", "a", "(", ")", "not ", "==", "<", "is none", "1", "'s'", "event",
     "\n", "é", "\\", "__class__", "set ", "~", "+", "*", "loop", "in "]
)  # fmt: skip


@settings(max_examples=400, deadline=1000)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_whatever_is_written_gives_a_text_a_refusal_or_one_failed_contact(source: str) -> None:
    try:
        shown = try_out(source)
    except BadText as bad:
        assert str(bad)
    else:
        assert shown is None or isinstance(shown, str)
        placeholders_in(source)


def peak_of_the_corpus() -> int:
    """Kilobytes that checking, compiling and filling the corpus add to the process."""
    compile_text("{{ contact.name|upper }}")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for case in CORPUS:
        try:
            try_out(source_of(case))
        except BadText:
            continue
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before


if __name__ == "__main__":
    print(peak_of_the_corpus())
