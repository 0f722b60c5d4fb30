"""From a customer's address to a country: used for zones and prices, never to refuse a number."""

from __future__ import annotations

import phonenumbers


def country_of(identity: str) -> str | None:
    """`33612345678` → `FR`, `FR.1349…` → `FR`; None when the numbering plan does not say. Meta's ids are not always valid
    numbers for the library (Mexico, Brazil), so only the country code is read."""
    if identity[2:3] == "." and identity[:2].isalpha():
        return identity[:2].upper()
    try:
        parsed = phonenumbers.parse(f"+{identity}")
    except phonenumbers.NumberParseException:
        return None
    region = phonenumbers.region_code_for_number(parsed)
    regions = phonenumbers.COUNTRY_CODE_TO_REGION_CODE.get(parsed.country_code or 0, ())
    return region or (regions[0] if regions and regions[0] != "001" else None)
