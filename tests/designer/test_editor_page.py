"""The editor page, without a browser: edits arrive as the canvas sends them, forms save, problems are mended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest
from tests.designer.editing_samples import bare, cart

from designer import routes, services
from designer.draft_model import Desk, Draft
from designer.draft_services import edit_draft, load_draft
from designer.editing import set_field
from engine.journey.definition import read_definition
from engine.settings import load_settings
from storage import journeys, people
from storage.database import writing
from storage.templates import ListedTemplate, upsert_templates

NOON = dt.datetime(2026, 1, 5, 12, tzinfo=dt.UTC)
EDITOR = Path(services.__file__).parent / "app_pages" / "editor.py"
SCRIPT = """
import streamlit as st
from designer import routes, state
state.choose_person("claire")
state.choose_language("fr")
st.navigation([st.Page(page, url_path=url) for page, url in routes.URLS.items()]).run()
"""
BODY = "Bonjour {{name}}, votre panier vous attend. Répondez STOP pour ne plus rien recevoir."


@pytest.fixture(scope="module", autouse=True)
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The editor as it is, among empty pages that its links may lead to."""
    folder = tmp_path_factory.mktemp("pages")
    (folder / "app_pages").mkdir()
    for page in routes.URLS:
        (folder / page).write_text(EDITOR.read_text("utf-8") if page == routes.EDITOR else "", "utf-8")
    (folder / "app.py").write_text(SCRIPT, "utf-8")
    PAGES.append(folder)
    return folder


PAGES: list[Path] = []


@pytest.fixture
def desk(sqlite_database: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setenv("PARCOURS_DATABASE_URL", sqlite_database.url.render_as_string(hide_password=False))
    load_settings.cache_clear()
    with writing(sqlite_database) as connection:
        for person_id, name in (("claire", "Claire"), ("paul", "Paul")):
            people.create_person(connection, person_id=person_id, name=name, by=None, at=NOON)
        template = ListedTemplate(
            "t", "cart_reminder", "fr", "MARKETING", "APPROVED",
            {"header": None, "body": BODY, "footer": "", "buttons": []}, "hash",
        )  # fmt: skip
        upsert_templates(connection, listed=[template], at=NOON)
    yield services.desk("claire")
    services.database().dispose()
    load_settings.cache_clear()


def create(desk: Desk, definition: dict[str, Any]) -> None:
    with writing(desk.database) as connection:
        journeys.create_journey(
            connection, journey_id=definition["key"], version_id=f"v-{definition['key']}", key=definition["key"],
            name=definition["name"], definition=definition, by="claire", at=NOON,
            content_hash=read_definition(definition).content_hash(),
        )  # fmt: skip


def opened(key: str = "cart", **query: str) -> AppTest:
    app = AppTest.from_file(str(PAGES[-1] / "app.py"), default_timeout=30)
    app.query_params["journey"] = key
    for name, value in query.items():
        app.query_params[name] = value
    return checked(app.switch_page("app_pages/editor.py"))


def checked(app: AppTest) -> AppTest:
    app.run()
    assert not app.exception, app.exception
    return app


def select(app: AppTest, *nodes: str) -> AppTest:
    app.session_state["canvas"] = {"selection": list(nodes)}
    return checked(app)


def send(app: AppTest, *operations: dict[str, Any]) -> AppTest:
    items = [{"seq": place, **operation} for place, operation in enumerate(operations, start=1)]
    app.session_state["canvas"] = {"ops": {"client": "c1", "items": items}, "selection": []}
    return checked(app)


def definition(desk: Desk, key: str = "cart") -> dict[str, Any]:
    draft = load_draft(desk, key)
    assert isinstance(draft, Draft)
    return draft.definition


def words(app: AppTest) -> str:
    shown = [*app.markdown, *app.caption, *app.error, *app.info, *app.success, *app.warning, *app.toast]
    return "\n".join(str(element.value) for element in shown)


ADD = {"op": "add", "id": "step:wait_a1", "type": "wait", "x": 0, "y": 0, "positions": {},
       "from": {"node": "step:remind", "port": "next"}}  # fmt: skip


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

    assert (app.number_input(key="form:step:answer:for.amount").value, app.selectbox(key="form:step:answer:for.unit").value) == (24, "h")
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
    branch = {"type": "branch", "branches": [{"id": "path", "when": {"all": [{"attribute": "", "operator": "is", "value": ""}]}}]}
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


@pytest.mark.parametrize("kind", ["send_template", "send_session", "wait", "wait_for_reply", "branch", "update_contact", "exit"])
def test_every_new_step_has_a_form(desk: Desk, kind: str) -> None:
    create(desk, bare())
    app = send(opened("new"), {"op": "add", "id": f"step:{kind}_1", "type": kind, "x": 0, "y": 0, "positions": {}, "from": None})

    select(app, f"step:{kind}_1")

    assert app.text_input(key=f"form:step:{kind}_1:title").value == ""


@pytest.mark.parametrize("kind", ["keyword", "event"])
def test_every_new_start_has_a_form(desk: Desk, kind: str) -> None:
    create(desk, bare())
    app = send(opened("new"), {"op": "add", "id": f"trigger:{kind}_1", "type": kind, "x": 0, "y": 0, "positions": {}, "from": None})

    select(app, f"trigger:{kind}_1")

    assert app.text_input(key=f"form:trigger:{kind}_1:title").value == ""


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
