"""The numbers on the pages Réglages and En direct: what holds messages back, and what a person decides and takes back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from designer import routes
from storage import house, journeys, portfolios, senders
from storage.database import reading, writing
from storage.senders import Told, list_senders
from storage.tables import Sender
from tests.designer.pages import click, configured, draw, furnish, open_page, words_of
from tests.storage.house import NOON, enter, meet, minutes, send


@pytest.fixture(autouse=True)
def designer(sqlite_database: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    with configured(sqlite_database, monkeypatch):
        furnish(sqlite_database)
        yield sqlite_database


def tell(database: Engine, told: Told) -> None:
    with writing(database) as connection:
        senders.note_told(connection, ours(database), told, at=NOON)


def ours(database: Engine) -> Sender:
    with reading(database) as connection:
        return next(iter(list_senders(connection)))  # pyright: ignore[reportReturnType]


def test_a_red_number_is_lifted_by_a_person_and_taken_back(designer: Engine) -> None:
    tell(designer, Told(quality="red"))
    app = open_page(routes.SETTINGS)
    assert "Mauvaise qualité : le marketing attend." in words_of(app)

    app = click(app, "number:main:lift:quality")

    assert "On envoie malgré la qualité annoncée. Claire," in words_of(app).replace("\\", "")
    assert senders.quality_of(ours(designer)) == "green"  # pyright: ignore[reportArgumentType]
    click(app, "number:main:undo:quality")
    assert senders.quality_of(ours(designer)) == "red"  # pyright: ignore[reportArgumentType]


def test_a_number_is_paused_and_resumed(designer: Engine) -> None:
    app = click(open_page(routes.SETTINGS), "number:main:pause")
    assert "En pause : rien ne part. Claire," in words_of(app)

    app = click(app, "number:main:resume")

    assert "En pause : rien ne part." not in words_of(app)


def test_the_limit_of_a_portfolio_is_chosen_and_shown(designer: Engine) -> None:
    app = open_page(routes.SETTINGS)

    app.selectbox(key="number:main:limit").set_value(250).run()

    with reading(designer) as connection:
        assert portfolios.limit_of(portfolios.load(connection, "")) == 250
    assert "0 personnes contactées en premier en 24 h, sur 250" in words_of(open_page(routes.SETTINGS))


def test_a_pace_is_chosen_and_given_back_to_the_provider(designer: Engine) -> None:
    app = open_page(routes.SETTINGS)
    app = app.number_input(key="number:main:rate").set_value(5).run()
    assert senders.rate_of(ours(designer)) == 5  # pyright: ignore[reportArgumentType]

    app = click(app, "number:main:undo:rate")

    assert senders.rate_of(ours(designer)) == 20  # pyright: ignore[reportArgumentType]
    assert app.number_input(key="number:main:rate").value == 20


def test_the_frequency_cap_is_kept(designer: Engine) -> None:
    app = open_page(routes.SETTINGS)
    app.number_input(key="cap_messages").set_value(2)
    app.number_input(key="cap_days").set_value(30)

    next(button for button in app.button if button.label == "Enregistrer la limite").click().run()

    with reading(designer) as connection:
        assert house.get_setting(connection, name="frequency_cap") == {"messages": 2, "days": 30}


def test_the_live_page_says_what_holds_a_number_back(designer: Engine) -> None:
    draw(designer)
    assert "réglages" not in words_of(open_page(routes.LIVE, journey="cart"))

    tell(designer, Told(quality="yellow", status="restricted"))

    words = words_of(open_page(routes.LIVE, journey="cart")).replace("\\", "")
    assert "WhatsApp bloque ce numéro : rien ne part." in words
    assert "Qualité moyenne : le marketing part au quart de la vitesse." in words


def test_sends_without_confirmation_of_the_whole_house_are_listed_with_their_reason(designer: Engine) -> None:
    draw(designer)
    with writing(designer) as connection:
        version = journeys.version(connection, version_id="cart-v1")
        assert version is not None
        meet(connection, "Amina")
        passage = enter(connection, version, "Amina", step="remind", waiting="outcome")
        send(connection, passage, "remind", "unknown", reason="interrupted", sending_at=minutes(1))

    words = words_of(open_page(routes.SETTINGS)).replace("\\", "")

    assert "1 envoi sans confirmation" in words
    assert "Panier abandonné · la réponse du fournisseur s’est perdue" in words
