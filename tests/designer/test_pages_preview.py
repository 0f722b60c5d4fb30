"""The page Relire: what its address opens, and what it sends to the browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from designer import routes
from storage import templates
from storage.database import writing
from storage.templates import ListedTemplate
from tests.designer.editing_samples import cart
from tests.designer.pages import configured, draw, furnish, open_page, words_of
from tests.storage.house import NOON


@pytest.fixture(autouse=True)
def designer(sqlite_database: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    with configured(sqlite_database, monkeypatch):
        furnish(sqlite_database)
        with writing(sqlite_database) as connection:
            body = {"body": {"text": "Bonjour {{name}}, votre panier vous attend."}}
            listed = ListedTemplate("t", "cart_reminder", "fr", "MARKETING", "APPROVED", body, "h")
            templates.upsert_templates(connection, listed=[listed], at=NOON)
        yield sqlite_database


def read(**query: str) -> AppTest:
    return open_page(routes.PREVIEW, journey="cart", **query)


def phones(app: AppTest) -> list[dict[str, Any]]:
    """What each phone on the page was given."""
    given = [component.proto.json for component in app.get("bidi_component") if component.proto.json]
    return [drawn for text in given if "messages" in (drawn := json.loads(text))]


def texts(app: AppTest) -> list[str]:
    return [message["text"] for phone in phones(app) for message in phone["messages"] if message["side"] == "business"]


def test_every_message_is_on_the_page_as_the_customer_reads_it(designer: Engine) -> None:
    draw(designer)

    assert texts(read()) == ["Bonjour Amina, votre panier vous attend.", "Merci Amina !"]


def test_the_address_chooses_the_customer(designer: Engine) -> None:
    draw(designer)

    assert texts(read(contact="long"))[1].startswith("Merci Marie-Charlotte Alexandrina")


def test_a_message_that_would_not_leave_says_why(designer: Engine) -> None:
    draw(designer)

    problems = [message.get("problem") for phone in phones(read(contact="no_name")) for message in phone["messages"]]

    assert any(problem and "« name »" in problem for problem in problems)


def test_two_languages_stand_side_by_side(designer: Engine) -> None:
    steps = cart()["steps"]
    steps["thanks"]["text"]["en"] = "Thank you {{ contact.name }}!"
    draw(designer, steps=steps)

    app = read(language="all")

    assert {"Merci Amina !", "Thank you Amina!"} <= set(texts(app))


def test_the_program_of_the_phones_crosses_the_wire_once(designer: Engine) -> None:
    steps = cart()["steps"]
    steps["thanks"]["text"]["en"] = "Thank you {{ contact.name }}!"
    draw(designer, steps=steps)

    app = read(language="all")

    weights = [len(component.proto.SerializeToString()) for component in app.get("bidi_component")]
    assert len(phones(app)) == 4
    assert sum(weight > 100_000 for weight in weights) == 1


def test_the_draft_is_read_before_what_is_live(designer: Engine) -> None:
    from designer import services
    from designer.draft_services import edit_draft
    from designer.editing import set_field

    draw(designer)
    edit_draft(
        services.desk("person-claire"), "cart", lambda now: set_field(now, "step:thanks", ("text",), "Mille mercis")
    )

    assert texts(read())[1] == "Mille mercis"
    assert texts(read(version="1"))[1] == "Merci Amina !"


def test_a_customer_that_does_not_exist_in_the_address_is_passed_over(designer: Engine) -> None:
    draw(designer)

    app = read(contact="nobody", language="xx", version="99")

    assert not app.exception
    assert texts(app)[1] == "Merci Amina !"


def test_the_box_in_brief_is_there(designer: Engine) -> None:
    draw(designer)

    words = words_of(read())

    assert "En bref" in words
    assert "2 messages · 1 modèle · fr" in words


def test_a_journey_without_messages_says_what_to_do(designer: Engine) -> None:
    draw(designer, steps={}, triggers=[], layout={})

    assert "n’envoie encore aucun message" in words_of(read())
