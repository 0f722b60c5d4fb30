"""Recognising words: folded, exact before near, never a coin toss."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.journey.keywords import Match, Pattern, fold, recognise, recognise_exactly, recognise_nearly, symbols


def pattern(key: str, *words: str, match: Match = "word", typos: bool = False) -> Pattern:
    return Pattern.of(key, words, match, typos)


YES_NO = [pattern("yes", "oui", "d'accord", typos=True), pattern("no", "non", "jamais", typos=True)]


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("« Évidemment !! »", "evidemment"), ("ＯＵＩ", "oui"), ("L'ÉTÉ", "l ete"), ("œuvre", "oeuvre"), ("Straße", "strasse"),
        ("İPTAL", "iptal"), ("ARRÊT", "arret"), ("_oui_ *merci*", "oui merci"), ("oui 👍", "oui"), ("1️⃣", "1"), ("  oui\n\n", "oui"),
        ("إيقاف", "ايقاف"), ("बंद", "बंद"), ("退订", "退订"), ("e\u0301te\u0301", "ete"), ("", ""), ("!?…", ""),
    ],
)  # fmt: skip
def test_case_accents_width_and_punctuation_do_not_count(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(st.text(max_size=200))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_vowels_of_hindi_make_different_words() -> None:
    assert fold("की") != fold("का")


@pytest.mark.parametrize("said", ["oui", "Oui !", "OUI", "oui merci", "ah oui", "D’ACCORD", "d accord"])
def test_an_exact_word_is_found_wherever_it_stands(said: str) -> None:
    found = recognise(said, YES_NO)

    assert found is not None
    assert (found.key, found.near) == ("yes", False)


@pytest.mark.parametrize("said", ["OUIII", "ouiiiiiii !!", "d'acord", "daccord", "d'accrod"])
def test_a_slip_is_forgiven_when_nothing_matched(said: str) -> None:
    found = recognise(said, YES_NO)

    assert found is not None
    assert (found.key, found.near) == ("yes", True)


@pytest.mark.parametrize("said", ["nn", "ou", "oi", "no", "moi", "", "👍", "bonjour"])
def test_short_words_are_never_guessed(said: str) -> None:
    assert recognise(said, YES_NO) is None


def test_two_branches_that_are_equally_near_cancel_each_other() -> None:
    patterns = [pattern("a", "rouge", typos=True), pattern("b", "bouge", typos=True)]

    assert recognise_nearly("gouge", patterns) is None
    assert recognise_nearly("rougee", patterns) is not None


def test_an_exact_word_of_a_later_branch_wins_over_a_near_one_of_an_earlier() -> None:
    patterns = [pattern("a", "rouge", typos=True), pattern("b", "bouge", typos=True)]

    found = recognise("bouge", patterns)

    assert found is not None
    assert (found.key, found.near) == ("b", False)


def test_the_first_branch_wins_when_both_words_are_there() -> None:
    found = recognise_exactly("oui non", YES_NO)

    assert found is not None
    assert found.key == "yes"


def test_without_typos_near_words_do_not_count() -> None:
    assert recognise("catalouge", [pattern("a", "catalogue")]) is None


@pytest.mark.parametrize(
    ("match", "word", "takes", "leaves"),
    [
        ("word", "menu", "le menu svp", "menus"),
        ("exact", "menu", "Menu !", "le menu"),
        ("phrase", "bon plan", "un bon plan ?", "bon petit plan"),
        ("starts_with", "code", "codes 12", "mon code"),
        ("regex", "^[a-z]{2}[0-9]{3}$", "AB123", "AB1234"),
    ],
)
def test_each_way_of_matching_takes_and_leaves(match: Match, word: str, takes: str, leaves: str) -> None:
    patterns = [pattern("a", word, match=match)]

    assert recognise(takes, patterns) is not None
    assert recognise(leaves, patterns) is None


def test_a_slip_at_the_start_counts_only_at_the_start() -> None:
    patterns = [pattern("a", "livraison", match="starts_with", typos=True)]

    assert recognise("livraizon demain", patterns) is not None
    assert recognise("ma livraizon", patterns) is None


def test_any_takes_what_the_others_leave() -> None:
    patterns = [pattern("all", match="any"), *YES_NO]

    taken = [recognise(said, patterns) for said in ("oui", "OUIII", "bof")]

    assert [found.key if found else None for found in taken] == ["yes", "yes", "all"]


@pytest.mark.parametrize(
    ("said", "takes"), [("👍", True), ("👍🏽", True), ("super 👍", True), ("👎", False), ("oui", False)]
)
def test_an_emoji_is_a_word_in_every_skin(said: str, takes: bool) -> None:
    assert (recognise(said, [pattern("yes", "👍🏿")]) is not None) == takes


def test_an_exact_emoji_wants_nothing_beside_it() -> None:
    patterns = [pattern("yes", "❤️", match="exact")]

    assert recognise("❤", patterns) is not None
    assert recognise("❤ merci", patterns) is None
    assert symbols("❤️ merci") == "❤"


@pytest.mark.parametrize("source", ["(a+)+$", "(a|aa)+$", "(.*a){20}b", "^(([a-z])+.)+[A-Z]([a-z])+$", "(x+x+)+y"])
def test_an_expression_cannot_hang(source: str) -> None:
    patterns = [pattern("a", source, match="regex")]

    begun = time.process_time()
    recognise("ax" * 2048 + "!", patterns)
    recognise("a" * 4096, patterns)

    assert time.process_time() - begun < 2


@pytest.mark.parametrize("source", ["(?=a)", r"(a)\1", "[", "(", "a{9999}", "*", "x" * 501, "\ud800"])
def test_an_expression_that_cannot_be_read_is_named(source: str) -> None:
    with pytest.raises(ValueError, match="expression"):
        pattern("a", source, match="regex")


def test_an_expression_sees_the_message_as_it_was_written_whatever_it_holds() -> None:
    patterns = [pattern("a", "été", match="regex")]

    assert recognise("L'ÉTÉ", patterns) is not None
    assert recognise("ete \ud800", patterns) is None


LETTERS = st.text("ouinsé '👍🏽!", max_size=12)


@given(
    st.lists(LETTERS, max_size=6).map(" ".join) | st.text(max_size=400),
    st.lists(LETTERS | st.text(max_size=12), max_size=4),
)
def test_any_message_is_one_of_the_words_or_near_one_or_nothing(said: str, words: list[str]) -> None:
    patterns = [pattern("a", *words, typos=True), pattern("b", *words, match="starts_with", typos=True)]
    spoken, shown = f" {fold(said)} ", symbols(said)

    found = recognise(said, patterns)

    written = [word for word in patterns[0].words if f" {word} " in spoken or word in shown]
    assert found is None or found.word in {one.key: one.words for one in patterns}[found.key]
    if found is None or found.near:
        assert written == []
    elif found.key == "a":
        assert found.word == written[0]
    else:
        assert spoken.startswith(f" {found.word}")


@pytest.mark.parametrize(
    "said", ["a\u0300" * 4096, "ouiiii " * 4096, "\u0f71\u0f72" * 4096, "ﷺ" * 4096, "oui" * 100_000]
)
def test_a_huge_message_is_read_quickly(said: str) -> None:
    begun = time.process_time()
    recognise(said, YES_NO)

    assert time.process_time() - begun < 2
