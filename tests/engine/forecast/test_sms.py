"""How many parts a text is billed as by SMS."""

from __future__ import annotations

import pytest

from engine.forecast.sms import as_sms

CASES = {
    "": ("GSM-7", 0, 0),
    "a": ("GSM-7", 1, 1),
    "a" * 160: ("GSM-7", 160, 1),
    "a" * 161: ("GSM-7", 161, 2),
    "a" * 306: ("GSM-7", 306, 2),
    "a" * 307: ("GSM-7", 307, 3),
    "é" * 160: ("GSM-7", 160, 1),
    "àèéù ÄÖÜ Ç ñ": ("GSM-7", 12, 1),
    "€" * 80: ("GSM-7", 160, 1),
    "€" * 81: ("GSM-7", 162, 2),
    "[{\\^~|}]": ("GSM-7", 16, 1),
    "a" * 152 + "€" + "a" * 152: ("GSM-7", 306, 3),
    "a" * 153 + "€" + "a" * 151: ("GSM-7", 306, 2),
    "ê": ("UCS-2", 1, 1),
    "ç": ("UCS-2", 1, 1),
    "œ" + "a" * 69: ("UCS-2", 70, 1),
    "œ" + "a" * 70: ("UCS-2", 71, 2),
    "œ" + "a" * 133: ("UCS-2", 134, 2),
    "œ" + "a" * 134: ("UCS-2", 135, 3),
    "😀" * 35: ("UCS-2", 70, 1),
    "😀" * 36: ("UCS-2", 72, 2),
    "a" * 66 + "😀" + "a" * 66: ("UCS-2", 134, 3),
    "Merci 👍": ("UCS-2", 8, 1),
    "l’offre": ("UCS-2", 7, 1),
}


@pytest.mark.parametrize(("text", "counted"), CASES.items(), ids=lambda value: str(value)[:16])
def test_a_text_takes_so_many_places_and_parts(text: str, counted: tuple[str, int, int]) -> None:
    sms = as_sms(text)

    assert (sms.encoding, sms.units, sms.segments) == counted
