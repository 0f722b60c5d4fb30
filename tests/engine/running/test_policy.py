"""May this message leave now: each reason alone."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from engine.runner.policy import Allowed, Later, Refused, Standing, decide

NOW = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def message(kind: str = "template", purpose: str = "service", answers_at: dt.datetime | None = None) -> dict[str, Any]:
    return {"kind": kind, "purpose": purpose, "answers_at": answers_at, "body": {}}


def statement(purpose: str, given: bool, source: str = "form") -> dict[str, Any]:
    return {"purpose": purpose, "given": given, "source": source, "stated_at": NOW - HOUR / 5}


def standing(
    *, wrote: dt.datetime | None = None, category: str = "UTILITY", status: str = "APPROVED", consents: Any = ()
) -> Standing:
    template: Any = {"category": category, "status": status}
    return Standing(consents, wrote, template)


def test_a_template_that_whatsapp_made_marketing_needs_marketing_consent() -> None:
    """“The stricter of the journey's purpose and the template's current category.”"""
    assert decide(message(), standing(category="MARKETING"), NOW) == Refused("no_consent", "person")
    agreed = standing(category="MARKETING", consents=[statement("marketing", True)])
    assert isinstance(decide(message(), agreed, NOW), Allowed)


def test_an_opt_out_confirmation_needs_an_open_window_and_nothing_else() -> None:
    out = [statement("all", False)]

    assert isinstance(decide(message("confirmation"), standing(wrote=NOW - HOUR, consents=out), NOW), Allowed)
    closed = decide(message("confirmation"), standing(wrote=NOW - 25 * HOUR, consents=out), NOW)
    assert closed == Refused("window_closed", "moment")


def test_after_an_opt_out_only_answers_leave() -> None:
    out = standing(wrote=NOW - HOUR / 6, consents=[statement("all", False)])

    assert decide(message("session"), out, NOW) == Refused("opted_out", "person")
    assert isinstance(decide(message("session", answers_at=NOW - HOUR / 6), out, NOW), Allowed)


def test_what_was_asked_before_the_opt_out_is_no_longer_answered() -> None:
    """It was on the wire when STOP came, and the provider gave it back."""
    out = standing(wrote=NOW - HOUR / 6, consents=[statement("all", False)])

    asked_before = message("session", answers_at=NOW - HOUR / 5 - dt.timedelta(seconds=1))

    assert decide(asked_before, out, NOW) == Refused("opted_out", "person")


def test_coming_back_by_a_word_gives_no_consent_that_was_never_given() -> None:
    back = [statement("all", True, "keyword"), statement("all", False, "keyword")]

    assert decide(message(purpose="marketing"), standing(consents=back), NOW) == Refused("no_consent", "person")
    had = [*back, statement("marketing", True)]
    assert isinstance(decide(message(purpose="marketing"), standing(consents=had), NOW), Allowed)


@pytest.mark.parametrize(
    ("status", "reason"),
    [("PAUSED", "template_paused"), ("PENDING", "template_in_review"), ("REJECTED", "template_not_approved")],
)
def test_a_template_that_is_not_approved_is_held_with_its_reason(status: str, reason: str) -> None:
    held = decide(message(), standing(status=status), NOW)

    assert isinstance(held, Later)
    assert held.reason == reason


def test_a_template_nobody_knows_is_held() -> None:
    held = decide(message(), Standing((), None, None), NOW)

    assert isinstance(held, Later)
    assert held.reason == "template_missing"


def test_a_free_reply_needs_an_open_window() -> None:
    assert decide(message("session"), standing(wrote=NOW - 24 * HOUR), NOW) == Refused("window_closed", "moment")
    assert isinstance(decide(message("session"), standing(wrote=NOW - 23 * HOUR), NOW), Allowed)
