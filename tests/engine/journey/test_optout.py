"""Opt-out words: STOP and ARRET for everybody, the others for those who speak the language."""

from __future__ import annotations

import pytest

from engine.journey.optout import Choice, OptIn, OptOut, ambiguous_words, opt_out_words, recognise_choice


def choice(text: str, language: str | None = "fr", *, after_marketing: bool = False) -> Choice | None:
    return recognise_choice(text, language, last_was_marketing=after_marketing)


@pytest.mark.parametrize(
    "said",
    [
        "STOP",
        "stop",
        "Stop.",
        "STOP !!",
        "« stop »",
        "🛑 STOP",
        "ＳＴＯＰ",
        "STOP STOP STOP",
        "stoppp",
        "ARRET",
        "Arrêt",
        "arrêt !",
    ],
)
@pytest.mark.parametrize("language", ["fr", "en", "ja", "fr_CA", None])
def test_stop_and_arret_count_in_every_language(said: str, language: str | None) -> None:
    assert isinstance(choice(said, language), OptOut)


@pytest.mark.parametrize(
    "said", ["stop svp", "STOP merci", "Bonjour, stop s'il vous plaît", "please stop", "stop, thank you"]
)
def test_polite_words_around_it_do_not_hide_it(said: str) -> None:
    assert isinstance(choice(said), OptOut)


@pytest.mark.parametrize(
    "said", ["bus stop", "non stop", "stop ou encore ?", "merci", "", "👍", "stopwatch", "je ne veux pas de stop"]
)
def test_a_sentence_that_only_holds_the_word_is_none(said: str) -> None:
    assert choice(said) is None


@pytest.mark.parametrize(
    ("said", "language"),
    [("Désabonner", "fr"), ("me désinscrire", "fr"), ("unsubscribe", "en"), ("BAJA", "es"), ("sair", "pt"), ("Abmelden", "de"),
     ("disiscrivi", "it"), ("afmelden", "nl"), ("wypisz", "pl"), ("berhenti", "id"), ("إيقاف", "ar"), ("הסר", "he"), ("रोकें", "hi"),
     ("配信停止", "ja"), ("수신거부", "ko"), ("退订", "zh")],
)  # fmt: skip
def test_other_words_count_only_in_the_contacts_language(said: str, language: str) -> None:
    assert isinstance(choice(said, language), OptOut)
    assert choice(said, "sv") is None
    assert choice(said, None) is None


@pytest.mark.parametrize(
    ("said", "language"),
    [("T", "zh"), ("TD", "zh"), ("ret", "tr"), ("DUR", "tr"), ("alto", "es"), ("cancel", "en"), ("parar", "pt")],
)
def test_short_or_ambiguous_words_count_only_after_marketing(said: str, language: str) -> None:
    assert choice(said, language) is None
    assert isinstance(choice(said, language, after_marketing=True), OptOut)


def test_and_only_as_the_whole_message() -> None:
    assert choice("cancel please", "en", after_marketing=True) is None
    assert choice("alto por favor", "es", after_marketing=True) is None


@pytest.mark.parametrize("said", ["no", "non", "yes", "oui"])
def test_an_answer_to_a_question_is_never_an_opt_out(said: str) -> None:
    assert all(choice(said, language, after_marketing=True) is None for language in ("en", "fr", "es"))


@pytest.mark.parametrize(
    ("said", "language"), [("START", "fr"), ("unstop", None), ("Start svp", "fr"), ("subscribe", "en")]
)
def test_a_customer_comes_back_with_start(said: str, language: str | None) -> None:
    assert isinstance(choice(said, language), OptIn)


def test_a_word_is_clear_or_ambiguous_never_both() -> None:
    languages = ["en", "fr", "es", "pt", "de", "it", "nl", "pl", "tr", "id", "ar", "he", "hi", "ja", "ko", "zh"]

    assert not any(opt_out_words(language) & ambiguous_words(language) for language in languages)
    assert all({"stop", "arret"} < opt_out_words(language) or language == "tr" for language in languages)
