"""The sender's lane on a virtual clock: so many messages a second, and so many people a day (whatsapp.md, section 4)."""

from __future__ import annotations

import datetime as dt
from collections import deque
from dataclasses import dataclass, field

DAY = dt.timedelta(days=1)


@dataclass(slots=True)
class Lane:
    """`per_second`: messages. `daily_limit`: different people who may be written to outside their 24-hour window in any 24
    hours; None without a limit. Ask in the order of time.

    Whom the limit holds waits in the order of asking; a place is free 24 hours after the person who took it was last
    written to."""

    per_second: float
    daily_limit: int | None = None
    _free_at: dt.datetime | None = None
    _reached: dict[int, dt.datetime] = field(default_factory=dict[int, dt.datetime])
    _order: deque[tuple[dt.datetime, int]] = field(default_factory=deque[tuple[dt.datetime, int]])

    def turn(self, now: dt.datetime) -> dt.datetime:
        """The moment at which a message that asks now leaves; the place is taken."""
        at = now if self._free_at is None or self._free_at < now else self._free_at
        self._free_at = at + dt.timedelta(seconds=1 / self.per_second)
        return at

    def place_at(self, person: int, now: dt.datetime) -> dt.datetime:
        """`now` where this person may be written to outside the window; else the first moment at which that can be."""
        if self.daily_limit is None:
            return now
        self._forget(now)
        if person in self._reached or len(self._reached) < self.daily_limit:
            return now
        return self._order[0][0] + DAY

    def take_place(self, person: int, now: dt.datetime) -> None:
        """This person is written to now, outside the window."""
        if self.daily_limit is not None:
            self._reached[person] = now
            self._order.append((now, person))

    def _forget(self, now: dt.datetime) -> None:
        """Places that are free again. A person written to twice counts from the second time."""
        while self._order:
            at, person = self._order[0]
            written_again = self._reached.get(person) != at
            if not written_again and at + DAY > now:
                return
            self._order.popleft()
            if not written_again:
                del self._reached[person]
