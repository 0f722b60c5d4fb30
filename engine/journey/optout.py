"""Opt-out and opt-in words, heard above all journeys (semantics, “Who gets a message”, point 1)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Literal, TypeAlias

from engine.journey.keywords import fold, squeeze
from engine.journey.yaml_reading import read_yaml

EVERYWHERE = "everywhere"


@dataclass(frozen=True, slots=True)
class OptOut:
    """The customer wants no more messages, by this word (folded)."""

    word: str


@dataclass(frozen=True, slots=True)
class OptIn:
    """The customer comes back, by this word. It counts only for a person who opted out; from anybody else the
    message goes on to the journeys. It lifts the opt-out and gives no consent that was never given."""

    word: str


Choice: TypeAlias = OptOut | OptIn


def recognise_choice(text: str, language: str | None, *, last_was_marketing: bool) -> Choice | None:
    """What a message says about being written to, or None for an ordinary message.

    `language`: the contact's (`fr`, `fr_CA`), None when unknown: then only STOP, ARRET, START and UNSTOP
    count.
    `last_was_marketing`: whether our last message to this person was marketing; short and ambiguous words
    need it.
    """
    whole = _once(fold(text))
    plain = _without_politeness(whole)
    if plain in opt_out_words(language) or (last_was_marketing and whole in ambiguous_words(language)):
        return OptOut(plain or whole)
    return OptIn(plain) if plain in _words("opt_in", "clear", language) else None


def opt_out_words(language: str | None) -> frozenset[str]:
    """The clear opt-out words for a contact of this language, folded."""
    return _words("opt_out", "clear", language)


def ambiguous_words(language: str | None) -> frozenset[str]:
    """The short or ambiguous ones: heard only after marketing, folded."""
    return _words("opt_out", "after_marketing", language)


@lru_cache(maxsize=256)
def _words(choice: Literal["opt_out", "opt_in"], kind: str, language: str | None) -> frozenset[str]:
    spoken = (language or "").replace("-", "_").split("_")[0].casefold()
    lists = [_lists()[choice].get(name, {}).get(kind, []) for name in (EVERYWHERE, spoken)]
    return frozenset(fold(word) for words in lists for word in words)


def _once(folded: str) -> str:
    """`stop stop stoppp` → `stop`."""
    words = [squeeze(word) for word in folded.split()[:40]]
    return " ".join(dict.fromkeys(words))


def _without_politeness(folded: str) -> str:
    around = f" {folded} "
    for phrase in _polite():
        around = around.replace(phrase, " ")
    return around.strip()


@cache
def _polite() -> tuple[str, ...]:
    """The longest first, each as it stands between other words."""
    return tuple(f" {phrase} " for phrase in sorted(_lists()["polite"], key=len, reverse=True))


@cache
def _lists() -> dict[str, Any]:
    return read_yaml(files(__package__ or "engine.journey").joinpath("opt_out_words.yaml").read_text("utf-8")).value
