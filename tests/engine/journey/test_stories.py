"""Stories are read with every mistake told by its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.journey.files import BadFile, read_text
from engine.journey.rehearsal import rehearse
from engine.journey.stories import journey_beside, read_story, read_story_text
from tests.engine.journey.samples import CART


def test_a_story_file_names_its_journey_beside_it(tmp_path: Path) -> None:
    (tmp_path / "a.story.yaml").write_text("journey: cart.yaml\nstory: [{says: menu}]\n", "utf-8")

    story = read_story(tmp_path / "a.story.yaml")

    assert journey_beside(story, tmp_path / "a.story.yaml") == tmp_path / "cart.yaml"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("storys: []", "Line 1: story: this field is missing."),
        ("story: []", "Line 1: story: this list is empty; it has at least one line."),
        ("story:\n  - {says: a, taps: b}", "Line 2: story.0: says and taps stand in one line; give each its own."),
        ("story:\n  - {at: 2026-01-05T09:00Z, after: 1h}", "Line 2: story.0: at and after stand in one line; keep one."),
        ("story:\n  - {at: monday}", "Line 2: story.0.at: “monday” is not a moment; write 2026-01-05T09:00Z."),
        ("story:\n  - {at: 2026-01-05T09:00}", "Line 2: story.0.at: “2026-01-05T09:00” does not say its zone; write 2026-01-05T09:00Z or +01:00 at its end."),
        ("story:\n  - {after: 1h}\n  - {at: 2020-01-05T09:00Z}", "Line 1: Line 2 of the story is at 2020-01-05T09:00Z, before the line above it."),
        ("story:\n  - {after: soon}", "Line 2: story.0.after: “soon” is not a duration; write 30m, 24h, 2d or 1d12h."),
        ("story:\n  - {says: a, expect: [{sends: b}]}", "Line 2: story.0.expect.0: an expectation starts with one of template, session, exit, refused, confirmation, branch, contact, consent, starts, call."),
        ("story:\n  - {says: a, expect: [{template: b, vals: {}}]}", "Line 2: story.0.expect.0.vals: this field is not known here; check its spelling or remove it."),
        ("story:\n  - {says: a, nothing: true, expect: [{exit: a}]}", "Line 2: story.0: “nothing” and “expect” contradict each other; keep one."),
        ("story:\n  - {caption: a}", "Line 2: story.0: a caption belongs to a medium; write “sends: image” beside it."),
        ("story:\n  - {taps: Oui, ad: {source_id: '7'}}", "Line 2: story.0: an ad brings a message; write “says: …” beside it."),
        ("contact: {consent: [spam]}\nstory:\n  - {says: a}", "Line 1: contact.consent.0: “spam” is not known here; write marketing, service or all."),
        ("- a", "This is not a story. It holds journey, contact and story: a list of lines."),
    ],
)  # fmt: skip
def test_a_bad_story_is_told_with_its_line(text: str, problem: str) -> None:
    with pytest.raises(BadFile) as caught:
        read_story_text(text, "a.story.yaml")

    assert problem in caught.value.problems


def test_without_a_moment_a_story_begins_on_a_monday_at_nine() -> None:
    story = read_story_text("story: [{says: a}, {after: 1h}]", "s")

    assert [f"{moment:%a %Y-%m-%d %H:%M %Z}" for moment in story.moments()] == [
        "Mon 2026-01-05 09:00 UTC",
        "Mon 2026-01-05 10:00 UTC",
    ]


def test_a_number_that_looks_like_a_phone_number_stays_one() -> None:
    story = read_story_text("contact: {whatsapp: 33600000001}\nstory: [{says: a}]", "s")

    assert story.contact.whatsapp == "33600000001"


def test_the_stories_in_the_documentation_are_kept() -> None:
    """Each is about the journey above it on the page, the first one about the cart."""
    page = (Path(__file__).parents[3] / "docs" / "stories.md").read_text("utf-8")
    examples = [part.split("```")[0] for part in page.split("```yaml\n")[1:]]
    journey, kept = read_text(CART, "cart.yaml"), 0

    for example in examples:
        if example.startswith("parcours:"):
            journey = read_text(example, "docs/stories.md")
            continue
        report = rehearse(read_story_text(example, "docs/stories.md"), journey)
        assert report.ok, report.text()
        kept += 1

    assert kept == 3
