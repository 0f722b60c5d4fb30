"""What a customer's words say in answer to a question for a number, an e-mail address or a rating.

Each reader gives the value and whether the message is the answer alone (`Understood.alone`), None when it says none.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from engine.journey.keywords import fold

LONGEST = 4_096
DIGITS_AT_MOST = 15
WORDS_BESIDE = 3
"""More words around a number than these: a sentence that is about something else."""
NUMBER = re.compile(r"[+-]?\d+(?:[ '’]\d{3})*(?:[.,]\d+)*", re.ASCII)
THOUSANDS = re.compile(r"[ '’]")
ENGLISH_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII)
ADDRESS = re.compile(r"[^\s@<>()\[\],;:\"]{1,64}@(?:[^\s@<>()\[\],;:\"./]+\.)+[^\W\d_]{2,24}")
OF = re.compile(r"\D{0,40}(\d{1,3})\s*(?:/|sur|out of|of)\s*(\d{1,3})\D{0,40}", re.IGNORECASE)
AFTER_A_RATING = frozenset(
    [
        "etoile",
        "etoiles",
        "point",
        "points",
        "pts",
        "star",
        "stars",
        "stelle",
        "sterne",
        "estrellas",
        "merci",
        "svp",
        "stp",
        "bravo",
        "tres",
        "bien",
        "bon",
        "super",
        "parfait",
        "excellent",
        "thanks",
        "thank",
        "you",
        "please",
        "very",
        "good",
        "great",
        "perfect",
    ]
)
"""Folded words that may stand behind a rating; any other is the name of what is counted."""
BEFORE_ANOTHER = frozenset(
    [
        "pas",
        "non",
        "ni",
        "plus",
        "moins",
        "dans",
        "depuis",
        "apres",
        "attendu",
        "not",
        "no",
        "neither",
        "more",
        "less",
        "in",
        "since",
        "after",
        "within",
        "waited",
    ]
)
"""Folded words before a number that say that it is no rating."""
UNITS_BESIDE = re.compile(r"[%€$£°]")
STARS = frozenset("⭐★🌟")
WORDS = {
    word: number
    for number, words in enumerate((
        "zero", "un une one", "deux two", "trois three", "quatre four", "cinq five", "six", "sept seven",
        "huit eight", "neuf nine", "dix ten",
    ))
    for word in words.split()
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Understood:
    """A value, and whether the customer wrote nothing else."""

    value: Any
    alone: bool = True


def read_number(text: str, language: str = "fr") -> Understood | None:
    """`1 500,5`, `1500.5`, `3 personnes`. A comma is a decimal one; in English three digits behind it are
    thousands."""
    plain = _plain(text)
    found = list(NUMBER.finditer(plain))
    if len(found) != 1:
        return None
    number = _value(found[0].group(), language)
    beside = (plain[: found[0].start()] + " " + plain[found[0].end() :]).strip(" .!")
    if number is None or len(beside.split()) > WORDS_BESIDE or _is_glued(plain, found[0]):
        return None
    return Understood(number, alone=not beside)


def read_rating(text: str, scale: tuple[int, int]) -> Understood | None:
    """A whole number within the scale: `4`, `4/5`, `4 sur 5`, `quatre`, `⭐⭐⭐⭐`."""
    low, high = sorted(scale)
    whole = _whole_rating(text, high)
    understood = Understood(whole) if whole is not None else _rating_among_words(text)
    fits = understood is not None and isinstance(understood.value, int) and low <= understood.value <= high
    return understood if fits else None


def _rating_among_words(text: str) -> Understood | None:
    """`je mets 4`, `5 étoiles`; not `5 minutes`, `1 seul problème`, `pas 5`, `20 %`: those count something else."""
    understood, found = read_number(text), NUMBER.search(_plain(text))
    if understood is None or found is None:
        return None
    before, after = fold(_plain(text)[: found.start()]).split(), _plain(text)[found.end() :]
    counted = AFTER_A_RATING.issuperset(fold(after).split()) and not UNITS_BESIDE.search(_plain(text))
    return understood if counted and BEFORE_ANOTHER.isdisjoint(before) else None


def _whole_rating(text: str, high: int) -> int | None:
    out_of = OF.fullmatch(_plain(text))
    if out_of is not None:
        return int(out_of[1]) if int(out_of[2]) == high else None
    signs = [letter for letter in text[:LONGEST] if not letter.isspace() and letter != "\ufe0f"]
    if signs and set(signs) <= STARS:
        return len(signs)
    return WORDS.get(fold(text))


def read_email(text: str) -> Understood | None:
    """An address by its plain shape, the domain in small letters. Whether it exists is not asked."""
    plain = text[:LONGEST].strip()
    found = ADDRESS.findall(plain)
    if len(found) != 1:
        return None
    name, _, domain = found[0].rpartition("@")
    if len(found[0]) > 254 or name.startswith(".") or name.endswith(".") or ".." in name:
        return None
    return Understood(f"{name}@{domain.lower()}", alone=plain.strip(" .!") == found[0])


def _plain(text: str) -> str:
    """Without width; the digits of every script and keycaps (`4️⃣`) as plain ones, every blank as a space."""
    plain = unicodedata.normalize("NFKC", text[:LONGEST]).replace("\ufe0f", "").replace("\u20e3", "")
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in plain).strip()


def _is_glued(plain: str, found: re.Match[str]) -> bool:
    """Part of something else: `C-4412`, `12/05`, `14h30`."""
    before, after = plain[: found.start()][-1:], plain[found.end() :][:1]
    return bool(re.match(r"[\w/:@.-]", before)) or bool(re.match(r"[\w/:@-]", after))


def _value(written: str, language: str) -> int | float | None:
    bare = THOUSANDS.sub("", written)
    if sum(letter.isdigit() for letter in bare) > DIGITS_AT_MOST:
        return None
    if language.startswith("en") and ENGLISH_THOUSANDS.fullmatch(bare):
        bare = bare.replace(",", "")
    marks = [letter for letter in bare if letter in ".,"]
    if len(marks) > 1:  # `1.500,50`: the last mark is the decimal one, if it stands once
        if marks.count(marks[-1]) > 1 or len(set(marks)) == 1:
            return None
        bare = bare.replace(marks[0], "")
    return float(bare.replace(",", ".")) if marks and not bare.lstrip("+-").isdigit() else int(bare)
