"""Stories about what a free reply carries, and what leaves in its place."""

from __future__ import annotations

from typing import Any

from engine.journey.definition import Journey, read_definition
from tests.engine.journey.playing import assert_kept, failing, play


def advice(pause: str, **advise: Any) -> Journey:
    """A keyword, a pause, a free reply with a fallback."""
    steps: dict[str, Any] = {
        "pause": {"type": "wait", "for": pause, "next": "advise"},
        "advise": {
            "type": "send_session", "text": "Notre conseil", "next": "end",
            "if_window_closed": {"template": "rappel", "values": {"1": "{{ contact.name }}"}}, **advise,
        },
        "end": {"type": "exit"},
        "sorry": {"type": "exit"},
    }  # fmt: skip
    start = {"id": "go", "type": "keyword", "any_of": ["conseil"], "next": "pause"}
    return read_definition({"parcours": 1, "key": "advice", "triggers": [start], "steps": steps})


def test_a_fallback_template_leaves_after_the_window_and_the_free_reply_inside_it() -> None:
    assert_kept(play("""
  - {says: conseil}
  - {after: 30h, expect: [{template: rappel, fallback: true, values: {"1": Amina}}, {exit: end}]}
""", journey=advice("30h")))  # fmt: skip
    assert_kept(play("""
  - {says: conseil}
  - {after: 5h, expect: [{session: Notre conseil}, {exit: end}]}
""", journey=advice("5h")))  # fmt: skip


def test_a_fallback_keeps_the_rules_of_templates() -> None:
    lines = """
  - {says: conseil}
  - {after: 30h, expect: [{refused: no_consent}, {exit: sorry}]}
"""

    report = play(lines, contact="{name: Amina}", journey=advice("30h", not_sent="sorry"),
                  more="templates: {rappel: {category: marketing}}")  # fmt: skip

    assert_kept(report)


def test_a_fallback_that_cannot_be_filled_is_told_by_the_value_that_lacks() -> None:
    assert_kept(play("""
  - {says: conseil}
  - {after: 30h, expect: [{refused: "cannot_render:name"}, {exit: end}]}
""", contact="{language: fr}", journey=advice("30h")))  # fmt: skip


def test_a_report_says_that_the_fallback_left() -> None:
    report = play("""
  - {says: conseil}
  - {after: 30h, expect: [{session: Notre conseil}, {exit: end}]}
""", journey=advice("30h"))  # fmt: skip

    assert failing(report) == [2]
    assert "modèle de secours rappel, avec 1 = Amina" in report.text()
