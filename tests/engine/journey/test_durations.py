"""Durations are written as marketers write them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.journey.durations import format_duration, parse_duration


@pytest.mark.parametrize(
    ("written", "hours"),
    [("24h", 24), ("2d", 48), ("30m", 0.5), ("1d12h", 36), ("1w", 168), ("90s", 0.025), (" 1 D 12 H ", 36)],
)
def test_a_duration_is_read(written: str, hours: float) -> None:
    assert parse_duration(written) == dt.timedelta(hours=hours)


@pytest.mark.parametrize(
    "written", ["", "24", "h", "-1h", "1.5h", "1y", "tomorrow", "1h30", "9" * 5000 + "h", "1s" * 30, "²h"]
)
def test_what_is_no_duration_is_refused_with_examples(written: str) -> None:
    with pytest.raises(ValueError, match="is not a duration; write 30m, 24h, 2d or 1d12h"):
        parse_duration(written)


@pytest.mark.parametrize("written", ["731d", "999999w", "99999999999999h"])
def test_a_wait_lasts_at_most_two_years(written: str) -> None:
    with pytest.raises(ValueError, match="longer than two years"):
        parse_duration(written)


@given(st.integers(0, 730 * 86400))
def test_a_duration_survives_writing_and_reading(seconds: int) -> None:
    length = dt.timedelta(seconds=seconds)

    assert parse_duration(format_duration(length)) == length
