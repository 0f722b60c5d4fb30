"""Streamlit reads Markdown; what a person wrote is shown as it is."""

from __future__ import annotations

MARKS = frozenset("\\`*_{}[]()#+-.!~$:<>|")


def plain(text: str) -> str:
    """The text with every mark of Markdown made harmless."""
    return "".join(f"\\{letter}" if letter in MARKS else letter for letter in text)
