"""The limits of a claim, out of the tables and back into them: a few queries, however many messages are looked at."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping

from engine.journey.permission import is_answer, is_window_open
from engine.journey.quiet_hours import read_hours
from engine.runner.limits import HOLDING, FrequencyCap, Limits, Places, fingerprint, reasons_ended
from engine.runner.pair_rate import PairRate
from engine.runner.policy import TEMPLATES
from storage import holds, house, portfolios, senders
from storage.senders import is_stopped

RECOUNT_AFTER = dt.timedelta(minutes=1)
RECOUNT_FULL_AFTER = dt.timedelta(seconds=5)
"""A full portfolio is counted more often: its places come free."""
RELEASE_AT_ONCE = 2_000


def prepare_limits(
    connection: Connection,
    sender: RowMapping,
    rules: Mapping[str, Mapping[str, Any]],
    pairs: PairRate,
    now: dt.datetime,
) -> Limits:
    """For one claim. Where the limits are others than those under which messages were put off, these are let go."""
    portfolio = portfolios.hold(connection, sender["portfolio"])
    hours = read_hours(rules.get(house.QUIET_HOURS))
    is_same = _release(connection, sender, fingerprint(sender, portfolio, now, hours), now)
    limit = portfolios.limit_of(portfolio)
    places = Places(
        limit, 0 if limit is None else _count(connection, portfolio, limit, now), set(), now, portfolio["promised_until"],
        lambda after, most: portfolios.next_places(connection, portfolio["key"], after=after, most=most),
    )  # fmt: skip
    cap = FrequencyCap.read(rules.get(house.FREQUENCY_CAP))
    slot_at = sender["slot_at"] if is_same else None
    return Limits(sender, now, places, cap, slot_at=slot_at, pairs=pairs, house_hours=hours)


def _release(connection: Connection, sender: RowMapping, holding: str, now: dt.datetime) -> bool:
    """Whether the limits are as they were; the quiet hours of the house are none of them."""
    ended = reasons_ended(sender["held_as"], holding)
    if not ended:
        return True
    is_same = not set(HOLDING) & set(ended)
    let_go = holds.release(connection, sender["id"], ended, now=now, most=RELEASE_AT_ONCE)
    if let_go < RELEASE_AT_ONCE:  # else the next claim goes on with it
        senders.change(connection, sender["id"], held_as=holding, **({} if is_same else {"slot_at": None}))
    return is_same


def lanes_to_release(connection: Connection, ours: Sequence[RowMapping], now: dt.datetime) -> set[str]:
    """Senders whose limits are no longer those under which messages were put off: their lanes have something to do."""
    known, hours = portfolios.load_all(connection), read_hours(house.get_setting(connection, name=house.QUIET_HOURS))
    return {
        sender["id"] for sender in ours
        if fingerprint(sender, known.get(sender["portfolio"], portfolios.FREE), now, hours) != sender["held_as"]
        and not is_stopped(sender, now)
    }  # fmt: skip


def _count(connection: Connection, portfolio: portfolios.Row, limit: int, now: dt.datetime) -> int:
    counted_at, counted = portfolio["counted_at"], portfolio["counted"]
    patience = RECOUNT_FULL_AFTER if counted >= limit else RECOUNT_AFTER
    if counted_at is not None and dt.timedelta() <= now - counted_at < patience:
        return counted
    counted = portfolios.people_reached(connection, portfolio["key"], now=now)
    portfolios.note_count(connection, portfolio["key"], counted=counted, at=now)
    return counted


def look_at(connection: Connection, limits: Limits, rows: Sequence[RowMapping]) -> None:
    """Load what the limits count of these people."""
    if limits.places.limit is not None:
        ids = {row["address_id"] for row in rows if is_first_word(row, limits.now)}
        key = limits.sender["portfolio"]
        limits.places.known |= portfolios.reached_among(connection, key, ids, now=limits.now)
    if (cap := limits.cap) is not None:
        contacts = {row["contact_id"] for row in rows}
        sent = holds.marketing_since(connection, contacts, since=limits.now - cap.length)
        limits.sent = Counter(contact for contact, kind, asked_at, at in sent if counts(kind, asked_at, at))


def counts(kind: str, asked_at: dt.datetime | None, at: dt.datetime) -> bool:
    """Whether a marketing message counts for the cap: an answer does not."""
    return kind in TEMPLATES or not is_answer(asked_at, at)


def is_first_word(row: RowMapping | Mapping[str, Any], now: dt.datetime) -> bool:
    """Whether it would leave outside the window. A free reply that is late leaves as a template."""
    return not is_window_open(row["last_inbound_at"], now)


def keep_limits(connection: Connection, limits: Limits, reached: Collection[str]) -> None:
    """What the next claim goes on from. `reached`: addresses to which a message outside the window sets off."""
    places, key = limits.places, limits.sender["portfolio"]
    portfolios.note_reached(connection, key, reached, at=limits.now)
    if places.limit is not None and (places.taken or places.is_promised):
        portfolios.add_count(connection, key, people=places.taken, promised_until=places.promised_until)
    if limits.slot_at != limits.sender["slot_at"] and limits.slot_at is not None:
        senders.change(connection, limits.sender["id"], slot_at=limits.slot_at)
