"""Ownership of the shards. A queue may give one shard to two workers: the second waits until the first has committed."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, bindparam, select, update

from storage.among import among
from storage.contacts import SHARD_COUNT
from storage.core import table
from storage.tables import Shard
from storage.upsert import insert_new

SHARDS = table(Shard)
ROUTER = SHARD_COUNT
"""The number of the router: it interprets what came in, and is owned like a shard."""
EVERY = range(SHARD_COUNT)
"""All shards, without the router."""
LOT = 8
"""Shards that are worked in one transaction: what came in for them shares reading, writing and the commit."""


def prepare(connection: Connection) -> None:
    """A row for each shard and for the router."""
    rows = [{"number": number, "epoch": 0} for number in range(SHARD_COUNT + 1)]
    insert_new(connection, SHARDS, rows, key=("number",))


_FREE = (
    select(SHARDS.c.number).where(among(SHARDS.c.number, "numbers")).order_by(SHARDS.c.number)
    .with_for_update(skip_locked=True).scalar_subquery()
)  # fmt: skip
_TAKE_FREE = (
    update(SHARDS).where(SHARDS.c.number.in_(_FREE)).values(epoch=SHARDS.c.epoch + 1).returning(SHARDS.c.number)
)
_TAKE = update(SHARDS).where(SHARDS.c.number == bindparam("of")).values(epoch=SHARDS.c.epoch + 1)


def take(connection: Connection, number: int) -> None:
    """Become the shard's owner until this transaction ends: the row stays locked. The epoch counts the owners."""
    connection.execute(_TAKE, {"of": number})


def lot_of(number: int) -> int:
    return number // LOT


def of_lot(lot: int) -> range:
    return range(lot * LOT, min((lot + 1) * LOT, SHARD_COUNT))


def take_free(connection: Connection, numbers: Collection[int]) -> list[int]:
    """Become the owner of those that nobody owns at this moment, in rising order."""
    return sorted(connection.execute(_TAKE_FREE, {"numbers": numbers}).scalars())
