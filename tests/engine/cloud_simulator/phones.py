"""What was sent, what each person's phone holds, and how fast one may go."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any

import orjson

from .account import Account

BURST, PAIR_SECONDS = 45.0, 6.0
WINDOW = 24 * 3600


@dataclass
class Person:
    """`allowance`: how many messages may still come at once; one more every six seconds."""

    messages: list[dict[str, Any]] = field(default_factory=list)
    wrote_at: float | None = None
    allowance: float = BURST
    asked_at: float = 0.0

    def admits(self, now: float) -> bool:
        self.allowance = min(BURST, self.allowance + (now - self.asked_at) / PAIR_SECONDS) if self.asked_at else BURST
        self.asked_at = now
        if self.allowance < 1:
            return False
        self.allowance -= 1
        return True

    def has_open_window(self, now: float) -> bool:
        return self.wrote_at is not None and now - self.wrote_at <= WINDOW


class Phones:
    """Everybody who was written to or wrote."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.sent: list[dict[str, Any]] = []
        self.asked = 0
        """How many sends were asked for, refused ones included."""
        self._people: dict[str, Person] = {}
        self._moments: deque[float] = deque()

    def person(self, who: str) -> Person:
        return self._people.setdefault(who, Person())

    def keep(self, message: dict[str, Any]) -> None:
        """Accepted: in the ledger before anybody is told."""
        self.sent.append(message)
        self.person(message["to"]).messages.append(message)
        if self.account.ledger:
            with self.account.ledger.open("ab") as file:
                file.write(orjson.dumps(message) + b"\n")

    def find_button(self, who: str, title: str) -> tuple[dict[str, Any], dict[str, Any]]:
        """The newest message of a phone that has a button of this title, and the button."""
        for message in reversed(self.person(who).messages):
            for button in message["buttons"]:
                if button["title"] == title:
                    return message, button
        raise LookupError(f"no button {title!r} on the phone of {who}")

    def is_too_fast(self, per_second: int | None) -> bool:
        now = time.monotonic()
        while self._moments and self._moments[0] <= now - 1:
            self._moments.popleft()
        if per_second is not None and len(self._moments) >= per_second:
            return True
        self._moments.append(now)
        return False
