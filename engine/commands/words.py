"""The two languages of the commands."""

from __future__ import annotations

from engine.settings import load_settings


class _Say:
    """`say(french, english)` in the language of PARCOURS_LANGUAGE, or the one asked for."""

    def __call__(self, french: str, english: str, language: str | None = None) -> str:
        return english if (language or self.language()).startswith("en") else french

    def language(self) -> str:
        return load_settings().language


say = _Say()
