"""Ownership of the 64 shards. A queue may give one shard to two workers; the epoch lets only the newer one write."""

from __future__ import annotations

from sqlalchemy import Connection, select, update

from storage.core import table
from storage.tables import Shard
from storage.upsert import insert_new

SHARDS = table(Shard)
ROUTER = 64
"""The number of the router: it interprets what came in, and is owned like a shard."""


def prepare(connection: Connection, count: int = 65) -> None:
    insert_new(connection, SHARDS, [{"number": number, "epoch": 0} for number in range(count)], key=("number",))


def take(connection: Connection, number: int) -> int:
    """Become the shard's owner until this transaction ends: the row stays locked. The epoch counts the owners."""
    connection.execute(update(SHARDS).where(SHARDS.c.number == number).values(epoch=SHARDS.c.epoch + 1))
    return connection.execute(select(SHARDS.c.epoch).where(SHARDS.c.number == number)).scalar_one()
