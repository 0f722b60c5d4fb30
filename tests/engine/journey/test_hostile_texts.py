"""Texts meant to hurt are refused or harmless: within 100 ms and 20 MB each."""

from __future__ import annotations

import time
import tracemalloc
from contextlib import suppress
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

    begun = time.process_time()
    if case.get("bad"):
        with pytest.raises(BadText):
            try_out(source)
    else:
        shown = try_out(source)
        assert (shown is None) == case.get("fails", False)
        assert shown == case.get("shows", shown)
        assert len(shown or "") == case.get("shows_length", len(shown or ""))
    spent = time.process_time() - begun

    assert spent < 0.5, "100 ms on a quiet machine; here only a bomb should fail"


def test_nothing_of_the_object_ever_shows() -> None:
    shown = [try_out(source_of(case)) for case in CORPUS if not case.get("bad")]

    assert not any("secret" in (text or "") for text in shown)


def memory_of(source: str) -> float:
    """Megabytes that stand at once while the text is checked, compiled and filled."""
    tracemalloc.start()
    try:
        with suppress(BadText):
            try_out(source)
        return tracemalloc.get_traced_memory()[1] / 1e6
    finally:
        tracemalloc.stop()


def test_no_hostile_text_takes_twenty_megabytes() -> None:
    memory = {source: memory_of(source) for source in map(source_of, CORPUS)}

    assert [source[:60] for source, megabytes in memory.items() if megabytes > 20] == []


def test_twenty_megabytes_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The measure above is believed because it sees these."""
    monkeypatch.setitem(globals(), "try_out", lambda _source: "x" * 25_000_000)

    assert memory_of("{{ contact.name }}") > 20


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
