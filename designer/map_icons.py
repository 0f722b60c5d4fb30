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
    "audience": Sign(
        "M9 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6M3.5 19c.4-3.4 2.4-5.2 5.5-5.2s5.1 1.8 5.5 5.2M16 5.4a3 3 0 0 1 0 5.4M17.5 14c2 .6 3 2.2 3.2 5",
        *START,
    ),
    "date": Sign("M4 6h16v14H4zM4 10h16M8 3.5V8M16 3.5V8", *START),
    "opt_in": Sign("M12 21s-7-4-7-10V6l7-3 7 3v5c0 6-7 10-7 10M9 11.5l2.2 2.2L15 10", *START),
    "link": Sign("M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2v2h-2zM20 14v3M17 20h3", *START),
    "send_template": Sign("M4 6h16v12H4zM4 7l8 6 8-6", *MESSAGE),
    "send_session": Sign("M4 5h16v11H9l-5 4z", *MESSAGE),
    "ask": Sign("M4 5h16v11H9l-5 4zM10 8.8c.3-2.2 3.9-2 3.7.2-.1 1.3-1.7 1.4-1.7 2.6M12 13.6v.1", *MESSAGE),
    "wait_for_reply": Sign("M10 8 5 12l5 4M5 12h9a5 5 0 0 1 5 5v1", *LISTEN),
    "wait": Sign("M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 8v4l3 2", *LISTEN),
    "wait_for_event": Sign("M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM13 7.5 9.5 12.7h2.9l-.6 3.8 3.5-5.2h-2.9z", *LISTEN),
    "branch": Sign("M12 4v5M12 9 6 15v5M12 9l6 6v5", *CHOOSE),
    "branch_on_message": Sign("M3 12.5 6.5 16 13.5 8M11 15l1 1 8-8", *CHOOSE),
    "split": Sign(
        "M4 12h5M9 12c4 0 2.5-5 6-5h4M9 12c4 0 2.5 5 6 5h4M16.5 4.5 19 7l-2.5 2.5M16.5 14.5 19 17l-2.5 2.5", *CHOOSE
    ),
    "update_contact": Sign("M5 19h14M7 15l9-9 2 2-9 9H7z", *NOTE),
    "record_consent": Sign("M6 4h8l4 4v12H6zM14 4v4h4M9 14l2.2 2.2L15 12", *NOTE),
    "start_journey": Sign(
        "M4 7.5a2.4 2.4 0 1 0 4.8 0 2.4 2.4 0 1 0-4.8 0M15.2 16.5a2.4 2.4 0 1 0 4.8 0 2.4 2.4 0 1 0-4.8 0M8.8 7.5h5.2c3 0 3.6 3.4 3.6 6.4",
        *END,
    ),
    "call_http": Sign("M8 8 4 12l4 4M16 8l4 4-4 4M13.5 6l-3 12", *NOTE),
    "exit": Sign("M6 4v16M6 5h11l-3 3.5L17 12H6", *END),
}
UNKNOWN = Sign("M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16z", *END)
