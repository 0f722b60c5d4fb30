"""A story that goes otherwise is told so that a marketer understands what went wrong."""

from __future__ import annotations

import re

import pytest

from engine.journey.files import read_text
from engine.journey.rehearsal import rehearse
from engine.journey.stories import read_story_text
from engine.journey.transcript import WORDS
from tests.engine.journey.playing import assert_kept, failing, play
from tests.engine.journey.samples import CART


@pytest.mark.parametrize(
    "expect",
    ["[]", "[{template: other}]", "[{template: cart_reminder, values: {name: Anna}}]", "[{template: cart_reminder, language: en}]",
     "[{session: x}]", "[{template: cart_reminder}, {exit: bye}]", "[{template: cart_reminder}, {template: cart_reminder}]",
     "[{template: cart_reminder}, {branch: answer.yes}]", "[{template: cart_reminder}, {contact: {name: Anna}}]", "[{refused: no_consent}]",
     "[{template: cart_reminder}, {confirmation: opt_out}]", "[{branch: remind.next}, {template: cart_reminder}]"],
)  # fmt: skip
def test_a_line_that_goes_otherwise_fails(expect: str) -> None:
    assert failing(play(f"  - {{event: {{name: cart.abandoned}}, expect: {expect}}}")) == [1]


def test_a_wrong_button_title_or_order_fails() -> None:
    assert failing(play("  - {says: menu, expect: [{session: Oui ou non ?, buttons: [Non]}]}")) == [1]


def test_a_message_that_is_left_out_of_the_list_fails_the_line() -> None:
    lines = """
  - {says: menu, expect: [{session: Oui ou non ?}]}
  - {after: 1m, says: oui, expect: [{exit: bye}]}
"""

    assert failing(play(lines)) == [2]


def test_a_line_without_expectations_is_not_checked() -> None:
    assert_kept(play("  - {event: {name: cart.abandoned}}"))


def test_the_report_shows_expected_got_and_the_conversation_so_far() -> None:
    report = play("""
  - {event: {name: cart.abandoned}, expect: [{template: cart_reminder}]}
  - {after: 5m, says: "Oui!", expect: [{session: Merci !}, {exit: bye}]}
""")

    assert report.text() == REPORT


REPORT = """\
story : 2 lignes, 1 ne se passe pas comme attendu
  ligne 2 (2026-01-05 09:05) « Oui! »
    attendu  message « Merci ! » + sortie (bye)
    obtenu   message « Merci Amina ! » + sortie (end, bye)
    La conversation jusque-là :
    2026-01-05
      09:00 ← événement cart.abandoned
      09:00 → modèle cart_reminder, avec name = Amina, en fr
      09:05 ← « Oui! »
      09:05 · chemin answer.yes (mot « oui »)
      09:05 → message « Merci Amina ! »
      09:05 · fiche : buyer = True
      09:05 · sortie (end, bye)"""


def test_the_report_speaks_english_too() -> None:
    story = read_story_text("story:\n  - {says: menu, nothing: true}\n  - {taps: Maybe}", "s")

    text = rehearse(story, read_text(CART, "cart"), language="en", name="cart.story.yaml").text()

    assert text.startswith("cart.story.yaml: 2 lines, 2 not as expected")
    assert "expected nothing" in text
    assert "the last message has no button “Maybe”; it has [Oui]" in text


def test_both_languages_say_the_same_things() -> None:
    holes = {
        language: {key: re.findall(r"\{\w+\}", words) for key, words in table.items()}
        for language, table in WORDS.items()
    }

    assert holes["fr"] == holes["en"]


def test_a_tap_before_any_message_says_so() -> None:
    assert play("  - {taps: Oui}").checks[0].problem == "aucun message à boutons n’a été envoyé avant cette ligne"


def test_one_line_is_one_line_in_both_languages() -> None:
    story = "  - {event: {name: cart.abandoned}, expect: [{exit: bye}]}"

    assert play(story).text().startswith("story : 1 ligne, 1 ne se passe pas comme attendu")
    assert WORDS["en"]["line_one"] == "1 line"
