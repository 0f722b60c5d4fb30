"""Where time, ids and chance come from. The real ones are made here and handed down from `create_app`."""

from __future__ import annotations

import random
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True, slots=True)
class Sources:
    """`now` gives an aware UTC time, `new_id` a ULID, `chance` a float in [0, 1)."""

    now: Callable[[], datetime]
    new_id: Callable[[], str]
    chance: Callable[[], float]


def real_sources() -> Sources:
    """The machine's clock, random ULIDs and real chance."""
    return Sources(now=_utc_now, new_id=lambda: encode_ulid(_utc_now(), secrets.randbits(80)), chance=random.random)


def encode_ulid(at: datetime, randomness: int) -> str:
    """26 Crockford characters: 48 bits of milliseconds, then 80 bits of `randomness`."""
    value = (int(at.timestamp() * 1000) << 80) | randomness
    return "".join(CROCKFORD[(value >> shift) & 31] for shift in range(125, -1, -5))


def _utc_now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 the sandbox imports nothing of ours, engine.clock included
