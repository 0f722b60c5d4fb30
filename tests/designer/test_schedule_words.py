"""Starts on a schedule, as cards and sentences say them."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter

from designer.start_words import start_words, trigger_line
from engine.journey.segments import Segment
from engine.journey.triggers import Trigger

TRIGGERS: TypeAdapter[Any] = TypeAdapter(Trigger)


@pytest.mark.parametrize(
    ("trigger", "line", "start"),
    [
        ({"type": "audience", "segment": "lyon"}, "lyon · tout de suite", "un envoi au segment «\u00a0lyon\u00a0»"),
        (
            {"type": "audience", "segment": "lyon", "when": {"at": "2026-12-24T18:00"}},
            "lyon · le 24/12/2026 18:00",
            None,
        ),
        (
            {"type": "audience", "segment": "lyon", "when": {"every": "week", "weekday": "tue"}},
            "lyon · chaque mardi, 10:00",
            None,
        ),
        ({"type": "audience", "when": {"every": "month", "day": 31}}, "à remplir · le 31 de chaque mois, 10:00", None),
        (
            {"type": "date", "attribute": "contact.birthday"},
            "birthday · le jour même, 09:00",
            "une date du client : birthday",
        ),
        ({"type": "date", "attribute": "contact.birthday", "offset": "-2d"}, "birthday · 2 j avant, 09:00", None),
        ({"type": "opt_in"}, "marketing", "un accord marketing"),
        ({"type": "link", "code": "noel26", "ads": ["7"]}, "«\u00a0noel26\u00a0» + publicité 7", None),
    ],
)
def test_a_start_in_words(trigger: dict[str, Any], line: str, start: str | None) -> None:
    read = TRIGGERS.validate_python({"id": "go", **trigger})

    assert trigger_line(read, "fr", {}) == line
    assert start is None or start_words(read, "fr", {}) == start


def test_a_sending_is_told_by_the_name_of_its_segment() -> None:
    read = TRIGGERS.validate_python({"id": "go", "type": "audience", "segment": "segment"})
    segments = {"segment": Segment(name="Clients de Lyon")}

    assert trigger_line(read, "fr", segments) == "Clients de Lyon · tout de suite"
    assert start_words(read, "fr", segments) == "un envoi au segment «\u00a0Clients de Lyon\u00a0»"
