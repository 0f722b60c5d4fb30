"""What each message that leaves is charged as, and what its text would be as an SMS."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from engine.forecast.library import Library
from engine.forecast.rate_card import RateCard, card_on
from engine.forecast.setting import Setting
from engine.forecast.sms import as_sms
from engine.forecast.tally import Charged, Tally
from engine.journey.effects import Send

UNKNOWN = "??"
"""Where nobody knows the country."""


class Pricing:
    """Of one case, in the order of time: the first session messages of a month are free."""

    def __init__(self, setting: Setting, library: Library, tally: Tally) -> None:
        self._zone, self._library, self._tally = setting.house_zone, library, tally
        self._days: dict[dt.date, RateCard] = {}
        self._delivered_in = Counter[tuple[int, int]]()
        start = setting.start.astimezone(self._zone)
        self._first_month, self._free_left = (start.year, start.month), setting.free_sessions

    def card(self, now: dt.datetime) -> RateCard:
        """The prices of this moment. Raises Mistake before the first card."""
        day = now.astimezone(self._zone).date()
        if day not in self._days:
            self._days[day] = card_on(day)
        return self._days[day]

    def note(self, send: Send, country: str | None, now: dt.datetime, *, arrives: bool) -> None:
        """One message that left. Only what is delivered is charged; an SMS is charged whether it arrives or not."""
        self._note_sms(send, country or UNKNOWN)
        if not arrives:
            return
        self._tally.delivered += 1
        card, category = self.card(now), self._library.category(send)
        is_free = category == "session" and self._is_free(card, now)
        self._tally.charged[Charged(card.effective_from, country or UNKNOWN, category, is_free)] += 1

    def _is_free(self, card: RateCard, now: dt.datetime) -> bool:
        local = now.astimezone(self._zone)
        month = (local.year, local.month)
        given = self._free_left if month == self._first_month and self._free_left is not None else card.free_sessions
        self._delivered_in[month] += 1
        return self._delivered_in[month] <= given

    def _note_sms(self, send: Send, country: str) -> None:
        text = self._library.text(send)
        if not text:
            self._tally.wordless += 1
            return
        sms = as_sms(text)
        self._tally.sms[country, sms.encoding] += sms.segments
        self._tally.sms_messages[country] += 1
