"""The form of a wait for an event."""

from __future__ import annotations

from typing import Any

from designer.draft_model import Desk
from tests.designer.editing_samples import cart
from tests.designer.editor_house import create, definition, opened, select

PAID = "form:step:paid"


def with_wait(desk: Desk, **step: Any) -> None:
    create(desk, cart() | {"steps": {**cart()["steps"], "paid": {"type": "wait_for_event", "for": "3d", **step}}})


def test_an_event_its_limit_and_its_condition_are_saved(desk: Desk) -> None:
    with_wait(desk)
    app = select(opened(), "step:paid")

    app.text_input(key=f"{PAID}:event").set_value("order.paid").run()
    app.number_input(key=f"{PAID}:for.amount").set_value(2).run()
    app.button(key=f"{PAID}:where.add").click().run()
    app.selectbox(key=f"{PAID}:where.0.attribute").set_value("event.total").run()
    app.selectbox(key=f"{PAID}:where.0.operator").set_value("at_least").run()
    app.text_input(key=f"{PAID}:where.0.value").set_value("50").run()

    where = {"all": [{"attribute": "event.total", "operator": "at_least", "value": 50}]}
    assert definition(desk)["steps"]["paid"] == {
        "type": "wait_for_event", "event": "order.paid", "for": "2d", "where": where
    }  # fmt: skip


def test_a_wait_whose_last_condition_is_removed_takes_every_such_event(desk: Desk) -> None:
    with_wait(desk, event="order.paid", where={"all": [{"attribute": "event.total", "operator": "is_set"}]})
    app = select(opened(), "step:paid")

    app.button(key=f"{PAID}:where.0.remove").click().run()

    assert "where" not in definition(desk)["steps"]["paid"]
