"""What every part of a definition has in common: strict about its shape, patient about what is still
missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, WithJsonSchema

from engine.journey.plain import is_list

LocalText: TypeAlias = str | dict[str, str]
"""One text for all languages, or one for each language code (`{fr: …, en: …}`)."""


@dataclass(frozen=True, slots=True)
class Names:
    """Stands in the annotation of a field that names something else in the journey, so that a copy of it can be led to
    copies: `Annotated[str, Names("path")]`. Arrows are told by `StepBase.ports` instead."""

    what: Literal["step", "path"]
    """`step`: the id of a step. `path`: where a value is read, such as `contact.city` or `answers.<step>`."""


class Part(BaseModel):
    """A piece of a definition. Unknown fields are refused; a missing `next` or text is the checker's
    business. A number where a word belongs is that word: `id: 1` is the id “1”."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        str_max_length=20_000,
        coerce_numbers_to_str=True,
        allow_inf_nan=False,
        use_attribute_docstrings=True,
    )


def _as_words(value: Any) -> Any:
    """Numbers and truth values in a list of words are still words: `any_of: [1, true]`."""
    return [_as_word(item) for item in value] if is_list(value) else value


def _as_word(item: Any) -> Any:
    if isinstance(item, bool):
        return str(item).lower()
    return str(item) if isinstance(item, int | float) else item


Words = Annotated[
    list[str],
    BeforeValidator(_as_words),
    WithJsonSchema({"type": "array", "items": {"type": ["string", "number", "boolean"]}}, mode="validation"),
]


def text_in(text: LocalText | None, language: str | None, default: str) -> str:
    """The text in the contact's language, else its base language (`fr_CA` → `fr`), else the journey's, else
    any."""
    if text is None or isinstance(text, str):
        return text or ""
    return text.get(_found_in(text, language, default), "")


def fallback_language(texts: Iterable[LocalText | None], language: str | None, default: str) -> str | None:
    """The language that the first of these texts falls back on which lacks the contact's; None where each has it, or serves
    all."""
    base = _base(language)
    for text in texts:
        found = _found_in(text, language, default) if isinstance(text, dict) else ""
        if found and _base(found) != base:
            return found
    return None


def _found_in(text: dict[str, str], language: str | None, default: str) -> str:
    """The code under which the words for this contact stand; empty where there are none at all."""
    wanted = (language or "", _base(language), default, *text)
    return next((code for code in wanted if text.get(code)), "")


def _base(language: str | None) -> str:
    return (language or "").split("_")[0].split("-")[0]


def languages_of(text: LocalText | None) -> set[str]:
    """The languages a text is written in; empty for a text that serves all."""
    return {code for code, words in text.items() if words} if isinstance(text, dict) else set()
