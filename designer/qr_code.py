"""A link as a QR code. Pure."""

from __future__ import annotations

import io

import segno

BORDER = 4
"""Modules of quiet zone around the code: fewer, and phones do not find it (ISO/IEC 18004)."""


def picture(text: str) -> bytes:
    """A PNG to look at."""
    return _drawn(text, "png", scale=6)


def print_file(text: str) -> bytes:
    """An SVG, sharp at any size."""
    return _drawn(text, "svg", scale=10)


def _drawn(text: str, kind: str, *, scale: int) -> bytes:
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind=kind, scale=scale, border=BORDER, light="white")
    return out.getvalue()
