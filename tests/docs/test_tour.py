"""What the documents point at is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.pages import DOCS, LINK, name_of, names_in, pages, paragraphs, relative_links, words_of

MENTION = re.compile(LINK.pattern + r"|`(\w+)\(\)`")
EXPLAINING = [DOCS / "tour.md", DOCS / "operating.md", *sorted((DOCS / "decisions").glob("*.md"))]


def mentions(page: Path) -> list[tuple[Path | None, str]]:
    """(file linked last before it in its paragraph, name) for each `name()` of a page."""
    found: list[tuple[Path | None, str]] = []
    for paragraph in paragraphs(page):
        beside: Path | None = None
        for mention in MENTION.finditer(paragraph):
            target, name = mention.groups()
            if name:
                found.append((beside or _next_link(page, paragraph, mention.end()), name))
            elif "://" not in target and not target.endswith(".md"):
                beside = page.parent / target.split("#")[0]
    return found


def _next_link(page: Path, paragraph: str, place: int) -> Path | None:
    following = [target for target in relative_links(paragraph[place:]) if not target.endswith(".md")]
    return page.parent / following[0] if following else None


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_every_relative_link_leads_to_something(page: Path) -> None:
    broken = [target for target in relative_links(words_of(page)) if not (page.parent / target).exists()]

    assert broken == []


@pytest.mark.parametrize("page", EXPLAINING, ids=name_of)
def test_every_function_mentioned_beside_a_file_is_in_it(page: Path) -> None:
    missing = [
        f"{name}() in {beside.name if beside else 'no file'}" for beside, name in mentions(page)
        if beside is None or name not in names_in(beside)
    ]  # fmt: skip

    assert missing == []


def test_the_tour_names_a_file_and_a_function_at_each_stop() -> None:
    stops = words_of(DOCS / "tour.md").split("\n## ")[1:-1]

    bare = [stop.splitlines()[0] for stop in stops if not relative_links(stop) or not re.search(r"`\w+\(\)`", stop)]

    assert len(stops) >= 10
    assert bare == []


def test_decisions_are_numbered_without_gap_and_titled_by_their_number() -> None:
    decisions = sorted((DOCS / "decisions").glob("*.md"))

    numbers = [page.name[:4] for page in decisions]

    assert numbers == [f"{number:04}" for number in range(1, len(decisions) + 1)]
    for page in decisions:
        text = page.read_text("utf-8")
        assert text.startswith(f"# {page.name[:4]}. ")
        for part in ("Context", "Decision", "What it beats", "Consequences"):
            assert f"**{part}.**" in text, f"{page.name} lacks {part}"
