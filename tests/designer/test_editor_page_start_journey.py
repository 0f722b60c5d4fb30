"""The form of a step that starts another journey."""

from __future__ import annotations

from designer.draft_model import Desk
from tests.designer.editing_samples import bare, cart
from tests.designer.editor_house import create, definition, opened, select

GO = "form:step:go"


def test_another_journey_of_the_house_is_chosen_and_the_ways_are_saved(desk: Desk) -> None:
    create(desk, bare())
    create(desk, cart() | {"steps": {**cart()["steps"], "go": {"type": "start_journey"}}})
    app = select(opened(), "step:go")
    other = bare()["key"]

    app.selectbox(key=f"{GO}:journey").set_value(other).run()
    app.selectbox(key=f"{GO}:to.next.nowhere").set_value("bye").run()
    app.selectbox(key=f"{GO}:to.not_started.nowhere").set_value("thanks").run()

    assert definition(desk)["steps"]["go"] == {
        "type": "start_journey", "journey": other, "next": "bye", "not_started": "thanks",
    }  # fmt: skip
