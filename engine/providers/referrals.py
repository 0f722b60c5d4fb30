"""The click-to-WhatsApp ad that a customer came by."""

from __future__ import annotations

from engine.providers.base import REFERRAL
from engine.providers.fields import JsonObject, read_text

LONGEST = 2000


def read_referral(told: JsonObject) -> dict[str, str]:
    """What WhatsApp told of the ad, under our names for it; nothing for most messages."""
    found = {ours: read_text(told, theirs)[:LONGEST] for theirs, ours in REFERRAL.items()}
    return {name: text for name, text in found.items() if text}
