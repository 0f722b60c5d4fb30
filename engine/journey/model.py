"""What every part of a definition has in common: strict about its shape, patient about what is still missing."""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict

LocalText: TypeAlias = str | dict[str, str]
"""One text for all languages, or one for each language code (`{fr: …, en: …}`)."""


class Part(BaseModel):
    """A piece of a definition. Unknown fields are refused; a missing `next` or text is the checker's business."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_max_length=20_000)


def _as_words(value: Any) -> Any:
    """YAML 1.2 numbers in a list of words are still words: `any_of: [1, 2]`."""
    if isinstance(value, list):
        return [str(item) if isinstance(item, int | float) and not isinstance(item, bool) else item for item in value]
    return value


Words = Annotated[list[str], BeforeValidator(_as_words)]


def text_in(text: LocalText | None, language: str | None, default: str) -> str:
    """The text in the contact's language, else its base language (`fr_CA` → `fr`), else the journey's, else any."""
    if text is None or isinstance(text, str):
        return text or ""
    for wanted in (language or "", (language or "").split("_")[0].split("-")[0], default):
        if text.get(wanted):
            return text[wanted]
    return next((words for words in text.values() if words), "")


def languages_of(text: LocalText | None) -> set[str]:
    """The languages a text is written in; empty for a text that serves all."""
    return {code for code, words in text.items() if words} if isinstance(text, dict) else set()
