"""The page Réglages: the emergency stop, what is connected, who works here."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from designer import routes
from storage import house, inbox, people
from storage.database import reading, writing
from tests.designer.pages import click, configured, furnish, open_page, words_of
from tests.storage.house import NOON


@pytest.fixture(autouse=True)
def designer(sqlite_database: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    with configured(sqlite_database, monkeypatch):
        furnish(sqlite_database)
        yield sqlite_database


def test_one_click_suspends_everything_and_says_by_whom(designer: Engine) -> None:
    app = click(open_page(routes.SETTINGS), "suspend_all")

    with reading(designer) as connection:
        suspension = house.suspension(connection)
    assert suspension is not None
    assert suspension.by == "person-claire"
    assert "par Claire" in words_of(app)


def test_secrets_are_never_shown(designer: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = {"sinch_key_secret": "s3cret-key", "sinch_webhook_secret": "s3cret-hook", "sinch_app_id": "01APP1234"}

    with configured(designer, monkeypatch, provider="sinch", **secrets):
        words = words_of(open_page(routes.SETTINGS))

    assert "s3cret" not in words
    assert "01APP" not in words
    assert "••••1234" in words


def test_the_account_at_whatsapp_is_shown_without_its_secrets(
    designer: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = {"whatsapp_token": "s3cret-token", "whatsapp_app_secret": "s3cret-app", "whatsapp_verify_token": "s3cret-word",
               "whatsapp_phone_number_id": "106540352242922", "whatsapp_business_account_id": "1"}  # fmt: skip

    with configured(designer, monkeypatch, provider="whatsapp_cloud", public_url="https://p.example", **account):
        words = words_of(open_page(routes.SETTINGS))

    assert "s3cret" not in words
    assert "••••2922" in words
    assert "https://p.example/webhooks/whatsapp" in words.replace("\\", "")
    assert "à régler" not in words


def test_what_is_missing_at_whatsapp_names_its_settings(designer: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    with configured(designer, monkeypatch, provider="whatsapp_cloud"):
        words = words_of(open_page(routes.SETTINGS))

    assert "à régler : `PARCOURS_WHATSAPP_*`" in words
    assert "à régler : `PARCOURS_WHATSAPP_APP_SECRET`" in words


def test_what_is_missing_names_the_setting(designer: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    with configured(designer, monkeypatch, provider="sinch"):
        words = words_of(open_page(routes.SETTINGS))

    assert "à régler : `PARCOURS_PUBLIC_URL`" in words


def test_the_number_that_speaks_is_listed(designer: Engine) -> None:
    assert "+33100000000" in words_of(open_page(routes.SETTINGS))


def test_a_colleague_is_added_with_a_role(designer: Engine) -> None:
    app = open_page(routes.SETTINGS)
    app.text_input(key="new_person").input("Sam")
    app.selectbox(key="new_role").set_value("agent")

    next(button for button in app.button if button.label == "Ajouter").click().run()

    with reading(designer) as connection:
        assert [(one.name, one.role) for one in people.list_people(connection)][-1] == ("Sam", "agent")


def test_a_person_changes_their_name(designer: Engine) -> None:
    app = open_page(routes.SETTINGS)
    app.text_input(key="my_name").input("Clara")

    next(button for button in app.button if button.label == "Changer").click().run()

    with reading(designer) as connection:
        assert people.list_people(connection)[0].name == "Clara"


def test_the_house_reply_is_written_in_each_language(designer: Engine) -> None:
    app = open_page(routes.SETTINGS)
    app.text_area(key="house_reply_fr").input("Bonjour, nous vous lisons demain matin.")
    app.text_area(key="house_reply_en").input("  ")

    next(button for button in app.button if button.label == "Enregistrer la réponse").click().run()

    with reading(designer) as connection:
        assert house.get_setting(connection, name="house_reply") == {
            "texts": {"fr": "Bonjour, nous vous lisons demain matin."}
        }
    assert open_page(routes.SETTINGS).text_area(key="house_reply_fr").value == "Bonjour, nous vous lisons demain matin."


def test_an_empty_house_reply_means_silence(designer: Engine) -> None:
    with writing(designer) as connection:
        house.set_setting(connection, name="house_reply", value={"texts": {"fr": "Bonjour"}}, by=None, at=NOON)
    app = open_page(routes.SETTINGS)
    app.text_area(key="house_reply_fr").input("")

    next(button for button in app.button if button.label == "Enregistrer la réponse").click().run()

    with reading(designer) as connection:
        assert house.get_setting(connection, name="house_reply") == {"texts": {}}


def test_the_words_of_journey_builder_are_there(designer: Engine) -> None:
    app = open_page(routes.SETTINGS)

    assert "entry source" in app.table[0].value.to_string()


def test_the_zone_of_the_house_is_kept_as_soon_as_it_is_chosen(designer: Engine) -> None:
    app = open_page(routes.SETTINGS)
    assert app.selectbox(key="house_zone").value == "UTC"

    app.selectbox(key="house_zone").set_value("Europe/Paris").run()

    with reading(designer) as connection:
        assert house.get_setting(connection, name="timezone") == {"name": "Europe/Paris"}
    assert open_page(routes.SETTINGS).selectbox(key="house_zone").value == "Europe/Paris"


def test_events_that_were_put_aside_are_shown_with_their_reason_and_tried_again(designer: Engine) -> None:
    with writing(designer) as connection:
        inbox.keep(connection, [inbox.RawEvent("sinch", key, "{}", NOON) for key in ("a", "b")])
        inbox.set_aside(connection, dict.fromkeys((1, 2), "the event names no customer 33600000001"), now=NOON)
    app = open_page(routes.SETTINGS)
    before = words_of(app)

    app = click(app, "aside:again")

    assert "2 événements n’ont pas pu être traités" in before
    assert "l’événement ne nomme aucun client × 2" in before
    assert "33600000001" not in before
    assert not app.exception
    assert "pas pu être trait" not in words_of(app)
    with reading(designer) as connection:
        entries = connection.exec_driver_sql("SELECT person_id FROM audit_entry WHERE act = 'event.replayed'")
        assert list(entries.scalars()) == ["person-claire"] * 2
