"""The forms on the editor page: what is chosen or written is saved in the draft."""

from __future__ import annotations

import datetime as dt

import pytest

from designer.draft_model import Desk
from engine.journey.steps import STEP_TYPES
from engine.journey.triggers import TRIGGER_TYPES
from tests.designer.editing_samples import bare, cart
from tests.designer.editor_house import checked, create, definition, opened, select, send, words


def test_words_written_as_chips_are_saved(desk: Desk) -> None:
    create(desk, cart())
    app = select(opened(), "step:answer")

    app.multiselect(key="form:step:answer:branches.yes.any_of").set_value(["oui"]).run()

    assert definition(desk)["steps"]["answer"]["branches"][0]["any_of"] == ["oui"]


def test_answers_are_tried_live(desk: Desk) -> None:
    create(desk, cart())

    app = select(opened(), "step:answer")
    assert "« OUIII » → oui · « demain » → Autre réponse" in words(app).replace("\u00a0", " ")

    app.text_input(key="form:step:answer:try").set_value("OUIIIII").run()
    assert "→ oui" in words(app)


def test_a_duration_is_a_number_and_a_unit(desk: Desk) -> None:
    create(desk, cart())
    app = select(opened(), "step:answer")

    assert (
        app.number_input(key="form:step:answer:for.amount").value,
        app.selectbox(key="form:step:answer:for.unit").value,
    ) == (24, "h")
    app.selectbox(key="form:step:answer:for.unit").set_value("d").run()

    assert definition(desk)["steps"]["answer"]["for"] == "24d"


def test_a_templates_value_is_a_field_with_a_replacement(desk: Desk) -> None:
    create(desk, cart())
    app = select(opened(), "step:remind")

    app.text_input(key="form:step:remind:values.name.if_empty").set_value("cher client").run()

    assert definition(desk)["steps"]["remind"]["values"]["name"] == '{{ contact.name | default("cher client") }}'
    app.selectbox(key="form:step:remind:values.name.field").set_value("contact.city").run()
    assert definition(desk)["steps"]["remind"]["values"]["name"] == '{{ contact.city | default("cher client") }}'


def test_a_card_is_renamed_in_its_form(desk: Desk) -> None:
    create(desk, cart())
    app = select(opened(), "step:remind")

    app.text_input(key="form:step:remind:title").set_value("Rappel").run()

    assert definition(desk)["steps"]["remind"]["title"] == "Rappel"
    assert app.text_input(key="form:step:remind:title").value == "Rappel"


def test_a_text_of_the_message_editor_is_saved(desk: Desk) -> None:
    create(desk, cart())
    app = select(opened(), "step:thanks")

    sent = {"nonce": 1, "field_id": "step:thanks:text", "revision": 0, "texts": {"fr": "Merci *beaucoup*"}}
    app.session_state["message_editor"] = {"text": sent}
    checked(app)

    assert definition(desk)["steps"]["thanks"]["text"] == {"fr": "Merci *beaucoup*"}


def test_buttons_get_a_path_each(desk: Desk) -> None:
    create(desk, cart())
    app = select(opened(), "step:thanks")

    app.button(key="form:step:thanks:add_button").click().run()
    app.text_input(key="form:step:thanks:buttons.button.title").set_value("Encore").run()
    app.button(key="form:step:thanks:pair").click().run()

    steps = definition(desk)["steps"]
    wait = steps[steps["thanks"]["next"]]
    assert wait["branches"][0]["buttons"] == ["button"]
    assert wait["branches"][0]["any_of"] == ["Encore"]


def test_conditions_are_built_in_rows(desk: Desk) -> None:
    branch = {
        "type": "branch",
        "branches": [{"id": "path", "when": {"all": [{"attribute": "", "operator": "is", "value": ""}]}}],
    }
    create(desk, cart() | {"steps": {**cart()["steps"], "b": branch}})
    app = select(opened(), "step:b")
    base = "form:step:b:branches.path.when.0"

    app.selectbox(key=f"{base}.attribute").set_value("contact.orders").run()
    app.selectbox(key=f"{base}.operator").set_value("at_least").run()
    app.text_input(key=f"{base}.value").set_value("3").run()

    saved = definition(desk)["steps"]["b"]["branches"][0]["when"]
    assert saved == {"all": [{"attribute": "contact.orders", "operator": "at_least", "value": 3}]}


def test_the_settings_of_the_journey_are_saved(desk: Desk) -> None:
    create(desk, cart())
    app = opened()

    app.text_input(key="form:journey:goal").set_value("order.paid").run()
    app.toggle(key="form:journey:entry.not_within.on").set_value(True).run()

    assert definition(desk)["goal"] == {"event": "order.paid"}
    assert definition(desk)["entry"] == {"not_within": "7d"}
    assert "order\\.paid" in words(app)


def test_quiet_hours_are_set_in_the_settings_of_the_journey(desk: Desk) -> None:
    create(desk, cart())
    app = opened()

    app.toggle(key="form:journey:quiet_hours.on").set_value(True).run()
    assert definition(desk)["quiet_hours"] == {"from": "20:00", "to": "10:00"}
    assert "messages de 10:00 à 20:00" in words(app).replace("\\", "")

    app.time_input(key="form:journey:quiet_hours.from").set_value(dt.time(21, 30)).run()
    app.multiselect(key="form:journey:quiet_hours.days").set_value(["sat", "fri"]).run()
    assert definition(desk)["quiet_hours"] == {"from": "21:30", "to": "10:00", "days": ["fri", "sat"]}
    assert "heures calmes de 21:30 à 10:00, vendredi et samedi" in words(app).replace("\\", "")

    app.toggle(key="form:journey:quiet_hours.on").set_value(False).run()
    assert "quiet_hours" not in definition(desk)


@pytest.mark.parametrize("kind", sorted(STEP_TYPES))
def test_every_new_step_has_a_form(desk: Desk, kind: str) -> None:
    create(desk, bare())
    app = send(
        opened("new"),
        {"op": "add", "id": f"step:{kind}_1", "type": kind, "x": 0, "y": 0, "positions": {}, "from": None},
    )

    select(app, f"step:{kind}_1")

    assert app.text_input(key=f"form:step:{kind}_1:title").value == ""


@pytest.mark.parametrize("kind", sorted(TRIGGER_TYPES))
def test_every_new_start_has_a_form(desk: Desk, kind: str) -> None:
    create(desk, bare())
    app = send(
        opened("new"),
        {"op": "add", "id": f"trigger:{kind}_1", "type": kind, "x": 0, "y": 0, "positions": {}, "from": None},
    )

    select(app, f"trigger:{kind}_1")

    assert app.text_input(key=f"form:trigger:{kind}_1:title").value == ""
