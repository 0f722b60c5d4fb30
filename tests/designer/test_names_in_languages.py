"""The name of a journey in two languages: each reader sees, searches and writes their own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from designer import routes, services
from designer.draft_model import Draft
from designer.draft_services import load_draft
from designer.journey_services import create_journey, duplicate_journey, list_journeys
from designer.search import find
from engine.checker.check import check
from engine.checker.context import Surroundings
from engine.checker.neighbours import among
from engine.commands.exchange import take_in
from engine.comparing.changes import changes_between
from engine.journey.definition import read_definition
from engine.journey.files import read_text, write_text
from storage import journeys
from storage.database import reading, writing
from storage.people import change_language
from tests.designer.editing_samples import cart
from tests.designer.pages import configured, furnish, open_page, words_of
from tests.storage.house import CLAIRE, NOON

NAMES = {"fr": "Panier oublié", "en": "Forgotten cart"}


@pytest.fixture(autouse=True)
def designer(sqlite_database: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    with configured(sqlite_database, monkeypatch):
        furnish(sqlite_database)
        create_journey(services.desk(CLAIRE), cart() | {"name": NAMES})
        yield sqlite_database


def reads(designer: Engine, language: str) -> None:
    with writing(designer) as connection:
        change_language(connection, person_id=CLAIRE, language=language, by=CLAIRE, at=NOON)


@pytest.mark.parametrize("page", [routes.JOURNEYS, routes.EDITOR, routes.PREVIEW, routes.LIVE])
def test_every_page_calls_a_journey_by_its_name_in_the_readers_language(designer: Engine, page: str) -> None:
    of = {} if page == routes.JOURNEYS else {"journey": "cart"}
    assert "Panier oublié" in words_of(open_page(page, **of))

    reads(designer, "en")

    words = words_of(open_page(page, **of))
    assert "Forgotten cart" in words
    assert "Panier oublié" not in words


def test_a_reader_writes_the_name_of_their_language_and_keeps_the_other(designer: Engine) -> None:
    reads(designer, "en")
    app = open_page(routes.EDITOR, journey="cart")

    field = app.text_input(key="form:journey:name.en")
    assert field.value == "Forgotten cart"
    field.set_value("Left behind").run()

    draft = load_draft(services.desk(CLAIRE), "cart")
    assert isinstance(draft, Draft)
    assert draft.definition["name"] == {"fr": "Panier oublié", "en": "Left behind"}
    with reading(designer) as connection:
        row = journeys.find_journey(connection, key="cart")
    assert row is not None
    assert (row.name, row.name_in("en"), row.name_in("fr_CA"), row.name_in("de")) == (
        "Panier oublié", "Left behind", "Panier oublié", "Panier oublié",
    )  # fmt: skip


def test_a_name_is_found_in_any_language() -> None:
    hits = [find(cart() | {"name": NAMES}, wanted, {}) for wanted in ("oublie", "forgotten")]

    assert [hit.kind if hit else None for hit in hits] == ["name", "name"]


def test_a_copy_is_called_a_copy_in_each_language() -> None:
    desk = services.desk(CLAIRE)
    listed, _ = list_journeys(desk)

    duplicate_journey(desk, listed[0], "fr")

    names = {one.row.key: one.row.names for one in list_journeys(desk)[0]}
    assert names["cart-copie"] == {"fr": "Copie de Panier oublié", "en": "Copy of Forgotten cart"}


def test_a_file_brings_and_takes_the_names_along(designer: Engine) -> None:
    text = write_text(cart() | {"name": {"fr": "Relance", "en": "Chaser"}})
    read = read_text(text, "cart.yaml")
    assert read.names == {"fr": "Relance", "en": "Chaser"}

    with writing(designer) as connection:
        take_in(connection, read)

    with reading(designer) as connection:
        row = journeys.find_journey(connection, key="cart")
    assert row is not None
    assert (row.name, row.names) == ("Relance", {"fr": "Relance", "en": "Chaser"})


def test_a_problem_names_the_other_journey_in_the_readers_language() -> None:
    start = {"id": "go", "type": "keyword", "any_of": ["menu"], "next": "bye"}
    here, there = (
        read_definition(
            {"parcours": 1, "key": key, "name": name, "triggers": [start], "steps": {"bye": {"type": "exit"}}}
        )
        for key, name in (("here", "Ici"), ("there", {"fr": "Là-bas", "en": "Over there"}))
    )

    told = [one for one in check(here, among(here, [here, there])) if one.rule == "keyword_used_elsewhere"]

    assert "Là-bas" in told[0].message("fr")
    assert "Over there" in told[0].message("en")
    assert not [one for one in check(here, Surroundings()) if one.rule == "keyword_used_elsewhere"]


def test_a_changed_name_is_told_when_versions_are_compared() -> None:
    before, after = (read_definition(cart() | {"name": NAMES | {"en": name}}) for name in ("Forgotten cart", "Left"))

    told = [change.message("fr") for change in changes_between(before, after)]

    assert told == ["parcours, nom en : Forgotten cart devient Left"]
