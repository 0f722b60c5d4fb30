"""The quiet hours of the house on the page Réglages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine

from designer import routes, services
from designer.quiet_services import count_held
from engine.journey.quiet_hours import QuietHours
from storage import house, journeys
from storage.audit import entries_about
from storage.database import reading, writing
from storage.leaving_moments import Moment, leaving_moments
from tests.designer.pages import click, configured, draw, furnish, open_page, words_of
from tests.storage.house import CLAIRE, NOON, enter, meet, minutes, send

NIGHT = QuietHours.model_validate({"from": "21:00", "to": "08:00"})


@pytest.fixture(autouse=True)
def designer(sqlite_database: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    with configured(sqlite_database, monkeypatch):
        furnish(sqlite_database)
        yield sqlite_database


def kept(designer: Engine) -> dict[str, Any] | None:
    with reading(designer) as connection:
        return house.get_setting(connection, name="quiet_hours")


def sent(designer: Engine, step: str, status: str, **more: Any) -> None:
    """A template to Amina."""
    with writing(designer) as connection:
        send(connection, "amina-in-cart-v1", step, status, kind="template", **more)


def amina_is_inside(designer: Engine) -> None:
    draw(designer)
    with writing(designer) as connection:
        version = journeys.version(connection, version_id="cart-v1")
        assert version is not None
        meet(connection, "Amina")
        enter(connection, version, "Amina", step="remind")


def test_the_sentence_is_changed_and_kept_with_who_changed_it(designer: Engine) -> None:
    app = open_page(routes.SETTINGS)
    app.toggle(key="house_quiet:on").set_value(True).run()
    app.time_input(key="house_quiet:from").set_value(dt.time(22, 30)).run()
    app.button_group(key="house_quiet:days").set_value(["fri", "sat"]).run()

    app = click(app, "house_quiet:save")

    assert kept(designer) == {"from": "22:30", "to": "08:00", "days": ["fri", "sat"]}
    assert app.time_input(key="house_quiet:from").value == dt.time(22, 30)
    with reading(designer) as connection:
        assert [entry.person_id for entry in entries_about(connection, subject="setting:quiet_hours")] == [CLAIRE]


def test_the_house_may_write_at_any_hour_again(designer: Engine) -> None:
    with writing(designer) as connection:
        house.set_setting(connection, name="quiet_hours", value={"from": "21:00", "to": "08:00"}, by=CLAIRE, at=NOON)
    app = open_page(routes.SETTINGS)
    assert app.toggle(key="house_quiet:on").value

    app.toggle(key="house_quiet:on").set_value(False).run()
    click(app, "house_quiet:off")

    assert kept(designer) == {}


def test_hours_that_begin_and_end_together_are_not_kept(designer: Engine) -> None:
    app = open_page(routes.SETTINGS)
    app.toggle(key="house_quiet:on").set_value(True).run()

    app.time_input(key="house_quiet:to").set_value(dt.time(21)).run()

    assert "Choisissez deux heures différentes et au moins un jour." in words_of(app)
    assert not [button for button in app.button if button.key == "house_quiet:save"]


def test_the_page_says_how_many_messages_of_the_last_days_would_have_waited(
    designer: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    amina_is_inside(designer)
    monkeypatch.setattr(services, "system_clock", lambda: NOON + dt.timedelta(days=6))
    late, early = NOON + dt.timedelta(hours=10), NOON + dt.timedelta(hours=7)
    sent(designer, "night", "delivered", sending_at=late)
    sent(designer, "held", "queued", minute=600, hold_reason="house_quiet_hours")
    sent(designer, "evening", "delivered", sending_at=early)
    sent(designer, "no", "refused", minute=600)
    app = open_page(routes.SETTINGS)

    app.toggle(key="house_quiet:on").set_value(True).run()

    assert "2 messages auraient été décalés ces 7 derniers jours." in words_of(app)
    app.time_input(key="house_quiet:from").set_value(dt.time(19)).run()
    assert "3 messages auraient été décalés ces 7 derniers jours." in words_of(app)


def test_answers_would_not_have_waited_and_each_customer_has_a_clock_of_their_own() -> None:
    at = dt.datetime(2026, 11, 22, 20, 30, tzinfo=dt.UTC)
    just, before = at - dt.timedelta(minutes=5), at - dt.timedelta(minutes=20)

    assert count_held(NIGHT, [Moment("session", at, just, "Europe/Paris")]) == 0
    assert count_held(NIGHT, [Moment("session", at, before, "Europe/Paris")]) == 1
    assert count_held(NIGHT, [Moment("template", at, just, "Europe/Paris")]) == 1
    assert (
        count_held(NIGHT, [Moment("template", at, None, "America/New_York"), Moment("template", at, None, None)]) == 0
    )


def test_a_message_that_was_held_counts_when_it_was_made(designer: Engine) -> None:
    amina_is_inside(designer)
    body = {"zone": "Europe/Paris"}
    sent(designer, "held", "read", minute=5, sending_at=minutes(700), hold_reason="quiet_hours", body=body)
    sent(designer, "left", "read", minute=6, sending_at=minutes(8), body=body)

    with reading(designer) as connection:
        found = leaving_moments(connection, since=NOON, most=10)

    assert [(one.at, one.zone) for one in found] == [(minutes(8), "Europe/Paris"), (minutes(5), "Europe/Paris")]


def test_a_live_journey_whose_reply_would_come_too_late_is_named(designer: Engine) -> None:
    steps = {
        "later": {"type": "wait", "for": "20h", "next": "advice"},
        "advice": {"type": "send_session", "title": "Conseil", "text": "Pensez-y", "next": "bye"},
        "bye": {"type": "exit"},
    }
    start = {"id": "go", "type": "keyword", "any_of": ["conseil"], "next": "later"}
    draw(designer, key="care", name="Conseils", triggers=[start], steps=steps, goal=None, exit_on=[], layout={})
    app = open_page(routes.SETTINGS)
    app.toggle(key="house_quiet:on").set_value(True).run()
    assert "Conseils" in words_of(app)

    app.time_input(key="house_quiet:to").set_value(dt.time(0)).run()

    assert "Conseils" not in words_of(app)
