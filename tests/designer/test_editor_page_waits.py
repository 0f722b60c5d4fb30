"""The form of a wait: a length, a date, a date of the record, a day of the week."""

from __future__ import annotations

import datetime as dt
from typing import Any

from designer.draft_model import Desk
from tests.designer.editing_samples import cart
from tests.designer.editor_house import create, definition, opened, select

PAUSE = "form:step:pause"


def with_pause(desk: Desk, **wait: Any) -> None:
    create(desk, cart() | {"steps": {**cart()["steps"], "pause": {"type": "wait", **wait}}})


def saved(desk: Desk) -> dict[str, Any]:
    step = definition(desk)["steps"]["pause"]
    return {name: value for name, value in step.items() if name not in ("type", "next")}


def test_a_length_becomes_a_day_of_the_week_and_a_length_again(desk: Desk) -> None:
    with_pause(desk, **{"for": "2d"})
    app = select(opened(), "step:pause")

    app.selectbox(key=f"{PAUSE}:kind").set_value("weekday").run()
    assert saved(desk) == {"until": {"weekday": ["mon"], "at": "10:00"}}

    app.multiselect(key=f"{PAUSE}:until.weekday").set_value(["fri", "tue"]).run()
    app.time_input(key=f"{PAUSE}:until.at").set_value(dt.time(9, 30)).run()
    assert saved(desk) == {"until": {"weekday": ["tue", "fri"], "at": "09:30"}}

    app.selectbox(key=f"{PAUSE}:kind").set_value("for").run()
    assert saved(desk) == {"for": "1d"}


def test_a_date_is_a_day_and_an_hour(desk: Desk) -> None:
    with_pause(desk, until={"date": "2026-12-24T18:00"})
    app = select(opened(), "step:pause")

    app.date_input(key=f"{PAUSE}:until.date.day").set_value(dt.date(2026, 12, 31)).run()
    app.time_input(key=f"{PAUSE}:until.date.hour").set_value(dt.time(20, 15)).run()

    assert saved(desk) == {"until": {"date": "2026-12-31T20:15"}}


def test_a_date_with_its_offset_stays_a_text(desk: Desk) -> None:
    with_pause(desk, until={"date": "2026-12-24T18:00+02:00"})

    app = select(opened(), "step:pause")

    assert app.text_input(key=f"{PAUSE}:until.date").value == "2026-12-24T18:00+02:00"


def test_the_day_before_an_appointment_at_ten(desk: Desk) -> None:
    with_pause(desk, until={"attribute": ""})
    app = select(opened(), "step:pause")

    app.selectbox(key=f"{PAUSE}:until.attribute").set_value("contact.city").run()
    app.selectbox(key=f"{PAUSE}:until.offset.side").set_value("before").run()
    app.toggle(key=f"{PAUSE}:until.at.on").set_value(True).run()
    assert saved(desk)["until"] == {"attribute": "contact.city", "offset": "-1d", "at": "10:00"}

    app.number_input(key=f"{PAUSE}:until.offset.amount").set_value(3).run()
    assert saved(desk)["until"]["offset"] == "-3d"
    app.selectbox(key=f"{PAUSE}:until.offset.side").set_value("on").run()
    assert saved(desk)["until"] == {"attribute": "contact.city", "at": "10:00"}


def test_a_wait_without_a_date_has_a_path_of_its_own(desk: Desk) -> None:
    with_pause(desk, until={"attribute": "contact.city"})
    app = select(opened(), "step:pause")

    app.selectbox(key=f"{PAUSE}:to.otherwise.nowhere").set_value("bye").run()

    assert saved(desk)["otherwise"] == "bye"
