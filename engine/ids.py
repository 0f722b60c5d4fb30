"""The one place where ids are made: 26 characters, sortable by the moment they were made (ULID, Crockford base 32)."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from typing import TypeAlias

NewId: TypeAlias = Callable[[], str]

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_id() -> str:
    """48 bits of milliseconds, 80 bits of chance."""
    number = (time.time_ns() // 1_000_000) << 80 | secrets.randbits(80)
    return "".join(_ALPHABET[(number >> shift) & 31] for shift in range(125, -1, -5))


def new_token() -> str:
    """144 bits of chance as 24 characters of an address: nobody finds one by trying."""
    return secrets.token_urlsafe(18)
