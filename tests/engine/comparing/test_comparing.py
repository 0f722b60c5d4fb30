"""Two versions side by side: what changed by step, and what customers meet otherwise."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from engine.comparing.changes import changes_between
from engine.comparing.comparing import compare
from engine.comparing.words import SENTENCES
from engine.journey.definition import read_definition
from engine.journey.files import read_file
from engine.journey.stories import read_story_text
from engine.journey.transcript import conversation

SAMPLES = Path(__file__).parents[3] / "engine" / "samples"
BEFORE: dict[str, Any] = {
    "parcours": 1, "key": "cart", "name": "Panier", "language": "fr",
    "triggers": [{"id": "word", "type": "keyword", "any_of": ["menu"], "next": "hello"}],
    "steps": {
        "hello": {"type": "send_session", "title": "Accueil", "text": {"fr": "Bonjour", "en": "Hello"}, "buttons": [{"id": "yes", "title": "Oui"}], "next": "answer"},
        "answer": {"type": "wait_for_reply", "title": "Sa réponse", "for": "20h", "branches": [{"id": "yes", "title": "D'accord", "any_of": ["oui", "yes"], "buttons": ["yes"], "next": "thanks"}], "otherwise": "end", "no_reply": "end"},
        "thanks": {"type": "send_session", "title": "Merci", "text": "Merci !", "next": "choose"},
        "choose": {"type": "branch", "title": "Fidèle ?", "branches": [{"id": "loyal", "when": {"attribute": "contact.orders", "operator": "at_least", "value": 3}, "next": "note"}], "otherwise": "end"},
        "note": {"type": "update_contact", "title": "Noter", "set": {"style": "sport"}, "next": "end"},
        "end": {"type": "exit", "title": "Fin"},
    },
}  # fmt: skip


def changed(*edits: Any) -> dict[str, Any]:
    """The same journey after these edits: each a way and the value to write there, None to take it out."""
    after = copy.deepcopy(BEFORE)
    for *way, name, value in edits:
        place: Any = after
        for step in way:
            place = place[step]
        if value is None:
            place.pop(name)
        else:
            place[name] = copy.deepcopy(value)
    return after


def said(after: dict[str, Any], language: str = "fr") -> list[str]:
    return [one.message(language) for one in changes_between(read_definition(BEFORE), read_definition(after))]


NEW_STEP = {"type": "wait", "title": "Une pause", "for": "2h", "next": "end"}
CASES: list[tuple[str, dict[str, Any], list[str], list[str]]] = [
    ("text", changed(("steps", "hello", "text", "fr", "Bonsoir")), ["« Accueil », texte fr : « Bonjour » devient « Bonsoir »"], ["“Accueil”, text fr: “Bonjour” becomes “Bonsoir”"]),
    ("text_added", changed(("steps", "hello", "text", "de", "Hallo")), ["« Accueil », texte de : nouveau, « Hallo »"], ["“Accueil”, text de: new, “Hallo”"]),
    ("text_removed", changed(("steps", "hello", "text", "en", None)), ["« Accueil », texte en : retiré, c'était « Hello »"], ["“Accueil”, text en: gone, it was “Hello”"]),
    ("button", changed(("steps", "hello", "buttons", 0, "title", "Oui !")), ["« Accueil », bouton (boutons yes, titre) : « Oui » devient « Oui ! »"], ["“Accueil”, button (buttons yes, title): “Oui” becomes “Oui !”"]),
    ("wait", changed(("steps", "answer", "for", "2h")), ["« Sa réponse » : 20 h devient 2 h"], ["“Sa réponse”: 20 h becomes 2 h"]),
    ("words", changed(("steps", "answer", "branches", 0, "any_of", ["oui", "ok"])), ["« Sa réponse », chemin « D'accord », mots : + « ok », − « yes »"], ['“Sa réponse”, path "D\'accord", words: + “ok”, − “yes”']),
    ("way", changed(("steps", "answer", "otherwise", "thanks")), ["« Sa réponse », chemin « Autre », mène à « Merci » au lieu de « Fin »"], ["“Sa réponse”, path “Other”, leads to “Merci” instead of “Fin”"]),
    ("way_removed", changed(("steps", "answer", "otherwise", None)), ["« Sa réponse », chemin « Autre », ne mène plus à « Fin »"], ["“Sa réponse”, path “Other”, no longer leads to “Fin”"]),
    ("way_added", changed(("steps", "hello", "not_sent", "end")), ["« Accueil », chemin « S'il ne part pas », mène à « Fin »"], ["“Accueil”, path “If it does not leave”, leads to “Fin”"]),
    ("item_added", changed(("steps", "answer", "branches", [*BEFORE["steps"]["answer"]["branches"], {"id": "no", "any_of": ["non"], "next": "end"}])), ["« Sa réponse » : nouveau, chemin « non »"], ['“Sa réponse”: new, path "non"']),
    ("item_removed", changed(("steps", "hello", "buttons", None)), ["« Accueil », bouton (boutons yes, titre) : « Oui » devient rien", "« Accueil » : supprimé, boutons yes"], ["“Accueil”, button (buttons yes, title): “Oui” becomes nothing", "“Accueil”: removed, buttons yes"]),
    ("condition", changed(("steps", "choose", "branches", 0, "when", "value", 5)), ["« Fidèle ? », chemin « loyal », condition : c'était « orders ≥ 3 », maintenant « orders ≥ 5 »"], ['“Fidèle ?”, path "loyal", condition: was “orders ≥ 3”, now “orders ≥ 5”']),
    ("condition", changed(("steps", "choose", "branches", 0, "when", {"all": [{"attribute": "contact.language", "operator": "is", "value": "fr"}, {"any": [{"not": {"attribute": "contact.vip", "operator": "is", "value": True}}, {"attribute": "answers.answer", "operator": "is_set"}]}]})), ["« Fidèle ? », chemin « loyal », condition : c'était « orders ≥ 3 », maintenant « langue = fr et (pas (vip = oui) ou réponse à « Sa réponse » est rempli) »"], ['“Fidèle ?”, path "loyal", condition: was “orders ≥ 3”, now “language = fr and (not (vip = yes) or answer to “Sa réponse” is filled)”']),
    ("condition", changed(("steps", "choose", "branches", 0, "when", None)), ["« Fidèle ? », chemin « loyal », condition : c'était « orders ≥ 3 », maintenant rien"], ['“Fidèle ?”, path "loyal", condition: was “orders ≥ 3”, now nothing']),
    ("silence", changed(("steps", "answer", "no_reply", "thanks")), ["« Sa réponse », après 20 h de silence : c'était la fin, maintenant « Merci »"], ["“Sa réponse”, after 20 h of silence: ended, now “Merci”"]),
    ("setting", changed(("steps", "answer", "branches", 0, "typos", True)), ["« Sa réponse », chemin « D'accord », fautes tolérées : rien devient oui"], ['“Sa réponse”, path "D\'accord", typos: nothing becomes yes']),
    ("journey", changed(("purpose", "marketing")), ["parcours, but : rien devient marketing"], ["journey, purpose: nothing becomes marketing"]),
    ("start_added", changed(("triggers", [*BEFORE["triggers"], {"id": "e", "type": "event", "title": "Panier", "name": "cart", "next": "hello"}])), ["nouveau départ « Panier »"], ["new start “Panier”"]),
    ("start_removed", changed(("triggers", [])), ["départ « menu » supprimé"], ["start “menu” removed"]),
    ("step_added", changed(("steps", "pause", NEW_STEP), ("steps", "thanks", "next", "pause")), ["« Merci » mène à « Une pause » au lieu de « Fidèle ? »", "nouvelle étape « Une pause »"], ["“Merci” leads to “Une pause” instead of “Fidèle ?”", "new step “Une pause”"]),
    ("step_removed", changed(("steps", "note", None)), ["étape « Noter » supprimée"], ["step “Noter” removed"]),
    ("step_replaced", changed(("steps", "note", NEW_STEP)), ["« Une pause » remplace « Noter »", "« Une pause », noté style : retiré, c'était « sport »"], ["“Une pause” replaces “Noter”", "“Une pause”, noted style: gone, it was “sport”"]),
    ("value", changed(("steps", "hello", {"type": "send_template", "title": "Accueil", "template": "t", "values": {"1": "a"}, "next": "answer"})), [], []),
]  # fmt: skip


@pytest.mark.parametrize(("after", "french", "english"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_difference_is_told_by_its_step(after: dict[str, Any], french: list[str], english: list[str]) -> None:
    told = said(after)

    assert told
    if french:
        assert told == french
    if english:
        assert said(after, "en") == english


def test_every_kind_of_difference_is_told_by_some_case() -> None:
    kinds = {
        one.kind for _, after, *_ in CASES for one in changes_between(read_definition(BEFORE), read_definition(after))
    }

    assert kinds == set(SENTENCES)


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_version_does_not_differ_from_itself_nor_by_its_drawing(path: Path) -> None:
    journey = read_file(path)
    moved = journey.model_copy(update={"layout": {}})

    compared = compare(journey, moved, customers=50)

    assert (compared.changes, compared.conversations, compared.touched) == ((), (), 0)


def test_a_new_word_is_shown_as_the_conversation_that_goes_otherwise() -> None:
    after = changed(("steps", "answer", "branches", 0, "any_of", ["oui", "yes", "volontiers"]))

    compared = compare(read_definition(BEFORE), read_definition(after))

    (found,) = [one for one in compared.conversations if any(line.says == "volontiers" for line in one.lines)][:1]
    assert len(found.lines) == 2
    assert "message « Merci ! »" not in " ".join(conversation(found.before, "fr"))
    assert "message « Merci ! »" in " ".join(conversation(found.after, "fr"))
    assert 0 < compared.touched < compared.customers


def test_a_title_changes_nothing_for_a_customer() -> None:
    compared = compare(read_definition(BEFORE), read_definition(changed(("steps", "note", "title", "Autrement"))))

    assert [one.kind for one in compared.changes] == ["setting"]
    assert compared.touched == 0


def test_another_id_for_the_same_step_changes_nothing_for_a_customer() -> None:
    steps = {**BEFORE["steps"], "bye": BEFORE["steps"]["thanks"]}
    after = changed(("steps", steps), ("steps", "answer", "branches", 0, "next", "bye"))

    compared = compare(read_definition(BEFORE), read_definition(after))

    assert compared.touched == 0


def test_a_shorter_wait_is_the_same_message_at_another_time() -> None:
    later = {"type": "send_session", "text": "Encore là ?", "next": "end"}
    pause = {"type": "wait", "for": "2h", "next": "later"}
    before = changed(("steps", "thanks", "next", "pause"), ("steps", "pause", pause), ("steps", "later", later))
    after = copy.deepcopy(before)
    after["steps"]["pause"]["for"] = "3h"

    compared = compare(read_definition(before), read_definition(after))

    assert [one.message("fr") for one in compared.changes] == ["« Attendre 3 h » : 2 h devient 3 h"]
    example = compared.conversations[0]
    assert [line.split()[0] for line in conversation(example.before, "fr") if "Encore" in line] == ["11:00"]
    assert [line.split()[0] for line in conversation(example.after, "fr") if "Encore" in line] == ["12:00"]


def test_stories_that_go_otherwise_are_named() -> None:
    kept = read_story_text("contact: {language: fr}\nstory:\n  - {says: bonsoir}\n", "kept")
    touched = read_story_text(
        "contact: {language: fr}\nstory:\n  - {says: menu}\n  - {after: 1m, says: oui}\n", "touched"
    )
    after = changed(("steps", "thanks", "text", "Grand merci !"))

    compared = compare(
        read_definition(BEFORE), read_definition(after), stories=[("kept", kept), ("touched", touched)], customers=10
    )

    assert [one.name for one in compared.stories] == ["touched"]


def test_the_same_versions_are_compared_the_same_way() -> None:
    before, after = read_definition(BEFORE), read_definition(changed(("steps", "thanks", "text", "Grand merci !")))

    assert compare(before, after, seed=4, customers=40) == compare(before, after, seed=4, customers=40)
