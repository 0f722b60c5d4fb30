"""Ownership of the shards. A queue may give one shard to two workers: the second waits until the first has committed."""

from __future__ import annotations

from sqlalchemy import Connection, update

from storage.contacts import SHARD_COUNT
from storage.core import table
from storage.tables import Shard
from storage.upsert import insert_new

SHARDS = table(Shard)
ROUTER = SHARD_COUNT
"""The number of the router: it interprets what came in, and is owned like a shard."""


def prepare(connection: Connection) -> None:
    """A row for each shard and for the router."""
    rows = [{"number": number, "epoch": 0} for number in range(SHARD_COUNT + 1)]
    insert_new(connection, SHARDS, rows, key=("number",))


def take(connection: Connection, number: int) -> None:
    """Become the shard's owner until this transaction ends: the row stays locked. The epoch counts the owners."""
    connection.execute(update(SHARDS).where(SHARDS.c.number == number).values(epoch=SHARDS.c.epoch + 1))
