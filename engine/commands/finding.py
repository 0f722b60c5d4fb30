"""One line of the doctor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Level: TypeAlias = Literal["ok", "look", "broken"]
SIGNS: dict[Level, str] = {"ok": "✓", "look": "!", "broken": "✗"}


@dataclass(frozen=True, slots=True)
class Finding:
    """`key`: a stable word for programs. `name`, `sentence` and `remedy` are for people; `remedy` is empty where all is well."""

    key: str
    name: str
    level: Level
    sentence: str
    remedy: str = ""
