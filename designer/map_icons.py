"""The signs on the cards of a map: one path a type, on a square of 24, drawn with a line. Emoji would differ on each
machine."""

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
SIGNS: dict[str, Sign] = {
    "keyword": Sign("M4 5h16v11H9l-5 4zM8 9h8M8 12h5", *START),
    "event": Sign("M13 3 5 14h6l-1 7 8-11h-6z", *START),
    "send_template": Sign("M4 6h16v12H4zM4 7l8 6 8-6", *MESSAGE),
    "send_session": Sign("M4 5h16v11H9l-5 4z", *MESSAGE),
    "ask": Sign("M4 5h16v11H9l-5 4zM10 8.8c.3-2.2 3.9-2 3.7.2-.1 1.3-1.7 1.4-1.7 2.6M12 13.6v.1", *MESSAGE),
    "wait_for_reply": Sign("M10 8 5 12l5 4M5 12h9a5 5 0 0 1 5 5v1", *LISTEN),
    "wait": Sign("M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 8v4l3 2", *LISTEN),
    "branch": Sign("M12 4v5M12 9 6 15v5M12 9l6 6v5", *CHOOSE),
    "update_contact": Sign("M5 19h14M7 15l9-9 2 2-9 9H7z", *NOTE),
    "record_consent": Sign("M6 4h8l4 4v12H6zM14 4v4h4M9 14l2.2 2.2L15 12", *NOTE),
    "call_http": Sign("M8 8 4 12l4 4M16 8l4 4-4 4M13.5 6l-3 12", *NOTE),
    "exit": Sign("M6 4v16M6 5h11l-3 3.5L17 12H6", *END),
}
UNKNOWN = Sign("M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16z", *END)
