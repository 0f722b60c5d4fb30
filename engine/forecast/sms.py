"""The same text as an SMS: how many parts it would be billed as (GSM 03.38, 3GPP TS 23.038; whatsapp.md, section 6.3)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias

BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = "\f^{}\\[~]|€"
"""Each takes two places."""
GSM_ALONE, GSM_PART = 160, 153
UCS_ALONE, UCS_PART = 70, 67
_GSM = re.compile(f"[{re.escape(BASIC + EXTENDED)}]*")
_TWICE = re.compile(f"[{re.escape(EXTENDED)}]")
_Width: TypeAlias = Callable[[str], int]


@dataclass(frozen=True, slots=True)
class Sms:
    """`units`: places used, septets or UTF-16 units. `segments`: parts that are billed, 0 for an empty text."""

    encoding: Literal["GSM-7", "UCS-2"]
    units: int
    segments: int


@lru_cache(maxsize=8192)
def as_sms(text: str) -> Sms:
    """One character outside GSM-7 makes the whole message UCS-2. A part never ends within a character that takes two
    places, so that a long text may need one part more than its length says."""
    if _GSM.fullmatch(text):
        units = len(text) + len(_TWICE.findall(text))
        return Sms("GSM-7", units, _parts(text, units, GSM_ALONE, GSM_PART, lambda letter: 1 + (letter in EXTENDED)))
    units = len(text.encode("utf-16-le", "surrogatepass")) // 2
    return Sms("UCS-2", units, _parts(text, units, UCS_ALONE, UCS_PART, lambda letter: 1 + (letter > "\uffff")))


def _parts(text: str, units: int, alone: int, part: int, width: _Width) -> int:
    if units <= alone:
        return min(units, 1)
    parts, used = 1, 0
    for letter in text:
        size = width(letter)
        if used + size > part:
            parts, used = parts + 1, 0
        used += size
    return parts
