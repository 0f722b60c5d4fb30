"""The fallback template of a free reply: its form, its repair, and how it is drawn and read."""

from __future__ import annotations

from typing import Any

import pytest

from designer.canvas_view import Surround, snapshot
from designer.draft_model import Desk
from designer.editing import Edited, can_repair, mend
from designer.preview import step_message
from designer.preview_facts import facts_in_brief
from designer.preview_phone import phone_messages
from designer.preview_view import Grey, Shown, read_journey
from designer.samples import SAMPLES
from designer.search import find
from engine.checker.check import check
from engine.journey.definition import read_definition
from tests.designer.editor_house import create, definition, opened, select
from tests.designer.reply_samples import LIBRARY, replying

FALLBACK = {"template": "cart_reminder", "values": {"name": "{{ contact.name }}"}}


def with_fallback(**changes: Any) -> dict[str, Any]:
    return replying(if_window_closed={**FALLBACK, **changes})


def hello(desk: Desk) -> dict[str, Any]:
    return definition(desk)["steps"]["hello"]


def test_the_block_is_switched_on_filled_and_switched_off(desk: Desk) -> None:
    create(desk, replying())
    app = select(opened(), "step:hello")

    app.toggle(key="form:step:hello:if_window_closed").set_value(True).run()
    app.selectbox(key="form:step:hello:if_window_closed.template").set_value("cart_reminder").run()
    app.selectbox(key="form:step:hello:if_window_closed.values.name.field").set_value("contact.name").run()

    assert not app.exception
    assert hello(desk)["if_window_closed"] == FALLBACK
    app.toggle(key="form:step:hello:if_window_closed").set_value(False).run()
    assert "if_window_closed" not in hello(desk)


def test_a_reply_that_may_be_late_is_repaired_by_a_fallback() -> None:
    late = replying()
    late["steps"]["pause"] = {"type": "wait", "for": "30h", "next": "hello"}
    late["triggers"][0]["next"] = "pause"
    (problem,) = [one for one in check(read_definition(late)) if one.rule == "outside_window"]

    assert problem.repair == "add_fallback"
    mended = mend(late, problem.repair, "step:hello", {})

    assert isinstance(mended, Edited)
    assert mended.definition["steps"]["hello"]["if_window_closed"] == {}
    rules = {one.rule for one in check(read_definition(mended.definition))}
    assert "template_missing" in rules
    assert not can_repair(mended.definition, "add_fallback", "step:hello", {})


def test_a_field_and_a_template_are_corrected_inside_the_fallback() -> None:
    wrong = with_fallback(template="cart_remindr", values={"name": "{{ contact.nom }}"})

    named = mend(wrong, "choose_template", "step:hello",
                 {"field": ("if_window_closed", "template"), "suggestion": "cart_reminder"})  # fmt: skip
    assert isinstance(named, Edited)
    filled = mend(
        named.definition, "correct_field", "step:hello", {"name": "contact.nom", "suggestion": "contact.name"}
    )

    assert isinstance(filled, Edited)
    assert filled.definition["steps"]["hello"]["if_window_closed"] == FALLBACK
    assert "template" not in filled.definition["steps"]["hello"]


@pytest.mark.parametrize(("language", "words"), [("fr", "+ modèle de secours"), ("en", "+ fallback template")])
def test_the_card_says_that_there_is_a_fallback(language: str, words: str) -> None:
    drawn = snapshot(with_fallback(), Surround(), language=language)

    card = next(node for node in drawn["nodes"] if node["id"] == "step:hello")

    assert card["line"].endswith(words)


def test_the_fallback_is_seen_on_the_phone_with_its_values() -> None:
    journey = read_definition(with_fallback())

    message = step_message(
        "hello", journey.steps["hello"], SAMPLES["amina"], default_language="fr", templates=LIBRARY, fallback=True
    )

    assert message is not None
    assert message["text"] == "Bonjour Amina, votre panier vous attend."
    assert message.get("caption") == "Modèle de secours · Service · fr"


def test_the_fallback_is_read_as_a_message_of_its_own() -> None:
    journey = read_definition(with_fallback())

    (section, *_) = read_journey(journey, SAMPLES["amina"], "fr", LIBRARY)

    shown = [row.number for row in section.rows if isinstance(row, Shown)]
    assert shown == ["M1", "M2"]
    assert "Si les 24 h sont passées :" in [row.text for row in section.rows if isinstance(row, Grey)]
    drawn = phone_messages(section, journey, LIBRARY, language="fr", reader="fr")
    assert "Bonjour Amina, votre panier vous attend." in [message["text"] for message in drawn]
    facts = {fact.label: fact.text for fact in facts_in_brief(journey, [section], [], LIBRARY, "fr")}
    assert facts["Messages"] == "2 messages · 1 modèle · fr"


def test_a_text_of_the_fallback_template_is_found() -> None:
    hit = find(with_fallback(), "panier vous", {"cart_reminder": ["Bonjour {{name}}, votre panier vous attend."]})

    assert hit is not None
    assert hit.node == "step:hello"
