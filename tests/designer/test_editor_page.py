"""The editor page: opening, edits of the canvas, problems, going live, other people."""

from __future__ import annotations

import json
from typing import Any

from streamlit.testing.v1 import AppTest

from designer import services
from designer.draft_model import Desk, Draft
from designer.draft_services import edit_draft, load_draft
from designer.editing import set_field
from storage import journeys
from storage.database import writing
from storage.tables import JourneyVersion, StepEvent
from tests.designer.editing_samples import cart
from tests.designer.editor_house import NOON, checked, create, definition, opened, select, send, words
from tests.storage.house import add, enter, meet, open_sender

ADD = {
    "op": "add", "id": "step:wait_a1", "type": "wait", "x": 0, "y": 0, "positions": {},
    "from": {"node": "step:remind", "port": "next"},
}  # fmt: skip


LOOSE = {"op": "add", "id": "step:loose", "type": "wait", "x": 0, "y": 0, "positions": {}, "from": None}


def drawn(app: AppTest) -> dict[str, Any]:
    """What the canvas was given."""
    given = [json.loads(one.proto.json) for one in app.get("bidi_component") if "nodes" in one.proto.json]
    return given[-1]


def badges(app: AppTest) -> dict[str, Any]:
    return {node["id"]: node["badge"] for node in drawn(app)["nodes"]}


def test_a_journey_opens_with_its_name_state_and_settings(desk: Desk) -> None:
    create(desk, cart())

    app = opened()

    assert "Panier abandonné" in words(app)
    assert "Brouillon" in words(app)
    assert "Enregistré" in words(app)
    assert any("Réglages du parcours" in str(one.value) for one in app.subheader)


def test_an_unknown_journey_is_named_and_leads_back(desk: Desk) -> None:
    assert "nothing" in words(opened("nothing"))


def test_operations_of_the_canvas_are_saved_once(desk: Desk) -> None:
    create(desk, cart())
    app = send(opened(), ADD, {"op": "move", "positions": {"step:bye": [5, 6]}})

    checked(app)

    assert definition(desk)["steps"]["remind"]["next"] == "wait_a1"
    assert definition(desk)["layout"]["bye"] == [5, 6]
    draft = load_draft(desk, "cart")
    assert isinstance(draft, Draft)
    assert draft.revision == 2


def test_nothing_is_said_to_be_wrong_with_a_card_that_was_just_added(desk: Desk) -> None:
    create(desk, live_ready())
    app = opened()
    app.session_state["canvas"] = {"ops": {"client": "c1", "items": [{"seq": 1, **LOOSE}]}, "selection": []}
    checked(app)

    app.session_state["canvas"] = {"selection": ["step:loose"]}
    checked(app)
    while_begun = badges(app), words(app)
    app.session_state["inspector-watch"] = {"left": "step:loose"}
    checked(app)

    assert while_begun[0]["step:loose"] is None
    assert "Personne n'arrive" not in while_begun[1]
    assert badges(app)["step:loose"] is not None
    assert "Personne n'arrive" in words(app)


def test_choosing_another_card_ends_the_patience_with_a_new_one(desk: Desk) -> None:
    create(desk, live_ready())
    app = opened()
    app.session_state["canvas"] = {"ops": {"client": "c1", "items": [{"seq": 1, **LOOSE}]}, "selection": ["step:bye"]}
    checked(app)
    while_begun = badges(app)["step:loose"]

    select(app, "step:thanks")

    assert while_begun is None
    assert badges(app)["step:loose"] is not None


def test_the_cards_of_a_live_journey_count_who_came(desk: Desk) -> None:
    create(desk, live_ready())
    with writing(desk.database) as connection:
        version = journeys.publish(connection, journey_id="cart", revision=0, by="claire", at=NOON)
        assert isinstance(version, JourneyVersion)
        open_sender(connection)
        amina = enter(connection, version, meet(connection, "Amina"), step="answer")
        arrive = {"enrollment_id": amina, "journey_id": "cart", "version_id": version.id, "at": NOON}
        add(connection, *(StepEvent(step_id=step, **arrive) for step in ("remind", "answer")))

    counts = {node["id"]: node["counts"] for node in drawn(opened())["nodes"]}

    assert counts["step:answer"] == {"left": "1", "right": "1 ici"}
    assert counts["step:remind"] == {"left": "1", "right": ""}
    assert counts["step:thanks"] is None


def test_undo_of_the_canvas_takes_the_edit_back(desk: Desk) -> None:
    create(desk, cart())

    send(opened(), {"op": "delete", "ids": ["step:thanks"]}, {"op": "undo"})

    assert definition(desk) == cart()


def test_a_refused_operation_is_said_in_words(desk: Desk) -> None:
    create(desk, cart())

    app = send(opened(), {"op": "connect", "node": "step:remind", "port": "next", "target": "step:gone"})

    assert "n’existe plus" in words(app)


def test_a_link_opens_on_its_step(desk: Desk) -> None:
    create(desk, cart())

    app = opened(step="answer")

    assert app.multiselect(key="form:step:answer:branches.yes.any_of").value == ["oui", "yes"]


def test_a_problem_is_mended_by_its_button(desk: Desk) -> None:
    before = cart()
    del before["steps"]["thanks"]["next"]
    create(desk, before)
    app = opened()
    app.session_state["editor:tab"] = "problems"
    checked(app)
    repair = next(one for one in app.button if one.key and one.key.endswith(":repair"))

    repair.click().run()

    thanks = definition(desk)["steps"]["thanks"]
    assert definition(desk)["steps"][thanks["next"]] == {"type": "exit"}


def test_a_problem_leads_to_its_card(desk: Desk) -> None:
    before = cart()
    del before["steps"]["thanks"]["next"]
    create(desk, before)
    app = opened()
    app.session_state["editor:tab"] = "problems"
    checked(app)
    see = next(one for one in app.button if one.key and one.key.endswith(":see"))

    see.click().run()

    assert app.text_input(key="form:step:thanks:title").value == ""


def test_going_live_with_errors_shows_them_and_offers_no_button(desk: Desk) -> None:
    before = cart()
    del before["steps"]["thanks"]["next"]
    create(desk, before)
    app = opened()
    app.session_state["editor:tab"] = "problems"  # the same list stands behind the dialog
    checked(app)

    app.button(key="editor:publish").click().run()

    assert not app.exception, app.exception
    assert "Rien n’est mis en ligne" in words(app)
    assert not [one for one in app.button if one.key == "editor:publish:now"]


def live_ready() -> dict[str, Any]:
    """Without a warning or error, whatever the house knows."""
    journey = cart()
    journey["steps"]["thanks"]["text"] = "Merci !"
    journey["steps"]["remind"]["values"] = {"name": '{{ contact.name | default("cher client") }}'}
    return journey


def test_going_live_names_people_and_makes_a_version(desk: Desk) -> None:
    create(desk, live_ready())
    app = opened()

    app.button(key="editor:publish").click().run()
    assert "Personne n’est en cours de parcours." in words(app)
    app.button(key="editor:publish:now").click().run()

    draft = load_draft(desk, "cart")
    assert isinstance(draft, Draft)
    assert (draft.is_draft, draft.live_number) == (False, 1)
    assert app.button(key="editor:publish").disabled


def test_a_live_journey_says_what_the_next_version_changes(desk: Desk) -> None:
    create(desk, live_ready())
    app = opened()
    app.button(key="editor:publish").click().run()
    app.button(key="editor:publish:now").click().run()
    select(app, "step:remind")

    app.text_input(key="form:step:remind:title").set_value("Rappel").run()
    app.button(key="editor:publish").click().run()

    assert "Brouillon de v1" in words(app)
    assert "version 2" in words(app)
    assert "Modifié : Rappel" in words(app)


def test_someone_elses_change_is_said_and_kept(desk: Desk) -> None:
    create(desk, cart())
    app = opened()
    paul = services.desk("paul")
    edit_draft(paul, "cart", lambda now: set_field(now, "step:thanks", ("text", "en"), "Thanks"))

    checked(app)

    assert "Paul a modifié" in words(app)


def test_what_a_person_wrote_is_never_read_as_markdown(desk: Desk) -> None:
    create(desk, cart() | {"name": "**Gros** [lien](https://x.example)"})

    app = opened()

    assert "[lien](https" not in words(app)
