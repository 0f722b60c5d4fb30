"""What may leave: consent, opt-out and window, as the page “What happens when” says."""

from __future__ import annotations

import datetime as dt

import pytest

from engine.journey.permission import (
    ALLOWED,
    NO_CONSENT,
    OPTED_OUT,
    WINDOW_CLOSED,
    Kind,
    Permission,
    Purpose,
    is_answer,
    is_window_open,
    permitted,
    silenced_until,
    stricter,
)
from tests.engine.journey.samples import NINE, at


def ask(
    kind: Kind, purpose: Purpose = "marketing", *, consents: tuple[str, ...] = (), opted_out: bool = False,
    wrote: dt.timedelta | None = None, answers: bool = False,
) -> Permission:  # fmt: skip
    """`wrote`: how long ago the customer last wrote."""
    last = None if wrote is None else NINE - wrote
    return permitted(
        kind, purpose, consents=consents, opted_out=opted_out, last_inbound_at=last, now=NINE, answers_customer=answers
    )


HOUR = dt.timedelta(hours=1)


def test_a_marketing_template_needs_marketing_consent() -> None:
    assert ask("template") == NO_CONSENT
    assert ask("template", consents=("service",)) == NO_CONSENT
    assert ask("template", consents=("marketing",)) == ALLOWED
    assert ask("template", consents=("all",)) == ALLOWED


def test_a_service_template_needs_none_and_no_window() -> None:
    assert ask("template", "service") == ALLOWED


def test_a_session_message_needs_an_open_window_and_no_marketing_consent() -> None:
    assert ask("session", wrote=HOUR) == ALLOWED
    assert ask("session", wrote=24 * HOUR - dt.timedelta(microseconds=1)) == ALLOWED
    assert ask("session", wrote=24 * HOUR) == WINDOW_CLOSED
    assert ask("session", consents=("all",)) == WINDOW_CLOSED


def test_after_an_opt_out_nothing_leaves_by_itself() -> None:
    assert ask("template", consents=("all",), opted_out=True, wrote=HOUR) == OPTED_OUT
    assert ask("template", "service", opted_out=True) == OPTED_OUT
    assert ask("session", opted_out=True, wrote=HOUR) == OPTED_OUT


def test_what_the_customer_asks_for_next_is_answered_but_never_with_marketing() -> None:
    assert ask("session", opted_out=True, wrote=HOUR / 60, answers=True) == ALLOWED
    assert ask("template", "service", opted_out=True, answers=True) == ALLOWED
    assert ask("template", "marketing", consents=("all",), opted_out=True, answers=True) == OPTED_OUT
    assert ask("session", opted_out=True, wrote=25 * HOUR, answers=True) == WINDOW_CLOSED


@pytest.mark.parametrize(
    ("permission", "fault"), [(OPTED_OUT, "person"), (NO_CONSENT, "person"), (WINDOW_CLOSED, "moment")]
)
def test_a_refusal_says_whether_the_person_or_the_moment_is_the_reason(permission: Permission, fault: str) -> None:
    assert (permission.allowed, permission.fault) == (False, fault)


@pytest.mark.parametrize(
    ("journey", "category", "needed"),
    [("marketing", None, "marketing"), ("marketing", "UTILITY", "marketing"), ("service", "MARKETING", "marketing"),
     ("service", "marketing", "marketing"), ("service", "UTILITY", "service"), ("service", "AUTHENTICATION", "service"), ("service", None, "service")],
)  # fmt: skip
def test_the_stricter_of_purpose_and_category_counts(journey: Purpose, category: str | None, needed: str) -> None:
    assert stricter(journey, category) == needed


def test_an_answer_comes_within_fifteen_minutes() -> None:
    assert is_answer(NINE, at(minutes=15))
    assert not is_answer(NINE, at(minutes=15, seconds=1))
    assert not is_answer(None, NINE)


def test_a_window_opened_by_a_clock_ahead_of_ours_is_open() -> None:
    assert is_window_open(at(minutes=1), NINE)


def test_more_than_ten_replies_in_ten_minutes_bring_silence_for_an_hour() -> None:
    ten = [at(minutes=minute) for minute in range(10)]

    assert silenced_until(ten[:9]) is None
    assert silenced_until(ten) == at(minutes=69)


def test_ten_replies_over_a_longer_time_do_not() -> None:
    assert silenced_until([at(minutes=1.2 * number) for number in range(30)]) is None
    assert silenced_until([]) is None
