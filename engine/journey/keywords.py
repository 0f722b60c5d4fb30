"""Recognising words: case, accents, width and punctuation folded; exact before near; never a coin toss."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rapidfuzz.distance import OSA

from engine.journey.expressions import Expression, compile_expression, is_found

Match = Literal["word", "exact", "phrase", "starts_with", "regex", "any"]

LONGEST_TEXT = 4096
LONGEST_KEPT = 80
"""Folded texts up to this length are remembered: keywords and short answers, not whole letters."""
NOT_WORD = re.compile(r"[\W_]+", re.UNICODE)
DRAWN_OUT = re.compile(r"(\w)\1{2,}")
# One slip is forgiven from four letters on, two from eight: shorter words are too easily another word.
SLIPS_BY_LENGTH = ((8, 2), (4, 1))
# Letters that no decomposition brings down to their base.
BASE_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})
# Accents of Latin, Greek and Cyrillic, vowel points of Hebrew and Arabic; marks of other scripts are letters.
ACCENTS = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]")
SKIN_TONES = range(0x1F3FB, 0x1F400)


def fold(text: str) -> str:
    """`« Évidemment !! »` → `evidemment`: NFKC, no case, no accents, words parted by one space."""
    return _fold_kept(text) if len(text) <= LONGEST_KEPT else _fold(text[:LONGEST_TEXT])


def _fold(text: str) -> str:
    if text.isascii():
        return NOT_WORD.sub(" ", text.lower()).strip()
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    whole = unicodedata.normalize("NFC", ACCENTS.sub("", decomposed)).translate(BASE_LETTERS)
    return " ".join("".join(letter if _is_of_word(letter) else " " for letter in whole).split())


_fold_kept = lru_cache(maxsize=8192)(_fold)


def _is_of_word(letter: str) -> bool:
    """Letters and digits, and the marks that belong to them (vowels of Hindi, tones of Thai), not those of
    emoji."""
    return letter.isalnum() or (unicodedata.category(letter)[0] == "M" and letter not in "\ufe0f\u20e3")


def symbols(text: str) -> str:
    """The emoji and other signs of a text, without skin tones and variants: `Super 👍🏽 !` → `👍`."""
    return "".join(
        letter for letter in text[:LONGEST_TEXT]
        if unicodedata.category(letter) in ("So", "Sm", "Sc") and ord(letter) not in SKIN_TONES
    )  # fmt: skip


def squeeze(word: str) -> str:
    """Letters drawn out for emphasis count once: `ouiiii` → `oui`."""
    return DRAWN_OUT.sub(r"\1", word)


@dataclass(frozen=True, slots=True)
class Pattern:
    """One branch's words, ready to match. `key` names the branch."""

    key: str
    words: tuple[str, ...]
    match: Match
    typos: bool
    regexes: tuple[Expression, ...] = ()

    @classmethod
    def of(cls, key: str, any_of: Iterable[str], match: Match, typos: bool) -> Pattern:
        """Raises ValueError naming the expression when a regex cannot be read."""
        if match == "regex":
            return cls(key, (), match, False, tuple(compile_expression(source) for source in any_of))
        words = tuple(dict.fromkeys(folded for word in any_of if (folded := fold(word) or symbols(word))))
        return cls(key, words, match, typos)


@dataclass(frozen=True, slots=True)
class Recognised:
    """Which branch, by which of its words, and whether a slip was forgiven."""

    key: str
    word: str
    near: bool = False


def recognise_exactly(text: str, patterns: Sequence[Pattern]) -> Recognised | None:
    """The first branch whose words are in the text, in the order of the branches; `any` patterns are not
    asked."""
    folded = fold(text)
    for pattern in patterns:
        word = _exact_word(text, folded, pattern)
        if word is not None:
            return Recognised(pattern.key, word)
    return None


def recognise_nearly(text: str, patterns: Sequence[Pattern]) -> Recognised | None:
    """The nearest branch within its allowed slips; None when two branches are equally near."""
    spoken = [squeeze(word) for word in fold(text).split()[:40]]
    nearest: dict[str, tuple[int, str]] = {}
    for pattern in patterns:
        if pattern.typos and pattern.words:
            found = _nearest_word(spoken, pattern)
            if found is not None:
                nearest[pattern.key] = found
    if not nearest:
        return None
    least = min(slips for slips, _ in nearest.values())
    best = [(key, word) for key, (slips, word) in nearest.items() if slips == least]
    return Recognised(best[0][0], best[0][1], near=True) if len(best) == 1 else None


def recognise_any(patterns: Sequence[Pattern]) -> Recognised | None:
    """The first pattern that takes every message."""
    return next((Recognised(pattern.key, "", near=False) for pattern in patterns if pattern.match == "any"), None)


def recognise(text: str, patterns: Sequence[Pattern]) -> Recognised | None:
    """Exact words first, then near ones, then a pattern that takes everything."""
    return recognise_exactly(text, patterns) or recognise_nearly(text, patterns) or recognise_any(patterns)


def _exact_word(text: str, folded: str, pattern: Pattern) -> str | None:
    if pattern.match == "any":
        return None
    if pattern.match == "regex":
        return next((regex.pattern for regex in pattern.regexes if is_found(regex, text[:LONGEST_TEXT])), None)
    return next((word for word in pattern.words if _stands_in(word, text, folded, pattern.match)), None)


def _stands_in(word: str, text: str, folded: str, match: Match) -> bool:
    if not _is_of_word(word[0]):
        shown = symbols(text)
        return shown == word and not folded if match == "exact" else word in shown
    if match == "exact":
        return folded == word
    if match == "starts_with":
        return folded.startswith(word)
    return f" {word} " in f" {folded} "


def _nearest_word(spoken: Sequence[str], pattern: Pattern) -> tuple[int, str] | None:
    best: tuple[int, str] | None = None
    for word in pattern.words:
        slips = _slips(spoken, word, pattern.match)
        if slips is not None and (best is None or slips < best[0]):
            best = (slips, word)
    return best


def _slips(spoken: Sequence[str], word: str, match: Match) -> int | None:
    """Letters wrong, missing, added or swapped between `word` and the best run of as many spoken words."""
    allowed = next((slips for length, slips in SLIPS_BY_LENGTH if len(word) >= length), 0)
    size = word.count(" ") + 1
    if match == "exact":
        runs = [" ".join(spoken)]
    else:
        starts = 1 if match == "starts_with" else max(1, len(spoken) - size + 1)
        runs = [" ".join(spoken[start : start + size]) for start in range(starts)]
    distances = [OSA.distance(run, squeeze(word), score_cutoff=allowed) for run in runs]
    least = min(distances, default=allowed + 1)
    return least if least <= allowed else None
