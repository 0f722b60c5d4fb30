"""What every part of a definition has in common: strict about its shape, patient about what is still
missing."""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, WithJsonSchema

from engine.journey.plain import is_list

LocalText: TypeAlias = str | dict[str, str]
"""One text for all languages, or one for each language code (`{fr: …, en: …}`)."""


class Part(BaseModel):
    """A piece of a definition. Unknown fields are refused; a missing `next` or text is the checker's
    business. A number where a word belongs is that word: `id: 1` is the id “1”."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, str_max_length=20_000, coerce_numbers_to_str=True, allow_inf_nan=False
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
    for wanted in (language or "", (language or "").split("_")[0].split("-")[0], default):
        if text.get(wanted):
            return text[wanted]
    return next((words for words in text.values() if words), "")


def languages_of(text: LocalText | None) -> set[str]:
    """The languages a text is written in; empty for a text that serves all."""
    return {code for code, words in text.items() if words} if isinstance(text, dict) else set()
