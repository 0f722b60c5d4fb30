"""From a customer's address, or from its name, to a country: used for zones and prices, never to refuse a number."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import cast

import phonenumbers
from babel import Locale

from engine.journey.keywords import fold

LANGUAGES = ("fr", "en")
SHORT_NAMES = {"uk": "GB", "great britain": "GB", "grande bretagne": "GB", "usa": "US", "etats unis d amerique": "US"}


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


def country_named(written: str) -> str | None:
    """`France`, `Germany`, `Allemagne`, `fr` → ISO code of a country that has phone numbers; None for anything else."""
    code = written.strip().upper()
    return code if code in phonenumbers.SUPPORTED_REGIONS else _names().get(fold(written))


@cache
def _names() -> dict[str, str]:
    """Folded names, French and English, as the Unicode locale data has them."""
    found: dict[str, str] = {}
    for language in LANGUAGES:
        territories = cast(Mapping[str, str], Locale(language).territories)
        found |= {fold(name): code for code, name in territories.items() if code in phonenumbers.SUPPORTED_REGIONS}
    return found | SHORT_NAMES
