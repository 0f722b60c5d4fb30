"""Words: every French text of the designer has an English one with the same facts."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from designer import journey_list, live_view, number_words, reason_words, trail_words, wording
from designer.components import (
    journey_card,
    journey_header,
    new_journey_drawer,
    number_cards,
    pause_dialogs,
    settings_parts,
    shell,
    unconfirmed_list,
)
from designer.wording import LOCALE, catalogue, count, say

DESIGNER = LOCALE.parent
SINGLE, COUNTED = {"t": 0, "say": 1}, {"n": 0, "count": 1}
"""Name of the function → the place of its first French text, as a plain call. As a method the language is left out."""
TABLES = [
    *reason_words.REASONS.values(), *reason_words.EXITS.values(), *reason_words.UNRENDERED.values(), *reason_words.CALLS.values(), *trail_words.ASKED.values(), *journey_list.FILTERS.values(),
    *live_view.RANGES.values(), trail_words.HELD[0], *(one[0] for one in trail_words.TROUBLES.values()),
    *journey_card.ACTIONS.values(), *journey_card.KINDS.values(), *pause_dialogs.DONE.values(),
    *(words for choice in pause_dialogs.CHOICES.values() for words in choice),
    *(state[0] for state in journey_header.STATES.values()), *(link[1] for link in journey_header.LINKS),
    *new_journey_drawer.STARTS.values(), *new_journey_drawer.PURPOSES.values(), *new_journey_drawer.MEANING.values(),
    *settings_parts.NAMES.values(), *(quality[0] for quality in number_cards.QUALITY.values()), *shell.ROLES.values(),
    *pause_dialogs.LATE.values(), *unconfirmed_list.DONE.values(), *number_words.STATES.values(),
    *number_words.QUALITIES.values(), *number_words.DECISIONS.values(),
]  # fmt: skip
"""Texts that stand in tables and reach the catalogue by a name."""


def english() -> Catalog:
    with (LOCALE / "en.po").open("rb") as source:
        return read_po(source, locale="en")


def modules() -> list[Path]:
    return [path for path in DESIGNER.rglob("*.py") if "from designer.wording import" in path.read_text("utf-8")]


def said() -> Iterator[tuple[str, str | tuple[str, str]]]:
    """(file, text) of every literal; a counted text is a pair."""
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                yield from ((path.name, text) for text in texts_of(node))


def texts_of(call: ast.Call) -> Iterator[str | tuple[str, str]]:
    method = isinstance(call.func, ast.Attribute)
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name in COUNTED and not method:
        place = COUNTED[name]
        pair = [literal for argument in call.args[place : place + 2] for literal in literals(argument)]
        if len(pair) == 2:
            yield pair[0], pair[1]
    elif name in SINGLE:
        place = 0 if method else SINGLE[name]
        for argument in call.args[place : place + 1]:
            yield from literals(argument)


def literals(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from literals(node.body)
        yield from literals(node.orelse)


def facts(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_text_that_the_designer_says_is_in_the_english_catalogue() -> None:
    known = {message.id if isinstance(message.id, str) else tuple(message.id) for message in english() if message.id}

    missing = [(file, text) for file, text in said() if text not in known]
    missing += [("a table", text) for text in TABLES if text not in known]

    assert missing == []


def test_the_search_for_texts_finds_what_pages_say() -> None:
    found = {text for _, text in said()}

    assert {"Nouveau parcours", "Où ça coince", ("{n} parcours trouvé", "{n} parcours trouvés")} <= found


@pytest.mark.parametrize("message", [message for message in english() if message.id], ids=lambda one: str(one.id)[:60])
def test_a_translation_is_written_and_names_the_same_facts(message: object) -> None:
    french = message.id if isinstance(message.id, tuple | list) else (message.id,)  # type: ignore[attr-defined]
    translated = message.string if isinstance(message.string, tuple | list) else (message.string,)  # type: ignore[attr-defined]

    assert all(translated)
    assert {frozenset(facts(one)) for one in translated} == {frozenset(facts(one)) for one in french}


def test_a_reader_of_french_gets_the_source_text() -> None:
    assert say("fr", "Vous êtes : {name}", name="Claire") == "Vous êtes : Claire"


def test_a_reader_of_another_language_gets_english() -> None:
    assert say("de", "Vous êtes : {name}", name="Claire") == "You are: Claire"


@pytest.mark.parametrize(
    ("language", "number", "words"),
    [
        ("fr", 0, "0 personne en cours"),
        ("fr", 1, "1 personne en cours"),
        ("fr", 1240, "1\u202f240 personnes en cours"),
        ("en", 0, "0 people inside"),
        ("en", 1, "1 person inside"),
        ("en", 1240, "1,240 people inside"),
    ],
)
def test_numbers_agree_with_their_words_in_each_language(language: str, number: int, words: str) -> None:
    assert count(language, "{n} personne en cours", "{n} personnes en cours", number) == words


def test_the_catalogue_is_read_once() -> None:
    assert catalogue("en") is catalogue("en")
    assert wording.LANGUAGES.keys() == {"fr", "en"}
