"""`parcours check` with what the house knows: the library of templates, and the people."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.commands.checking import check_files

JOURNEY = """parcours: 1
key: promo
name: Promo
language: en
purpose: service
triggers: [{id: t, type: event, name: order.paid, next: a}]
steps:
  a: {type: send_template, title: Promo, template: sale, values: {shop: "{{ contact.shop }}"}, next: b}
  b: {type: send_template, title: Later, template: later, next: bye}
  bye: {type: exit}
"""
LIBRARY = [
    {"name": "sale", "language": "en", "category": "MARKETING", "status": "APPROVED",
     "components": {"body": "Sale at {{shop}} until {{day}}"}},
    {"name": "later", "language": "en", "category": "UTILITY", "status": "PENDING", "components": {"body": "Later"}},
]  # fmt: skip
PEOPLE = "whatsapp,language,shop\n12025550123,en,Lille\n33600000001,en,\n"


@pytest.fixture
def journey(tmp_path: Path) -> Path:
    path = tmp_path / "promo.yaml"
    path.write_text(JOURNEY, encoding="utf-8")
    return path


def written(folder: Path, name: str, content: str) -> Path:
    (folder / name).write_text(content, encoding="utf-8")
    return folder / name


def rules(journey: Path, capsys: pytest.CaptureFixture[str], **house: Path) -> tuple[int, set[str]]:
    ended = check_files([journey], as_json=True, language="en", **house)
    return ended, {row["rule"] for row in json.loads(capsys.readouterr().out)}


def test_without_the_house_its_rules_say_nothing(journey: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert rules(journey, capsys) == (0, set())


def test_rules_about_templates_speak_with_the_library(journey: Path, capsys: pytest.CaptureFixture[str]) -> None:
    library = written(journey.parent, "templates.json", json.dumps(LIBRARY))

    ended, told = rules(journey, capsys, templates=library)

    assert ended == 1
    assert {"purpose_mismatch", "no_way_to_stop", "template_not_approved", "template_values_missing"} <= told


def test_rules_about_people_speak_with_the_audience(journey: Path, capsys: pytest.CaptureFixture[str]) -> None:
    library = written(journey.parent, "templates.json", json.dumps(LIBRARY))
    people = written(journey.parent, "people.csv", PEOPLE)
    nobodys = written(journey.parent, "others.csv", "whatsapp\n33600000001\n")

    _, both = rules(journey, capsys, templates=library, audience=people)
    _, alone = rules(journey, capsys, audience=nobodys)

    assert {"us_marketing", "field_may_be_empty"} <= both
    assert "unknown_field" not in both
    assert alone == {"unknown_field"}


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("gone.json", None, "gone.json: Ce fichier n'existe pas ; vérifiez le chemin."),
        ("list.json", '{"name": 1}', "ce n’est pas une liste de modèles"),
    ],
)
def test_a_library_that_cannot_be_read_is_named(
    journey: Path, capsys: pytest.CaptureFixture[str], name: str, content: str | None, sentence: str
) -> None:
    path = journey.parent / name if content is None else written(journey.parent, name, content)

    ended = check_files([journey], as_json=False, language="fr", templates=path)

    told = capsys.readouterr()
    assert (ended, told.out) == (2, "")
    assert sentence in told.err
