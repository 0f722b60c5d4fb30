"""What a provider tells when it is asked: a message of ours, a template."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Found:
    """What a look-up at the provider found of our message; `found` is None when the provider keeps nothing to look in."""

    found: bool | None
    provider_message_id: str = ""
    at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class ProviderTemplate:
    """A template as the provider lists it. `components`: {"header": {"kind", "text"…} | None, "body": str,
    "footer": str, "buttons": [{"kind": "quick_reply" | "url" | "phone" | "copy_code", "title", "url"?…}]}."""

    name: str
    language: str
    category: str
    status: str
    components: Mapping[str, Any]
    reason: str = ""
    quality: str = ""
    provider_id: str = ""
    """By which the provider knows it, where it has such an id."""
