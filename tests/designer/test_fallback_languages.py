"""A text that lacks the contact's language is shown in another, and says so."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from designer.components.step_form.board import Board
from designer.components.step_form.message_text import _caption, _tab
from designer.preview import step_message
from designer.preview_phone import phone_messages
from designer.preview_view import read_journey
from designer.samples import SAMPLES
from engine.journey.definition import read_definition
from engine.journey.model import fallback_language
from tests.designer.question_samples import asking
from tests.designer.reply_samples import replying

LINE = "Pas d'anglais : affiché en français"


def caption(
    step_id: str, definition: dict[str, Any], *, sample: str = "john", reader: str = "fr", again: bool = False
) -> str:
    step = read_definition(definition).steps[step_id]
    message = step_message(
        step_id, step, SAMPLES[sample], default_language="fr", templates={}, reader=reader, again=again
    )
    assert message is not None
    return str(message.get("caption"))


@pytest.mark.parametrize(
    "changes",
    [
        {"text": {"fr": "Bonjour"}},
        {"text": {"fr": "Bonjour", "en": ""}},
        {"text": {"fr": "Bonjour", "en": "Hello"}, "buttons": [{"id": "a", "title": {"fr": "Oui"}}]},
        {"text": {"fr": "Où ?", "en": "Where?"},
         "list": {"button": {"fr": "Choisir", "en": "Choose"}, "sections": [{"rows": [{"id": "a", "title": {"fr": "Ici"}}]}]}},
        {"text": {"fr": "Ici", "en": "Here"}, "link_button": {"title": {"fr": "Ouvrir"}, "url": "https://shop.example/"}},
    ],
)  # fmt: skip
def test_a_free_reply_says_which_language_is_read_instead(changes: dict[str, Any]) -> None:
    assert caption("hello", replying(**changes)) == f"Réponse libre · {LINE}"
    assert caption("hello", replying(**changes), reader="en") == "Free reply · No English: shown in French"


@pytest.mark.parametrize("text", ["Bonjour", {"fr": "Bonjour", "en": "Hello"}])
def test_a_text_in_the_language_or_for_all_of_them_says_nothing(text: Any) -> None:
    assert caption("hello", replying(text=text)) == "Réponse libre · en"
    assert caption("hello", replying(text=text), sample="amina") == "Réponse libre · fr"


def test_a_question_and_its_repetition_say_it_each_for_itself() -> None:
    half = asking(text={"fr": "Quelle note ?", "en": "Which rating?"}, retry={"fr": "De 1 à 5."})

    assert caption("note", half) == "Question · en"
    assert caption("note", half, again=True) == f"Question répétée · {LINE}"


def test_the_reading_page_marks_the_message() -> None:
    journey = read_definition(replying(text={"fr": "Bonjour"}))
    (section, *_) = read_journey(journey, SAMPLES["john"], "fr")

    (message, *_) = phone_messages(section, journey, {}, language="en", reader="fr")

    assert message.get("caption") == f"M1 · Réponse libre · {LINE}"


def test_a_regional_language_is_served_by_its_base_and_any_other_is_the_last_resort() -> None:
    assert fallback_language([{"fr": "a", "en": "b"}], "en_GB", "fr") is None
    assert fallback_language([{"es": "a"}], "en", "fr") == "es"
    assert fallback_language([{"en": ""}, None, "a"], "en", "fr") is None


def board(**changes: Any) -> Board:
    definition = replying(**changes)
    return Board(
        definition, read_definition(definition), {}, SAMPLES["john"], "fr", 1, dt.date(2026, 1, 5), lambda _change: None
    )


def test_the_editor_says_it_for_a_contact_whose_language_has_no_tab() -> None:
    assert _caption(board(), ["fr"], {"fr": "Bonjour"}) == LINE
    assert _caption(board(), ["fr"], "Bonjour") == ""
    assert _caption(board(), ["fr", "en"], {"fr": "Bonjour", "en": ""}) == ""
    assert _tab(board(), "en") == {
        "code": "en", "label": "Anglais", "name": "anglais", "lacking": "Pas d'anglais : affiché en {shown}"
    }  # fmt: skip
