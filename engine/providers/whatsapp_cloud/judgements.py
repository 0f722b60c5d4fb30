"""What WhatsApp tells of our number and its account without being asked: limits, throughput, restrictions (account webhooks)."""

from __future__ import annotations

import datetime as dt

from engine.providers.base import Noted, SenderChanged
from engine.providers.fields import JsonObject, read_number, read_object, read_objects, read_text

FIELDS = frozenset({"phone_number_quality_update", "business_capability_update", "account_update", "account_alerts"})
TIERS = {
    "TIER_50": 50, "TIER_250": 250, "TIER_1K": 1_000, "TIER_2K": 2_000, "TIER_10K": 10_000, "TIER_100K": 100_000,
    "TIER_UNLIMITED": -1, "UNLIMITED": -1,
}  # fmt: skip
LIMIT = "max_daily_conversations_per_business"
RESTRICTIONS = {
    "RESTRICTED_BIZ_INITIATED_MESSAGING": "no_templates",
    "RESTRICTED_CUSTOMER_INITIATED_MESSAGING": "restricted",
}
"""The second comes with the first, and is the harder one."""
BANS = {"DISABLE": "restricted", "REINSTATE": "connected"}


def read_judgement(noted: Noted, field: str, value: JsonObject) -> SenderChanged:
    """Whatever it says, the number is worth reading again: what is not told here stands there."""
    status, until = _read_restriction(value)
    return SenderChanged(
        noted.key, noted.at, "whatsapp", "", "", what=noted.what, status=status, restricted_until=until,
        daily_limit=read_limit(value, LIMIT),
    )  # fmt: skip


def read_limit(part: JsonObject, name: str) -> int | None:
    """People a moving day, -1 without limit; as a tier or a number."""
    number = read_number(part, name)
    return TIERS.get(read_text(part, name)) if number is None else number


def _read_restriction(value: JsonObject) -> tuple[str, dt.datetime | None]:
    state = BANS.get(read_text(read_object(value, "ban_info"), "waba_ban_state"), "")
    found = [
        (RESTRICTIONS.get(read_text(one, "restriction_type")), one) for one in read_objects(value, "restriction_info")
    ]
    known = sorted(((kind, one) for kind, one in found if kind is not None), key=lambda one: one[0] == "restricted")
    if not known or state:
        return state, None
    kind, hardest = known[-1]
    ends = read_number(hardest, "expiration")
    return kind, dt.datetime.fromtimestamp(ends, dt.UTC) if ends and ends < 10**11 else None
