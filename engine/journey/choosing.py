"""Which of several choices a customer's words name: one alone, or none. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from engine.journey.keywords import Pattern, Recognised, fold, recognise_exactly, recognise_nearly

NEGATIONS = frozenset(
    ["pas", "ni", "ne", "n", "non", "jamais", "aucun", "aucune", "sans", "sauf", "no", "not", "t", "nor", "neither", "never", "none", "without", "except", "nein", "nicht", "kein", "keine", "weder", "ohne", "sin", "nunca", "senza", "niente", "nessuno", "geen", "niet", "sem", "nem"]
)  # fmt: skip
"""Folded words that turn round what stands beside them; `t` is what folding leaves of `don't`."""


def choose(text: str, titles: Sequence[Pattern], words: Sequence[Pattern]) -> Recognised | None:
    """The choice whose title the text is, or the only one whose title stands in it. Two that are named, and one that is
    denied (`pas rouge`), are no reading. A slip is forgiven where nothing was named rightly."""
    whole = recognise_exactly(text, titles)
    if whole is not None:
        return whole
    named = [found for pattern in words if (found := recognise_exactly(text, [pattern])) is not None]
    # `Non merci` names that one, and not `Non`, whose words are among its own.
    named = [one for one in named if not any(_is_within(one.word, other.word) for other in named)]
    if len(named) > 1:
        return None
    found = named[0] if named else recognise_nearly(text, words)
    return None if found is None or _is_denied(text, found) else found


def _is_within(word: str, other: str) -> bool:
    return word != other and f" {word} " in f" {other} "


def _is_denied(text: str, found: Recognised) -> bool:
    """Whether a word that denies stands beside the title, and is none of its own."""
    beside = f" {fold(text)} ".replace(f" {found.word} ", " ").split()
    return not NEGATIONS.isdisjoint(word for word in beside if word not in found.word.split())
