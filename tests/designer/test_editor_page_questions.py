"""The forms of a question, a consent and a file on the editor page."""

from __future__ import annotations

from typing import Any

from designer.draft_model import Desk
from storage.database import writing
from storage.templates import ListedTemplate, upsert_templates
from tests.designer.editor_house import NOON, create, definition, opened, select, words
from tests.designer.question_samples import PLAN, asking


def step(desk: Desk, name: str) -> dict[str, Any]:
    return definition(desk)["steps"][name]


def test_what_a_question_asks_for_is_chosen_and_kept(desk: Desk) -> None:
    create(desk, asking())
    app = select(opened(), "step:note")

    app.number_input(key="form:step:note:scale.1").set_value(10).run()
    app.number_input(key="form:step:note:tries").set_value(3).run()
    app.selectbox(key="form:step:note:save_as").set_value("city").run()
    app.number_input(key="form:step:note:for.amount").set_value(12).run()

    note = step(desk, "note")
    assert (note["scale"], note["tries"], note["save_as"], note["for"]) == ([1, 10], 3, "city", "12h")


def test_a_question_to_choose_from_gets_its_choices(desk: Desk) -> None:
    create(desk, asking())
    app = select(opened(), "step:note")

    app.selectbox(key="form:step:note:kind").set_value("choice").run()
    app.button(key="form:step:note:add_choice").click().run()
    app.text_input(key="form:step:note:choices.choice.title").set_value("Oui").run()

    note = step(desk, "note")
    assert note["kind"] == "choice"
    assert note["choices"] == [{"id": "choice", "title": "Oui"}]


def test_the_text_after_a_wrong_answer_has_its_own_place(desk: Desk) -> None:
    create(desk, asking())
    app = select(opened(), "step:note")

    app.segmented_control(key="form:step:note:shown").set_value("retry").run()

    assert not app.exception
    assert "Sans texte, la question est posée de nouveau." in words(app)


def test_a_consent_is_taken_back_by_its_form_which_says_what_that_does(desk: Desk) -> None:
    create(desk, asking())
    app = select(opened(), "step:agree")

    app.segmented_control(key="form:step:agree:given").set_value("taken_back").run()
    app.segmented_control(key="form:step:agree:purpose").set_value("service").run()

    agree = step(desk, "agree")
    assert (agree["given"], agree["purpose"]) == (False, "service")
    assert "s’arrêtent pour ce client" in words(app)


def test_a_file_is_chosen_named_and_taken_away(desk: Desk) -> None:
    create(desk, asking())
    app = select(opened(), "step:plan")

    app.segmented_control(key="form:step:plan:media.kind").set_value("document").run()
    app.text_input(key="form:step:plan:media.name").set_value("Plan.pdf").run()
    assert step(desk, "plan")["media"] == {"kind": "document", "url": PLAN, "name": "Plan.pdf"}

    app.segmented_control(key="form:step:plan:media.kind").set_value("").run()
    assert "media" not in step(desk, "plan")


def test_the_head_of_a_template_asks_for_its_file_and_one_too_many_can_be_removed(desk: Desk) -> None:
    head = {"header": {"kind": "document"}, "body": "Vos documents", "footer": "", "buttons": []}
    with writing(desk.database) as connection:
        listed = ListedTemplate("d", "docs", "fr", "UTILITY", "APPROVED", head, "hash-d")
        upsert_templates(connection, listed=[listed], at=NOON)
    journey = asking()
    journey["steps"]["docs"] = {"type": "send_template", "template": "docs", "next": "bye"}
    create(desk, journey)
    app = select(opened(), "step:docs")

    app.text_input(key="form:step:docs:header_media.url").set_value("https://x.example/vol.pdf").run()
    assert step(desk, "docs")["header_media"] == {"kind": "document", "url": "https://x.example/vol.pdf"}

    app.selectbox(key="form:step:docs:template").set_value("cart_reminder").run()
    app.button(key="form:step:docs:header_media.remove").click().run()
    assert "header_media" not in step(desk, "docs")


def test_a_file_for_each_language_is_given_in_each(desk: Desk) -> None:
    journey = asking()
    journey["steps"]["plan"]["text"] = {"fr": "Voici", "en": "Here"}
    create(desk, journey)
    app = select(opened(), "step:plan")

    app.toggle(key="form:step:plan:media.by_language").set_value(True).run()
    app.text_input(key="form:step:plan:media.url.en").set_value("https://x.example/en.png").run()

    assert step(desk, "plan")["media"]["url"] == {"fr": PLAN, "en": "https://x.example/en.png"}
