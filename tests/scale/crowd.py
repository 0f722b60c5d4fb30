"""Customers who talk while workers die: each holds the conversation of `tests.crash.conversation`, with their own phone."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from tests.crash.conversation import AMINA, EXPECTED, Held

TALK = EXPECTED[AMINA]
"""What each phone must hold at the end, in this order."""
AWAITED = (1, 2, 4)
"""Messages on the phone when the answer to each act has come whole."""


@dataclass(slots=True)
class Customer:
    """`done`: acts so far. A customer goes on when what they wait for has come, and not before."""

    who: str
    phone: list[Held] = field(default_factory=list[Held])
    done: int = 0
    asked_at: float = 0.0
    waits: list[float] = field(default_factory=list[float])

    def is_answered(self) -> bool:
        return self.done == 0 or len(self.phone) >= AWAITED[self.done - 1]

    def is_over(self) -> bool:
        return self.done == len(AWAITED) and self.is_answered()

    def act(self) -> dict[str, Any]:
        """What they do next, as the sandbox wants to hear it."""
        said: tuple[dict[str, Any], ...] = ({"text": "menu"}, {}, {"text": "où"})
        return {"from": self.who, **(said[self.done] or {"tap": self.phone[0].tap("Colis")})}


class Crowd:
    """Plays them, and reads what reached them from the provider's ledger."""

    def __init__(self, sandbox_url: str, ledger: Path) -> None:
        self._sandbox, self._ledger, self._read = sandbox_url, ledger, 0
        self.http = httpx.Client(timeout=20, trust_env=False, verify=False)
        # As far away as a provider is: what was sent and not yet answered is what a kill must not repeat.
        assert self.http.put(f"{sandbox_url}/sandbox/behaviour", json={"delay_ms": 80}).status_code == 200
        self.customers: dict[str, Customer] = {}
        self.talking: dict[str, Customer] = {}
        self.heard_at, self.longest_silence = time.monotonic(), 0.0

    def come(self) -> None:
        """One more customer."""
        who = f"336000{len(self.customers):05}"
        self.customers[who] = self.talking[who] = Customer(who)

    def go_on(self) -> None:
        self._look_at_phones()
        for customer in list(self.talking.values()):
            if not customer.is_answered():
                continue
            now = time.monotonic()
            if customer.done:
                customer.waits.append(now - customer.asked_at)
            if customer.is_over():
                del self.talking[customer.who]
                continue
            answer = self.http.post(f"{self._sandbox}/sandbox/inbound", json=customer.act())
            assert answer.status_code == 200, answer.text
            customer.done, customer.asked_at = customer.done + 1, now

    def longest_wait(self) -> float:
        """Seconds between an act and its whole answer, waits that still last included."""
        lasting = [time.monotonic() - it.asked_at for it in self.talking.values() if it.done]
        return max([*lasting, *(wait for it in self.customers.values() for wait in it.waits)], default=0.0)

    def received(self) -> int:
        return sum(len(customer.phone) for customer in self.customers.values())

    def waiting_at_provider(self) -> dict[str, int]:
        return self.http.get(f"{self._sandbox}/healthz").json()["callbacks"]

    def _look_at_phones(self) -> None:
        if not self._ledger.exists():
            return
        with self._ledger.open("rb") as file:
            file.seek(self._read)
            lines = file.read().split(b"\n")[:-1]
        self._read += sum(len(line) + 1 for line in lines)
        now = time.monotonic()
        self.longest_silence = max(self.longest_silence, now - self.heard_at)
        self.heard_at = now if lines else self.heard_at
        for line in map(json.loads, lines):
            held = Held(line["message_id"], line["metadata"], line["message"])
            self.customers[line["to"]].phone.append(held)
