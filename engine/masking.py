"""Hiding what could tell who somebody is, in any text that leaves the tables: logs, terminals, pages."""

from __future__ import annotations

import logging
import re

PHONE = re.compile(r"\+\d(?:[ .-]?\d){7,16}(?!\d)|(?<!\d)\d{8,}(?!\d)|(?<!\d)0\d(?:[ .-]\d\d){4}(?!\d)")
"""Written in one piece, with its plus sign, or as one writes it at home (06 12 34 56 78). A date is none."""
SCOPED_ID = re.compile(r"\b[A-Z]{2}\.[A-Za-z0-9]{6,128}\b")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
BEARER = re.compile(r"(?i)\b(bearer|basic)\s+[A-Za-z0-9+/=._~-]{6,}")
HIDDEN = "•••"


class Careful(logging.Formatter):
    """Plain lines for people, masked whole, exceptions included."""

    def format(self, record: logging.LogRecord) -> str:
        return masked(super().format(record))


def masked(text: str) -> str:
    """Phone numbers and business-scoped ids keep their last two characters; e-mail addresses and credentials go."""
    text = EMAIL.sub(HIDDEN, BEARER.sub(HIDDEN, text))
    return PHONE.sub(_last_two, SCOPED_ID.sub(_last_two, text))


def _last_two(found: re.Match[str]) -> str:
    return HIDDEN + found.group()[-2:]
