"""What is wrong with a file, said in French: the same problems, no word of English left."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.journey.faults import UNKNOWN, WORDS
from engine.journey.files import BadFile, NoText, load_text, read_text
from engine.journey.problem_words import FRENCH, problem_words
from engine.journey.stories import read_story_text

HEAD = "parcours: 1\nkey: hello\n"
STORY = "journey: hello.yaml\nstory:\n"


def problems(text: str, *, story: bool = False) -> list[str]:
    with pytest.raises(BadFile) as raised:
        (read_story_text if story else read_text)(text, "file.yaml")
    return raised.value.problems


@pytest.mark.parametrize(
    ("text", "french"),
    [
        ("", "Le fichier est vide. Il commence par « parcours: 1 » et contient key, triggers et steps."),
        ("- a\n", "Ce n'est pas un parcours. Il commence par « parcours: 1 » et contient key, triggers et steps."),
        ("a: 1\n b: 2\n", "Ligne 2, colonne 3 : ce n'est pas du YAML ; vérifiez le retrait, les deux-points et les guillemets de cette ligne."),
        ("a: 1\na: 2\n", "Ligne 2, colonne 1 : « a » figure deux fois ; gardez-en un."),
        ("a: !x 1\n", "Ligne 1, colonne 4 : l'étiquette « !x » n'est pas permise ; retirez-la."),
        ("key: x\n", "Ligne 1 : la première ligne doit être « parcours: 1 » : elle dit dans quel format le fichier est écrit."),
        ("parcours: 2\n", "Ligne 1 : ce fichier est écrit au format 2 ; ce Parcours lit le format 1. Mettez Parcours à jour."),
        ("parcours: '1'\n", "Ligne 1 : le texte « 1 » n'est pas un format ; écrivez parcours: 1, un nombre sans guillemets."),
        (f"{HEAD}colour: red\n", "Ligne 3 : colour : ce champ n'est pas connu ici ; vérifiez son orthographe ou retirez-le."),
        ("parcours: 1\n", "Ligne 1 : key : ce champ manque."),
        (f"{HEAD}steps:\n  a: {{type: fly}}\n", "Ligne 4 : steps.a : « fly » n'est pas un type"),
        (f"{HEAD}purpose: fun\n", "Ligne 3 : purpose : « fun » n'est pas connu ici ; écrivez marketing ou service."),
        (f"{HEAD}steps: 7\n", "Ligne 3 : steps : ce doit contenir des champs, par exemple « nom: valeur »."),
        (f"{HEAD}steps:\n  a: {{type: wait, for: soon}}\n", "« soon » n'est pas une durée ; écrivez 30m, 24h, 2d ou 1d12h."),
        (f'{HEAD}name: "a\\u0007b"\n', "name : le texte contient un caractère invisible (U+0007) ; retirez-le."),
        (f"{HEAD}steps:\n  a: {{type: ask, save_as: contact.size}}\n", "un champ à écrire se nomme sans « contact. » ; écrivez « size »."),
        (f"{HEAD}steps:\n  a: {{type: update_contact, set: {{contact.vip: 1}}}}\n", "un champ à écrire se nomme sans « contact. » ; écrivez « vip »."),
        (f"{HEAD}steps:\n  a: {{type: call_http, save: {{contact.vip: x}}}}\n", "un champ à écrire se nomme sans « contact. » ; écrivez « vip »."),
        ("story:\n  - {says: oui}\n", "C'est une histoire, pas un parcours. Jouez-la avec « parcours rehearse »."),
    ],
)  # fmt: skip
def test_a_problem_of_a_journey_file_is_said_in_french(text: str, french: str) -> None:
    told = [problem_words(problem, "fr") for problem in problems(text)]

    assert any(french in sentence for sentence in told), told


@pytest.mark.parametrize(
    ("text", "french"),
    [
        (
            HEAD,
            "C'est un parcours, pas une histoire : il a des étapes et des départs. Écrivez une histoire qui le nomme",
        ),
        ("- a\n", "Ce n'est pas une histoire. Elle contient journey, contact et story : une liste de lignes."),
        (
            f"{STORY}  - {{says: oui, taps: Non}}\n",
            "says et taps figurent sur une même ligne ; donnez à chacun la sienne.",
        ),
        (f"{STORY}  - {{at: demain, says: oui}}\n", "« demain » n'est pas un moment ; écrivez 2026-01-05T09:00Z."),
        (
            f"{STORY}  - {{says: oui, nothing: true, expect: [{{exit: end}}]}}\n",
            "« nothing » et « expect » se contredisent",
        ),
        (f"{STORY}  - {{says: oui, expect: [{{flies: end}}]}}\n", "une attente commence par un de ces mots"),
    ],
)
def test_a_problem_of_a_story_is_said_in_french(text: str, french: str) -> None:
    told = [problem_words(problem, "fr") for problem in problems(text, story=True)]

    assert any(french in sentence for sentence in told), told


def test_a_file_that_cannot_be_read_is_said_in_french(tmp_path: Path) -> None:
    latin, folder = tmp_path / "latin.yaml", tmp_path / "folder"
    latin.write_bytes("name: été".encode("latin-1"))
    folder.mkdir()

    told: list[str] = []
    for path in (tmp_path / "none.yaml", folder, latin):
        with pytest.raises(NoText) as raised:
            load_text(path)
        told += [problem_words(problem, "fr") for problem in raised.value.problems]

    assert told == [
        "Ce fichier n'existe pas ; vérifiez le chemin.", "C'est un dossier ; nommez un fichier qu'il contient.",
        "Ligne 1 : le fichier n'est pas écrit en UTF-8 ; enregistrez-le en UTF-8.",
    ]  # fmt: skip


@pytest.mark.parametrize("words", sorted({*WORDS.values(), UNKNOWN}))
def test_every_fault_of_a_field_has_its_french(words: str) -> None:
    filled = words.format(ge=1, le=5, actual_length=3, max_length=2)
    sentence = f"Line 4: steps.a.next: {filled}."

    assert problem_words(sentence, "fr").startswith("Ligne 4 : steps.a.next : ")


def test_english_stays_as_it_is() -> None:
    assert problem_words("Line 4: this field is missing.", "en") == "Line 4: this field is missing."


def test_a_sentence_without_french_is_kept() -> None:
    assert problem_words("Line 4: something new.", "fr") == "Ligne 4 : something new."
    assert problem_words("Something new.", "fr") == "Something new."


@pytest.mark.parametrize(("english", "french"), FRENCH.items())
def test_both_languages_name_the_same_things(english: str, french: str) -> None:
    def fields(text: str) -> set[str]:
        return {part.split("}")[0] for part in text.split("{")[1:]}

    assert fields(french) <= fields(english)
