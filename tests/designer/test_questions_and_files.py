"""Questions, consents and files, as they are drawn, read and told."""

from __future__ import annotations

from typing import Any

import pytest

from designer.canvas_view import Surround, snapshot
from designer.components.editor_acts import take_in_texts
from designer.draft_model import Desk
from designer.live_services import reply_ports
from designer.placeholders import fields_of
from designer.preview import step_message
from designer.preview_answers import Said
from designer.preview_facts import completed, facts_in_brief
from designer.preview_phone import phone_messages
from designer.preview_view import Grey, Shown, read_journey
from designer.reason_words import UNRENDERED, reason_words
from designer.samples import SAMPLES
from designer.search import find
from designer.trail_words import trail_lines
from engine.checker.context import KnownTemplate
from engine.checker.problem import Problem
from engine.journey.definition import Journey, read_definition
from storage.trails import Trail
from tests.designer.editor_house import create, definition
from tests.designer.question_samples import PLAN, asking
from tests.designer.test_trail_words import clock, passage, passed

HEAD = {"header": {"kind": "document"}, "body": "Vos documents", "footer": "", "buttons": []}
LIBRARY = {("docs", "fr"): KnownTemplate("UTILITY", "APPROVED", HEAD)}


def journey(**changes: Any) -> Journey:
    return read_definition(asking(**changes))


def card(step: str, language: str = "fr", **changes: Any) -> dict[str, Any]:
    shown = snapshot(asking(**changes), Surround(), language=language)
    return next(node for node in shown["nodes"] if node["id"] == f"step:{step}")


def message(step: dict[str, Any], *, again: bool = False, sample: str = "amina") -> dict[str, Any]:
    found = step_message(
        "s", read_definition({**asking(), "steps": {"s": step}}).steps["s"], SAMPLES[sample], default_language="fr",
        templates=LIBRARY, again=again,
    )  # fmt: skip
    assert found is not None
    return dict(found)


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({}, "1 à 5, 2 essais"),
        ({"kind": "number", "tries": 1}, "un nombre, 1 essai"),
        ({"kind": "text"}, "texte libre"),
        (
            {"kind": "choice", "choices": [{"id": "a", "title": "Oui"}, {"id": "b", "title": "Non"}]},
            "Oui / Non, 2 essais",
        ),
    ],
)
def test_a_question_shows_what_it_asks_for(changes: dict[str, Any], line: str) -> None:
    assert card("note", **changes)["line"] == line


def test_the_ways_of_a_question_are_said_in_words() -> None:
    french, english = ([port["label"] for port in card("note", language)["ports"]] for language in ("fr", "en"))

    assert french == ["Réponse comprise", "Réponse non comprise", "Sans réponse après 20 h"]
    assert english == ["Reply understood", "Reply not understood", "No reply after 20 h"]


def test_a_consent_shows_which_one_and_the_words_that_prove_it() -> None:
    assert card("agree")["line"].replace("\u00a0", " ") == "Accord marketing : « Écrivez AVIS pour nos offres. »"


def test_a_message_with_a_file_says_so_on_its_card() -> None:
    assert card("plan")["line"].replace("\u00a0", " ").endswith("! » + image")


def test_a_badge_tells_what_is_missing_by_its_own_words() -> None:
    problem = Problem("consent_without_name", "error", "agree", facts={"step": "Accord"}, wording="no_words")

    shown = snapshot(asking(), Surround(problems=[problem]), language="fr")

    assert next(node for node in shown["nodes"] if node["id"] == "step:agree")["badge"]["text"] == "Mots à écrire"


def test_a_question_and_its_repetition_are_two_messages() -> None:
    note = asking()["steps"]["note"]

    first, second = message(note), message(note, again=True)

    assert (first["text"], second["text"]) == ("Quelle note ?", "Un chiffre de 1 à 5.")
    assert first["id"] != second["id"]
    assert second["caption"].startswith("Question répétée")


def test_a_question_without_a_text_of_its_own_for_the_next_try_is_asked_again() -> None:
    assert message({"type": "ask", "text": "Quand ?"}, again=True)["text"] == "Quand ?"


def test_choices_are_buttons_only_where_the_question_offers_them() -> None:
    choices = [{"id": "a", "title": "Oui"}]

    assert message({"type": "ask", "text": "?", "kind": "choice", "choices": choices})["buttons"][0]["title"] == "Oui"
    assert message({"type": "ask", "text": "?", "kind": "date", "choices": choices})["buttons"] == []


def test_a_file_is_shown_by_the_name_that_its_link_gives_it() -> None:
    assert message(asking()["steps"]["plan"])["media"] == {"kind": "image", "url": PLAN, "name": "plan fr.png"}


def test_a_file_alone_needs_no_text_but_with_buttons_it_does() -> None:
    alone = {"type": "send_session", "media": {"kind": "image", "url": PLAN}}

    assert message(alone)["problem"] is None
    assert message({**alone, "buttons": [{"id": "a", "title": "Oui"}]})["problem"].startswith("Écrivez")


@pytest.mark.parametrize(
    ("url", "words"),
    [(None, "Donnez l’adresse"), ("plan.png", "commencer par https://"), ("{{ event.nothing }}", "« nothing »")],
)
def test_a_file_that_cannot_be_fetched_is_an_empty_frame_with_its_name(url: str | None, words: str) -> None:
    shown = message({"type": "send_session", "media": {"kind": "document", "url": url, "name": "Plan.pdf"}})

    assert shown["media"] == {"kind": "document", "url": None, "name": "Plan.pdf"}
    assert words in shown["problem"]


def test_the_file_at_the_head_of_a_template_is_the_one_that_is_given() -> None:
    step = {"type": "send_template", "template": "docs"}
    file = {"kind": "document", "url": "{{ event.document_url }}", "name": "Vol {{ event.booking }}.pdf"}

    with_file, without = message({**step, "header_media": file}), message(step)

    assert with_file["header"] == {
        "kind": "document", "url": "https://voyages.example/K7QZ2P.pdf", "name": "Vol K7QZ2P.pdf",
    }  # fmt: skip
    assert with_file["problem"] is None
    assert "fichier" in without["problem"]


def test_a_reading_has_the_question_its_repetition_an_answer_and_where_it_is_kept() -> None:
    sections = read_journey(journey(), completed(SAMPLES["amina"], journey()), "fr")

    (main,) = sections
    kinds = [(row.number, row.again) if isinstance(row, Shown) else row for row in main.rows]
    assert Grey("Accord : Accord marketing\u00a0: «\u00a0Écrivez AVIS pour nos offres.\u00a0»", "note") in kinds
    place = kinds.index(("M1", False))
    assert kinds[place + 1 : place + 5] == [
        Grey("Si la réponse n’est pas comprise :"), ("M2", True), Said("5"),
        Grey("Réponse notée sur la fiche : satisfaction", "note"),
    ]  # fmt: skip


def test_texts_after_a_question_read_its_answer() -> None:
    (main,) = read_journey(journey(), SAMPLES["amina"], "fr")

    texts = [one["text"] for one in phone_messages(main, journey(), {}, language="fr", reader="fr")]

    assert "Merci pour votre 5 !" in texts


def test_a_question_without_a_next_text_is_repeated_as_it_is() -> None:
    (main,) = read_journey(journey(retry=None), SAMPLES["amina"], "fr")

    assert Grey("Si la réponse n’est pas comprise : M1 encore une fois", "back") in main.rows


def test_the_box_counts_the_repetition_as_a_message_of_its_own() -> None:
    sections = read_journey(journey(retry="STOP pour arrêter"), SAMPLES["amina"], "fr")

    facts = {
        fact.label: fact.text for fact in facts_in_brief(journey(retry="STOP pour arrêter"), sections, [], {}, "fr")
    }

    assert facts["Messages"].startswith("3 messages")
    assert facts["Arrêt"] == "annoncé en M2"


@pytest.mark.parametrize(
    ("step", "port", "why", "sentence"),
    [
        ("note", "next", "answered", "Sa note : a répondu."),
        ("note", "invalid", "invalid", "Sa note : réponse non comprise, plus d’essai."),
        ("note", "no_reply", "no_reply", "Sa note : n’a pas répondu à temps."),
        ("note", "no_reply", "cannot_render:text", "Sa note : n’est pas parti : le texte était vide."),
        (
            "note",
            "no_reply",
            "cannot_render:too_long",
            "Sa note : n’est pas parti : un texte du message était trop long pour WhatsApp.",
        ),
        ("agree", "next", None, "Accord : accord enregistré."),
        ("agree", "next", "cannot_render:city", "Accord : rien n’est noté : « city » est vide sur la fiche du client."),
    ],
)
def test_what_became_of_a_question_or_a_consent_is_told(step: str, port: str, why: str | None, sentence: str) -> None:
    lines = trail_lines(Trail(passage(), 1, [passed(step, port, why, 3)], []), journey(), clock, "fr")

    assert sentence in [line.text for line in lines]


def test_what_could_not_be_made_has_words_of_its_own() -> None:
    assert {reason_words(f"cannot_render:{name}", "fr") for name in UNRENDERED} == set(UNRENDERED.values())


def test_who_answers_a_question_counts_as_having_answered() -> None:
    assert reply_ports(journey()) == [("note", "next"), ("note", "invalid")]


def test_the_answer_to_a_question_can_be_used_in_texts() -> None:
    assert {"answers.note", "contact.satisfaction"} <= set(fields_of(journey(), {}))


@pytest.mark.parametrize(
    ("wanted", "node"), [("chiffre", "note"), ("nos offres", "agree"), ("voyages.example", "plan")]
)
def test_texts_of_questions_consents_and_files_are_found(wanted: str, node: str) -> None:
    hit = find(asking(), wanted, {})

    assert hit is not None
    assert hit.node == f"step:{node}"


def test_the_message_editor_writes_the_text_that_it_names_and_no_other_field(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    create(desk, asking())
    edits = [
        {"nonce": 1, "field_id": "step:note:retry", "revision": 0, "texts": {"fr": "Encore ?", "en": "Again?"}},
        {"nonce": 2, "field_id": "step:agree:words", "revision": 0, "texts": {"fr": "Écrivez OUI."}},
        {"nonce": 3, "field_id": "step:note:next", "revision": 0, "texts": {"fr": "bye"}},
    ]
    sent = {"text": {**edits[2], "earlier": edits[:2]}}
    monkeypatch.setattr("designer.state.widget", lambda key, default=None: sent if key == "message_editor" else default)

    take_in_texts(desk, "cart", "fr")

    steps = definition(desk)["steps"]
    assert steps["note"]["retry"] == {"fr": "Encore ?", "en": "Again?"}
    assert steps["agree"]["words"] == "Écrivez OUI."
    assert steps["note"]["next"] == "plan"
