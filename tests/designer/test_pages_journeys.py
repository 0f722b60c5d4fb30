"""The page Parcours: finding, starting and pausing journeys."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from storage import house, journeys, people
from storage.database import reading, writing
from storage.tables import JourneyVersion
from tests.designer.editing_samples import cart
from tests.designer.pages import click, configured, draw, furnish, open_page, words_of
from tests.storage.house import CLAIRE, NOON, enter, meet, send


@pytest.fixture(autouse=True)
def designer(sqlite_database: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    with configured(sqlite_database, monkeypatch):
        yield sqlite_database


def test_the_first_visitor_gives_a_language_and_a_first_name(designer: Engine) -> None:
    app = open_page()
    app.text_input[0].input("Claire")

    app.button[0].click().run()

    with reading(designer) as connection:
        assert [person.name for person in people.list_people(connection)] == ["Claire"]
    assert "Aucun parcours" in words_of(app)


def test_an_empty_house_offers_samples_a_blank_page_and_a_file(designer: Engine) -> None:
    furnish(designer)

    app = open_page()

    labels = [button.label for button in app.button]
    assert "Prendre cet exemple" in labels
    assert {"Page blanche", "Importer un fichier"} <= set(labels)


def test_a_sample_becomes_a_draft_of_its_own(designer: Engine) -> None:
    furnish(designer)
    app = open_page()

    next(button for button in app.button if button.label == "Prendre cet exemple").click().run()

    with reading(designer) as connection:
        (made,) = journeys.list_journeys(connection)
    assert made.journey.is_sample
    assert made.journey.state == "draft"


def test_a_card_says_state_start_and_people(designer: Engine) -> None:
    furnish(designer)
    draw(designer)
    with writing(designer) as connection:
        meet(connection, "Amina")
        version = journeys.version(connection, version_id="cart-v1")
        assert isinstance(version, JourneyVersion)
        enter(connection, version, "Amina", step="answer")

    words = words_of(open_page())

    assert "Panier abandonné" in words
    assert "En ligne v1" in words
    assert "cart.abandoned" in words.replace("\\", "")
    assert "1 personne en cours" in words


def test_what_a_person_wrote_in_a_name_draws_nothing(designer: Engine) -> None:
    furnish(designer)
    draw(designer, name="**Gras** <script>")

    assert "\\*\\*Gras\\*\\* \\<script\\>" in words_of(open_page())


def test_a_journey_is_found_by_a_text_that_its_customers_read(designer: Engine) -> None:
    furnish(designer)
    draw(designer)
    draw(designer, key="other", name="Autre", steps={}, triggers=[], layout={})
    app = open_page()

    app.text_input(key="find").input("merci").run()

    words = words_of(app)
    assert "1 parcours trouvé" in words
    assert "Panier abandonné" in words
    assert "Autre" not in words


def test_the_filter_shows_drafts_alone(designer: Engine) -> None:
    furnish(designer)
    draw(designer)
    draw(designer, key="draft", name="Idée", live=False)
    app = open_page()

    app.segmented_control(key="show").set_value("draft").run()

    words = words_of(app)
    assert "Idée" in words
    assert "Panier abandonné" not in words


def test_a_paused_journey_says_who_paused_it(designer: Engine) -> None:
    furnish(designer)
    journey = draw(designer)
    with writing(designer) as connection:
        journeys.set_state(connection, journey_id=journey.id, act="pause", by=CLAIRE, at=NOON)

    words = words_of(open_page())

    assert "En pause" in words
    assert "par Claire" in words


def test_the_list_says_which_journey_a_changed_template_holds(designer: Engine) -> None:
    furnish(designer)
    draw(designer)
    with writing(designer) as connection:
        version = journeys.version(connection, version_id="cart-v1")
        assert version is not None
        meet(connection, "Amina")
        passage = enter(connection, version, "Amina", step="remind", waiting="outcome")
        send(connection, passage, "remind", "queued", hold_reason="template_changed")
        send(connection, passage, "later", "queued", hold_reason="quiet_hours")

    words = words_of(open_page())

    assert "1 message retenu : le modèle a changé depuis la mise en ligne" in words
    assert "heures calmes" not in words


def test_a_suspension_is_told_on_every_page_and_lifted_there(designer: Engine) -> None:
    furnish(designer)
    with writing(designer) as connection:
        house.suspend_sending(connection, by=CLAIRE, at=NOON)
    app = open_page()
    assert "Envois suspendus depuis" in words_of(app)

    click(app, "resume_all")

    with reading(designer) as connection:
        assert not house.is_suspended(connection)


def test_with_a_real_number_nobody_can_act_as_somebody_else(designer: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    furnish(designer)

    with configured(designer, monkeypatch, provider="sinch"):
        app = open_page()

    assert "Numéro réel : +33100000000" in words_of(app)
    assert "Vous êtes" not in str([element.proto for element in app.get("menu_button")])


def test_the_page_is_drawn_fast_with_fifty_journeys(designer: Engine) -> None:
    furnish(designer)
    for number in range(50):
        draw(designer, key=f"j{number}", name=f"Parcours {number}", live=number % 2 == 0)
    app = open_page()

    started = time.process_time()
    app.run()
    spent = time.process_time() - started

    assert not app.exception
    assert spent < 5, "the cost of the list explodes with the journeys"


def test_the_same_name_twice_makes_two_journeys(designer: Engine) -> None:
    from designer import services
    from designer.journey_services import create_journey

    furnish(designer)
    desk = services.desk(CLAIRE)

    keys = [create_journey(desk, cart()) for _ in range(3)]

    assert keys == ["cart", "cart-2", "cart-3"]


def test_a_file_becomes_the_draft_of_its_journey(designer: Engine) -> None:
    from designer import services
    from designer.journey_services import file_of, take_in

    furnish(designer)
    draw(designer)
    desk = services.desk(CLAIRE)
    text = file_of({**cart(), "name": "Panier de Noël"})

    key = take_in(desk, text, "cart.yaml")

    with reading(designer) as connection:
        (summary,) = journeys.list_journeys(connection)
    assert key == "cart"
    assert summary.draft is not None
    assert summary.draft.definition["name"] == "Panier de Noël"
    assert summary.live_number == 1
