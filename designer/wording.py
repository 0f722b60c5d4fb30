"""Every label in French and English. French is the source text, `locale/en.po` the translation.

The catalogue is read as it stands in git: gettext's binary form is made in memory, so that no build step can be
forgotten.
"""

from __future__ import annotations

import io
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from designer.figures import number as figure

LANGUAGES = {"fr": "Français", "en": "English"}
LOCALE = Path(__file__).parent / "locale"


@cache
def catalogue(language: str) -> NullTranslations:
    """The translations into a language; French needs none, an unknown language is read in English."""
    if language.startswith("fr"):
        return NullTranslations()
    with (LOCALE / "en.po").open("rb") as source:
        binary = io.BytesIO()
        write_mo(binary, read_po(source, locale="en"))
    binary.seek(0)
    return GNUTranslations(binary)


def say(language: str, text: str, /, **facts: object) -> str:
    """A French text in the reader's language, with its facts filled in."""
    return catalogue(language).gettext(text).format(**facts)


def count(language: str, one: str, many: str, number: int, /, **facts: object) -> str:
    """`{n} personne` or `{n} personnes`. Nought is singular in French, plural in English."""
    if language.startswith("fr"):
        words = one if abs(number) < 2 else many
    else:
        words = catalogue(language).ngettext(one, many, number)
    return words.format(n=figure(number, language), **facts)


def labelled(language: str, label: str, text: str) -> str:
    """`Rappel : envoyé.`, `Reminder: sent.`"""
    return say(language, "{label} : {text}", label=label, text=text)


def t(text: str, /, **facts: object) -> str:
    """A French text in the language of this tab."""
    from designer import state

    return say(state.language(), text, **facts)


def n(one: str, many: str, number: int, /, **facts: object) -> str:
    """A counted French text in the language of this tab; `{n}` is the number in the reader's format."""
    from designer import state

    return count(state.language(), one, many, number, **facts)
