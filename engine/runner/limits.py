"""What holds a message back that its person would have allowed: the number's state and quality, how often a person hears
marketing, how many people a day WhatsApp lets a portfolio write to first, how fast one person may be written to. For one
claim; nothing here knows the database."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import RowMapping

from engine.journey.permission import Purpose, is_answer, is_window_open
from engine.journey.quiet_hours import QuietHours
from engine.runner.pair_rate import REASON, PairRate
from engine.runner.policy import QUIET_HERE, QUIET_HOUSE, TEMPLATES, Later, Refused
from storage.portfolios import limit_of
from storage.senders import NO_TEMPLATES, quality_of, rate_of, status_of

SLOWED = 4
"""Of a yellow number marketing takes every fourth turn at most."""
LOOK_AGAIN = dt.timedelta(hours=6)
"""A hold without a known end is looked at again then; it ends sooner when what holds changes (`fingerprint`)."""
HOLDING = ("quality_yellow", "quality_red", "no_templates", "portfolio_limit")
"""Reasons that end when the number or its portfolio changes."""
QUIET = (QUIET_HERE, QUIET_HOUSE)
"""Reasons that end when the quiet hours of the house change."""
PARTED = ", quiet "


@dataclass(frozen=True, slots=True)
class FrequencyCap:
    """At most so many marketing messages to one person in so many days (of 24 hours, moving)."""

    messages: int
    days: int

    @classmethod
    def read(cls, value: Mapping[str, Any] | None) -> FrequencyCap | None:
        """The house's setting; None where there is none."""
        messages, days = (int((value or {}).get(name) or 0) for name in ("messages", "days"))
        return cls(messages, days) if messages > 0 and days > 0 else None

    @property
    def length(self) -> dt.timedelta:
        return dt.timedelta(days=self.days)


def fingerprint(
    sender: RowMapping | Mapping[str, Any], portfolio: Mapping[str, Any] | RowMapping, now: dt.datetime,
    house_hours: QuietHours | None = None,
) -> str:  # fmt: skip
    """Under which limits messages are put off. When it changes, what they held is looked at again."""
    quality, status, limit = quality_of(sender), status_of(sender, now), limit_of(portfolio)
    parts = [quality if quality in ("yellow", "red") else "", status if status == NO_TEMPLATES else "",
             "" if limit is None else f"limit {limit}"]  # fmt: skip
    limits = ", ".join(part for part in parts if part)
    if house_hours is None:
        return limits
    return f"{limits}{PARTED}{house_hours.from_}-{house_hours.to} {' '.join(house_hours.days or ())}".rstrip()


def reasons_ended(before: str, now: str) -> tuple[str, ...]:
    """The reasons that end when the limits, by their fingerprints, become others."""
    (limits, _, hours), (limits_now, _, hours_now) = before.partition(PARTED), now.partition(PARTED)
    return (HOLDING if limits != limits_now else ()) + (QUIET if hours != hours_now else ())


@dataclass(slots=True)
class Places:
    """The people whom the portfolio may still write to first. `known` count already. `limit` is None where nobody set one.
    `coming`: when places come free after a moment, soonest first, so many."""

    limit: int | None
    counted: int
    known: set[str]
    now: dt.datetime
    promised_until: dt.datetime | None
    coming: Callable[[dt.datetime, int], list[dt.datetime]]
    taken: int = 0
    _next: list[dt.datetime] | None = None

    @property
    def is_promised(self) -> bool:
        """Whether this claim promised places."""
        return self._next is not None

    def take(self, address_id: str, at_most: int) -> dt.datetime | None:
        """None when the message may leave; else when a place is promised to it. `at_most`: messages that may still ask."""
        if self.limit is None or address_id in self.known:
            return None
        if self.counted + self.taken < self.limit:
            self.taken += 1
            self.known.add(address_id)
            return None
        return self._promise(at_most)

    def _promise(self, at_most: int) -> dt.datetime:
        """Each of those that wait has a place of its own, so that they do not all come back for the first one."""
        if self._next is None:
            after = max(self.promised_until or self.now, self.now)
            self._next = list(reversed(self.coming(after, at_most)))
        if not self._next:
            return self.now + dt.timedelta(hours=24)
        self.promised_until = self._next.pop()
        return self.promised_until


@dataclass(slots=True)
class Limits:
    """`sent`: marketing that each contact got within the cap's days; what this claim lets through is added."""

    sender: RowMapping | Mapping[str, Any]
    now: dt.datetime
    places: Places
    cap: FrequencyCap | None = None
    sent: Counter[str] = field(default_factory=Counter[str])
    slot_at: dt.datetime | None = None
    pairs: PairRate = field(default_factory=PairRate)
    house_hours: QuietHours | None = None

    def pace(self, row: RowMapping | Mapping[str, Any]) -> Later | None:
        """WhatsApp's limit of messages to one person. Asked once a message, whatever its kind: WhatsApp counts them all."""
        if row["channel"] != "whatsapp":
            return None
        turn = self.pairs.take(row["address_id"], self.now, has_turn=row["hold_reason"] == REASON)
        return None if turn is None else Later(turn, REASON)

    def judge(
        self, row: RowMapping | Mapping[str, Any], kind: str, purpose: Purpose, *, at_most: int
    ) -> Later | Refused | None:
        """Whether this message must wait or is refused; None when it may leave. Asked once a message, since it takes what
        it allows: a turn, a place."""
        is_template = kind in TEMPLATES
        is_marketing = purpose == "marketing" and (is_template or not is_answer(row["answers_at"], self.now))
        if is_template and status_of(self.sender, self.now) == NO_TEMPLATES:
            return Later(self.sender["restricted_until"] or self.now + LOOK_AGAIN, "no_templates")
        if is_marketing and (held := self._hold_marketing(row)) is not None:
            return held
        if is_template and not is_window_open(row["last_inbound_at"], self.now):
            until = self.places.take(row["address_id"], at_most)
            if until is not None:
                return Later(until, "portfolio_limit")
        self.sent[row["contact_id"]] += is_marketing
        return None

    def _hold_marketing(self, row: RowMapping | Mapping[str, Any]) -> Later | Refused | None:
        quality = quality_of(self.sender)
        if quality == "red":
            return Later(self.now + LOOK_AGAIN, "quality_red")
        if self.cap is not None and self.sent[row["contact_id"]] >= self.cap.messages:
            return Refused("frequency_cap", "moment")
        return self._slow_down(row) if quality == "yellow" else None

    def _slow_down(self, row: RowMapping | Mapping[str, Any]) -> Later | None:
        """Each message gets one turn of its own; it leaves when that has come."""
        if row["hold_reason"] == "quality_yellow":
            return None
        turn = max(self.slot_at or self.now, self.now)
        self.slot_at = turn + dt.timedelta(seconds=SLOWED / rate_of(self.sender))
        return Later(turn, "quality_yellow") if turn > self.now else None
