"""The form of a test, its arrows on the canvas, and the repair of its shares."""

from __future__ import annotations

from typing import Any

from designer.draft_model import Desk
from designer.editing import Edited, apply, mend
from designer.path_words import port_label
from designer.step_words import step_line
from engine.journey.steps.split import Split
from tests.designer.editing_samples import cart
from tests.designer.editor_house import create, definition, opened, select, words

TEST = "form:step:test"
HALVES = {"type": "split", "paths": [{"id": "a", "share": 50}, {"id": "b", "share": 50, "next": "bye"}]}


def with_test(step: dict[str, Any]) -> dict[str, Any]:
    return cart() | {"steps": {**cart()["steps"], "test": step}}


def saved(desk: Desk) -> dict[str, Any]:
    return definition(desk)["steps"]["test"]


def test_a_third_path_takes_its_part_and_gives_it_back(desk: Desk) -> None:
    create(desk, with_test(HALVES))
    app = select(opened(), "step:test")

    app.button(key=f"{TEST}:add_path").click().run()
    assert [(path["id"], path["share"]) for path in saved(desk)["paths"]] == [("a", 34), ("b", 33), ("c", 33)]

    app.selectbox(key=f"{TEST}:control").set_value("c").run()
    assert saved(desk)["control"] == "c"
    app.button(key=f"{TEST}:paths.c.remove").click().run()
    assert saved(desk) == {
        "type": "split",
        "paths": [{"id": "a", "share": 50}, {"id": "b", "share": 50, "next": "bye"}],
    }


def test_shares_and_names_are_saved_and_a_wrong_total_is_told(desk: Desk) -> None:
    create(desk, with_test(HALVES))
    app = select(opened(), "step:test")

    app.number_input(key=f"{TEST}:paths.a.share").set_value(30).run()
    app.text_input(key=f"{TEST}:paths.a.title").set_value("Accroche A").run()

    assert saved(desk)["paths"][0] == {"id": "a", "share": 30, "title": "Accroche A"}
    assert "Total : 80 %" in words(app).replace("\u00a0", " ")


def test_an_arrow_is_drawn_from_a_path() -> None:
    op = {"op": "connect", "node": "step:test", "port": "branch:a", "target": "step:bye"}

    outcome = apply(with_test(HALVES), op)

    assert isinstance(outcome, Edited)
    assert outcome.definition["steps"]["test"]["paths"][0]["next"] == "bye"


def test_shares_are_made_equal_with_one_click() -> None:
    unequal = {"type": "split", "paths": [{"id": one, "share": 20} for one in "abc"]}

    outcome = mend(with_test(unequal), "share_evenly", "step:test", {})

    assert isinstance(outcome, Edited)
    assert [path["share"] for path in outcome.definition["steps"]["test"]["paths"]] == [34, 33, 33]


def test_the_card_tells_the_shares_and_who_is_the_control_group() -> None:
    step = Split.model_validate(
        {"paths": [{"id": "a", "share": 90, "title": "Accroche"}, {"id": "no", "share": 10}], "control": "no"}
    )

    line = step_line(step, "fr", facts={}, text_language="fr", default="fr", templates={})
    labels = [port_label(step, port, "fr", "fr") for port in step.ports()]

    assert line == "90 / 10 témoin"
    assert [label.replace("\u00a0", " ") for label in labels] == ["Accroche 90 %", "Groupe témoin 10 %"]
    assert port_label(step, step.ports()[1], "en", "fr") == "Control group 10%"
