"""The words of the step forms, a table for each family of forms. French is the reference."""

from __future__ import annotations

from designer.components.step_form.words import acts, common, conditions, journey, messages, replies, starts, ways

FAMILIES = (common, messages, replies, ways, conditions, acts, starts, journey)
WORDS: dict[str, tuple[str, str]] = {key: pair for family in FAMILIES for key, pair in family.WORDS.items()}


def say(key: str, language: str, /, **facts: str) -> str:
    """Words in the reader's language: French for `fr…`, else English."""
    pair = WORDS[key]
    return (pair[0] if language.startswith("fr") else pair[1]).format(**facts)
