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


LATE = """parcours: 1
key: advice
name: Advice
language: en
triggers: [{id: t, type: keyword, any_of: [advice], next: later}]
steps:
  later: {type: wait, for: 20h, next: say}
  say: {type: send_session, title: Advice, text: Think of it, next: bye}
  bye: {type: exit}
"""


def test_a_journey_is_judged_with_the_quiet_hours_of_the_house(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    late = written(tmp_path, "advice.yaml", LATE)
    assert rules(late, capsys) == (0, set())

    check_files([late], as_json=True, language="en", quiet_hours="21:00-08:00")

    assert [row["rule"] for row in json.loads(capsys.readouterr().out)] == ["quiet_hours_close_window"]


@pytest.mark.parametrize("written_as", ["21:00", "21:00-25:00", "9-9", "08:00-08:00", ""])
def test_quiet_hours_that_cannot_be_read_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], written_as: str
) -> None:
    ended = check_files([written(tmp_path, "a.yaml", LATE)], as_json=False, language="en", quiet_hours=written_as)

    assert ended == 2
    assert (
        f"“{written_as}” cannot be read as quiet hours. Write them for example 21:00-08:00." in capsys.readouterr().err
    )
