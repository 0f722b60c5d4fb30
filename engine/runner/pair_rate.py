"""WhatsApp's pair rate: one message to one person every 6 seconds, a burst is lent and paid back by silence (whatsapp.md,
section 4.3). What one lane remembers; it asks no table."""

from __future__ import annotations

import datetime as dt

EVERY = 6.0
"""Seconds that each message costs."""
BURST = 44
"""One less than WhatsApp lends: what is counted at the claim arrives a little later, and its payment begins later there."""
LEAST_KEPT = 1_024
REASON = "pair_rate"


class PairRate:
    """When each address will have paid for what it got. Who has paid is forgotten, so it holds about six seconds of what the
    lane sends."""

    def __init__(self) -> None:
        self._paid_at: dict[str, float] = {}
        self._look_through_at = LEAST_KEPT

    def __len__(self) -> int:
        return len(self._paid_at)

    def take(self, address_id: str, now: dt.datetime, *, has_turn: bool) -> dt.datetime | None:
        """None when a message may leave now; else its turn, which is its own: what comes later gets a later one. `has_turn`: it
        was given one, and that has come."""
        at = now.timestamp()
        paid_at = self._paid_at.get(address_id)
        if has_turn:
            if paid_at is None:  # another owner of the lane gave it: nothing was left to lend
                self._keep(address_id, at + BURST * EVERY, at)
            return None
        paid_at = max(paid_at or at, at)
        self._keep(address_id, paid_at + EVERY, at)
        wait = paid_at - at - (BURST - 1) * EVERY
        return now + dt.timedelta(seconds=wait) if wait > 0 else None

    def exhaust(self, address_id: str, now: dt.datetime, until: dt.datetime) -> None:
        """WhatsApp found it too fast; the message has its next turn then, and what comes later leaves after it."""
        paid_at = until.timestamp() + BURST * EVERY
        self._keep(address_id, max(paid_at, self._paid_at.get(address_id, 0.0)), now.timestamp())

    def _keep(self, address_id: str, paid_at: float, now: float) -> None:
        self._paid_at[address_id] = paid_at
        if len(self._paid_at) > self._look_through_at:
            known = list(self._paid_at.items())  # at once: the lane's own thread may note a refusal meanwhile
            self._paid_at = {address: at for address, at in known if at > now}
            self._look_through_at = max(LEAST_KEPT, 2 * len(self._paid_at))
