"""The checker's sentences, French and English, from `words.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from ruamel.yaml import YAML

Spoken: TypeAlias = Mapping[str, str]
"""The same thing said in each language: `{"fr": "le colis", "en": "the parcel"}`."""
Fact: TypeAlias = str | int | Spoken
LANGUAGES = ("fr", "en")
THOUSANDS = {"fr": " ", "en": ","}


@cache
def catalogue() -> Mapping[str, Any]:
    """The whole word list: `sentences`, `steps`, `operators`, `fields`, `languages`, `speakers`, `stop_words`."""
    return YAML(typ="safe").load((Path(__file__).parent / "words.yaml").read_text("utf-8"))  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]


def spoken_language(language: str) -> str:
    """The catalogue's language for a reader's: `fr_CA` → `fr`, everything not French → `en`."""
    return "fr" if language.lower().startswith("fr") else "en"


def sentence(key: str, language: str, facts: Mapping[str, Fact]) -> str:
    """The sentence with its facts filled in. Raises KeyError when the catalogue or the facts lack something."""
    spoken = spoken_language(language)
    said = {name: say(fact, spoken) for name, fact in facts.items()}
    words: str = catalogue()["sentences"][key][spoken]
    return words.format_map(said)


def say(fact: Fact, language: str) -> str:
    """Numbers in the reader's format (`1 240`, `1,240`), the reader's language where there are several."""
    if isinstance(fact, int):
        return f"{fact:,}".replace(",", THOUSANDS[language])
    return fact if isinstance(fact, str) else fact[language]


def word(section: str, key: str) -> Spoken | None:
    """One word of the catalogue in both languages, None when it is not there."""
    return catalogue()[section].get(key)
