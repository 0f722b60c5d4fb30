"""`parcours explore` of journeys whose starts are met, and of those that nobody can enter."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.commands.exploring import explore_file

JOURNEY = """parcours: 1
key: starts
name: Starts
triggers: [{start}]
steps:
  hi: {{type: send_template, template: hi, next: bye}}
  bye: {{type: exit}}
"""


def explored(folder: Path, start: str, language: str) -> int:
    path = folder / "starts.yaml"
    path.write_text(JOURNEY.format(start=start), encoding="utf-8")
    return explore_file(path, seed=1, customers=40, promise=None, language=language)


def test_a_birthday_is_met(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ended = explored(tmp_path, "{id: day, type: date, attribute: contact.birthday, next: hi}", "en")

    assert ended == 0
    assert "40 customers, nothing breaks (1 of 1 ways walked)" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("start", "french", "english"),
    [
        ("", "aucun départ : personne ne peut entrer", "no start: nobody can enter"),
        (
            "{id: w, type: keyword, title: Commande, any_of: ['order [0-9]{6}'], match: regex, next: hi}",
            "personne n'est entré par « Commande » : aucun n'a écrit ce que demande son expression",
            'nobody came in by "Commande": none wrote what its expression asks for',
        ),
        ("{id: e, type: event, title: Achat, next: hi}", "« Achat » : il n'est pas rempli", '"Achat": it is not filled in'),
        (
            "{id: d, type: date, title: Fin, attribute: contact.contract.ends_at, next: hi}",
            "« Fin » : aucun n'a cette date", '"Fin": none has this date',
        ),
        (
            "{id: s, type: keyword, any_of: [stop], next: hi}",
            "« stop » : un autre départ, un mot de désinscription", '"stop": another start, an opt-out word',
        ),
    ],
)  # fmt: skip
def test_why_nobody_came_in_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], start: str, french: str, english: str
) -> None:
    ended = [explored(tmp_path, start, language) for language in ("fr", "en")]

    told = capsys.readouterr()
    assert ended == [2, 2]
    assert french in told.err
    assert english in told.err
    assert told.out == ""
