"""The forms of starts on the editor page."""

from __future__ import annotations

from typing import Any

from designer.draft_model import Desk
from storage import outbox
from storage.database import writing
from tests.designer.editing_samples import cart
from tests.designer.editor_house import NOON, create, definition, opened, select, words


def with_start(**trigger: Any) -> dict[str, Any]:
    return {**cart(), "triggers": [{"id": "go", "next": "remind", **trigger}]}


def connect_number(desk: Desk) -> None:
    with writing(desk.database) as connection:
        outbox.add_sender(
            connection, id="s", key="main", provider="sandbox", number="33186000000", display_name="Boutique",
            created_at=NOON,
        )  # fmt: skip


def test_a_link_shows_its_address_and_its_qr_code(desk: Desk) -> None:
    connect_number(desk)
    create(desk, with_start(type="link"))
    app = select(opened(), "trigger:go")

    app.text_input(key="form:trigger:go:code").set_value("noel26").run()
    app.text_input(key="form:trigger:go:greeting").set_value("Bonjour").run()

    assert definition(desk)["triggers"][0] == {
        "id": "go", "next": "remind", "type": "link", "code": "noel26", "greeting": "Bonjour",
    }  # fmt: skip
    assert [code.value for code in app.code] == ["https://wa.me/33186000000?text=Bonjour%20noel26"]
    assert len(app.get("image")) == 1
    assert "Le client envoie «\u00a0Bonjour noel26\u00a0» et entre" in words(app)


def test_without_a_number_the_form_says_where_the_link_will_be(desk: Desk) -> None:
    create(desk, with_start(type="link", code="noel26"))

    app = select(opened(), "trigger:go")

    assert "quand un numéro sera relié" in words(app)
    assert not app.code
