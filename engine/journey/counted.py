"""Which links lead through us, so that opening one is known (the setting PARCOURS_COUNT_LINKS)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias
from urllib.parse import urlsplit

Which: TypeAlias = Literal["no", "buttons", "all"]
PATH = "/l/"
LINK = re.compile(r"(?i)\bhttps?://[^\s<>\"'«»]+")
TARGET_LIMIT = 2000
KEPT_HOSTS = ("wa.me", "whatsapp.com")
"""Links that WhatsApp opens itself."""


@dataclass(frozen=True, slots=True)
class CountedLinks:
    """`base`: our public address, without a slash at its end, empty where nobody could reach us. `which`: link buttons and
    template buttons of ours, or links in texts too."""

    base: str = ""
    which: Which = "no"

    @classmethod
    def of(cls, public_url: str | None, which: Which) -> CountedLinks:
        """Without a public address no link is counted."""
        return cls(public_url.rstrip("/"), which) if public_url else cls()

    def is_countable(self, url: str) -> bool:
        """A whole address, of somebody else."""
        is_whole = LINK.fullmatch(url) is not None and len(url) <= TARGET_LIMIT
        return is_whole and _may_be_led(url) and not url.startswith(f"{self.base}/")

    def may_count(self, written: str) -> bool:
        """Whether an address as an author wrote it, placeholders included, can become one that is counted."""
        fixed, brace, _ = written.strip().partition("{")
        return bool(brace) if "://" not in fixed else _may_be_led(fixed) or bool(brace and fixed.endswith("//"))


def _may_be_led(url: str) -> bool:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return False
    return bool(host) and not any(host == kept or host.endswith(f".{kept}") for kept in KEPT_HOSTS)
