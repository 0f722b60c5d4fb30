"""Where two versions part, in a sentence and in conversations, by titles and in words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engine.commands.comparing import diff_files
from engine.comparing.reasons import ending, refusal
from engine.journey.transcript import Language

BEFORE = """parcours: 1
key: reminder
name: Rappel
language: fr
purpose: service
triggers: [{id: word, type: keyword, any_of: [bonjour], next: q}]
steps:
  q: {type: send_session, title: Question, text: Voulez-vous un rappel ?, next: answer_step}
  answer_step: {type: wait_for_reply, title: Sa réponse, for: 24h, branches: [{id: yes_way, title: Oui, any_of: [oui], next: m}], otherwise: m, no_reply: reminder_step}
  reminder_step: {type: send_template, title: Rappel, template: rappel, next: bye}
  m: {type: send_session, title: Merci, text: Merci, next: bye}
  bye: {type: exit}
"""
AFTER = BEFORE.replace("no_reply: reminder_step", "no_reply: bye")
BIRTHDAY = """parcours: 1
key: birthday
name: Birthday
language: en
purpose: marketing
triggers: [{id: birthday, type: date, attribute: contact.birthday, offset: -2d, at: "10:00", next: wish}]
steps:
  wish: {type: send_template, title: Wish, template: birthday_soon, next: bye}
  bye: {type: exit}
"""


def compared(folder: Path, before: str, after: str, language: str, capsys: pytest.CaptureFixture[str]) -> str:
    for name, written in (("a.yaml", before), ("b.yaml", after)):
        (folder / name).write_text(written, encoding="utf-8")
    ended = diff_files(
        folder / "a.yaml", folder / "b.yaml", stories=[], seed=1, customers=60, as_json=False, language=language
    )
    assert ended == 0
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("fr", ["« Sa réponse », après 24 h de silence : c'était « Rappel », maintenant la fin",
                "  après 24 h de silence : c'était « Rappel », maintenant la fin",
                "chemin « Sans réponse » de « Sa réponse »", "· fin du parcours"]),
        ("en", ["“Sa réponse”, after 24 h of silence: was “Rappel”, now ends",
                "  after 24 h of silence: was “Rappel”, now ends", "way “No reply” of “Sa réponse”", "· the journey ends"]),
    ],
)  # fmt: skip
def test_what_a_silence_leads_to_is_told_before_and_after(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str, sentences: list[str]
) -> None:
    told = compared(tmp_path, BEFORE, AFTER, language, capsys)

    assert [sentence for sentence in sentences if sentence not in told] == []
    assert re.findall(r"answer_step|yes_way|reminder_step|opted_out|no_consent|\(end", told) == []


def test_a_birthday_at_another_hour_is_met_by_those_who_have_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = compared(tmp_path, BIRTHDAY, BIRTHDAY.replace("10:00", "12:00"), "en", capsys)

    touched = re.search(r"(\d+) of 60 made-up customers", told)
    assert touched is not None
    assert int(touched[1]) > 20
    assert "silence" not in told


@pytest.mark.parametrize(
    ("reason", "french", "english"),
    [
        ("end", "fin du parcours", "the journey ends"),
        ("goal", "fin du parcours : objectif atteint", "the journey ends: goal reached"),
        ("refused:no_consent", "fin du parcours : le client n'a pas donné son accord", "the journey ends: the customer has not agreed"),
        ("opted_out", "fin du parcours : le client s'est désinscrit", "the journey ends: the customer opted out"),
        ("failed:131026", "fin du parcours : 131026", "the journey ends: 131026"),
    ],
)  # fmt: skip
def test_the_end_of_a_passage_is_told_in_words(reason: str, french: str, english: str) -> None:
    assert (ending(reason, "fr"), ending(reason, "en")) == (french, english)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_missing_value_is_named(language: Language) -> None:
    assert "contact.city" in refusal("cannot_render:contact.city", language)
