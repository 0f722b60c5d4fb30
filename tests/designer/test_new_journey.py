"""A new journey out of the drawer's answers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.new_journey import Answers, definition_of, key_of, words_of
from engine.journey.definition import read_definition
from engine.journey.triggers import EventTrigger, KeywordTrigger, LinkTrigger


def made(**answers: str) -> dict[str, object]:
    return definition_of(Answers(**{"start": "keyword", "purpose": "service", "language": "fr", **answers}), "Nouveau")  # type: ignore[arg-type]


def test_words_become_a_keyword_start_that_forgives_typos() -> None:
    (start,) = read_definition(made(words="menu, bonjour ,menu")).triggers

    assert isinstance(start, KeywordTrigger)
    assert (start.any_of, start.typos) == (["menu", "bonjour"], True)


def test_a_site_starts_it_by_an_event() -> None:
    (start,) = read_definition(made(start="event", event=" cart.abandoned ")).triggers

    assert isinstance(start, EventTrigger)
    assert start.name == "cart.abandoned"


def test_a_link_starts_it_by_its_code() -> None:
    (start,) = read_definition(made(start="link", code=" noel26 ")).triggers

    assert isinstance(start, LinkTrigger)
    assert start.code == "noel26"
    assert made(start="link", code="noel26")["name"] == "noel26"


def test_without_a_name_it_is_called_by_its_first_word() -> None:
    assert made(words="menu, bonjour")["name"] == "Menu"
    assert made(start="event", event="cart.abandoned")["name"] == "cart.abandoned"
    assert made()["name"] == "Nouveau"


@pytest.mark.parametrize(
    ("name", "key"),
    [("Panier abandonné", "panier-abandonne"), ("Été & Œuvres !", "ete-oeuvres"), ("🎁", "gift"), ("…", "parcours")],
)
def test_a_key_can_stand_in_an_address(name: str, key: str) -> None:
    assert key_of(name) == key


TYPED = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), max_size=80)


@given(TYPED, TYPED, TYPED, st.sampled_from(["keyword", "event", "audience", "opt_in", "date", "link"]))
def test_whatever_is_typed_makes_a_journey_that_can_be_read(name: str, words: str, event: str, start: str) -> None:
    assert read_definition(made(start=start, name=name, words=words, event=event, code=words)).key


def test_words_may_stand_on_lines_of_their_own() -> None:
    assert words_of("menu\nbonjour; salut") == ["menu", "bonjour", "salut"]
