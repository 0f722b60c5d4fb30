"""The form of a choice by what became of a message."""

from __future__ import annotations

from typing import Any

from designer.draft_model import Desk
from designer.editing import Edited, apply
from tests.designer.editing_samples import cart
from tests.designer.editor_house import create, definition, opened, select

LOOK = "form:step:look"


def with_look(**step: Any) -> dict[str, Any]:
    return cart() | {"steps": {**cart()["steps"], "look": {"type": "branch_on_message", "within": "6h", **step}}}


def test_the_message_the_time_and_the_ways_are_saved(desk: Desk) -> None:
    create(desk, with_look())
    app = select(opened(), "step:look")

    app.selectbox(key=f"{LOOK}:message").set_value("remind").run()
    app.number_input(key=f"{LOOK}:within.amount").set_value(12).run()
    app.selectbox(key=f"{LOOK}:to.read.nowhere").set_value("thanks").run()
    app.selectbox(key=f"{LOOK}:to.otherwise.nowhere").set_value("bye").run()

    assert definition(desk)["steps"]["look"] == {
        "type": "branch_on_message", "within": "12h", "message": "remind", "read": "thanks", "otherwise": "bye",
    }  # fmt: skip


def test_a_copied_choice_looks_at_the_copied_message() -> None:
    new_ids = {"step:remind": "step:remind_2", "step:look": "step:look_2"}
    op = {"op": "duplicate", "ids": list(new_ids), "new_ids": new_ids, "offset": [40, 40]}

    outcome = apply(with_look(message="remind"), op)

    assert isinstance(outcome, Edited)
    assert outcome.definition["steps"]["look_2"]["message"] == "remind_2"
