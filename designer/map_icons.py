"""What a sign on the cards of a map is: a path on a square of 24, drawn with a line. Emoji would differ on each machine."""

from __future__ import annotations

from typing import NamedTuple


class Sign(NamedTuple):
    """`path` in SVG's language; the colours of its tile on a light and on a dark page."""

    path: str
    light: str
    dark: str


START, MESSAGE, LISTEN, CHOOSE, NOTE, END = (
    ("#0b7a5c", "#3fc79c"), ("#2563eb", "#7aa5ff"), ("#b45309", "#f0b061"), ("#7c3aed", "#b794ff"),
    ("#0e7490", "#67cfe3"), ("#5b6662", "#a9b5b0"),
)  # fmt: skip
UNKNOWN = Sign("M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16z", *END)
