"""To how many people the senders of one portfolio may write outside the window in a moving day, and to how many they did.

Counted when a message sets off, so that the limit is never passed; what fails afterwards stays counted for its day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any, TypeAlias

from sqlalchemy import Connection, RowMapping, bindparam, func, select, update

from storage.among import among
from storage.audit import append_entry
from storage.bulk import Bulk
from storage.core import table
from storage.tables import Portfolio, PortfolioReach
from storage.upsert import insert_for, insert_new

PORTFOLIOS, REACH = table(Portfolio), table(PortfolioReach)
Row: TypeAlias = RowMapping | Mapping[str, Any]
DAY = dt.timedelta(hours=24)
UNLIMITED = -1
FREE: Mapping[str, Any] = {
    "told_limit": None,
    "overrides": {},
    "counted": 0,
    "counted_at": None,
    "promised_until": None,
}
"""A portfolio of which nothing is known."""


def limit_of(portfolio: Row) -> int | None:
    """People in a moving day: a person's limit, else the provider's; None where there is none."""
    chosen = portfolio["overrides"].get("limit", {}).get("value")
    limit: int | None = portfolio["told_limit"] if chosen is None else chosen
    return None if limit == UNLIMITED else limit


def load(connection: Connection, key: str) -> Row:
    query = select(PORTFOLIOS).where(PORTFOLIOS.c.key == key)
    return connection.execute(query).mappings().first() or {"key": key, **FREE}


def load_all(connection: Connection) -> dict[str, RowMapping]:
    """By key; those of which anything is known."""
    return {row["key"]: row for row in connection.execute(select(PORTFOLIOS)).mappings()}


def hold(connection: Connection, key: str) -> Row:
    """Lock it until the claim is committed: several lanes share its places."""
    query = select(PORTFOLIOS).where(PORTFOLIOS.c.key == key).with_for_update()
    return connection.execute(query).mappings().first() or {"key": key, **FREE}


def note_limit(connection: Connection, key: str, limit: int, *, at: dt.datetime) -> bool:
    """The provider tells the limit; whether it is another than before."""
    if load(connection, key)["told_limit"] == limit:
        return False
    _change(connection, key, told_limit=limit, told_at=at)
    append_entry(connection, "portfolio.told", f"portfolio:{key}", by=None, at=at, limit=limit)
    return True


def set_limit(connection: Connection, key: str, limit: int | None, *, by: str | None, at: dt.datetime) -> None:
    """A person's own limit (-1: none); None takes it back, so that the provider's counts."""
    chosen = {} if limit is None else {"limit": {"value": limit, "by": by, "at": at.isoformat()}}
    _change(connection, key, overrides=chosen)
    append_entry(connection, "portfolio.limit_set", f"portfolio:{key}", by=by, at=at, limit=limit)


def _change(connection: Connection, key: str, **values: Any) -> None:
    insert_new(connection, PORTFOLIOS, [{"key": key, "overrides": {}, "counted": 0}], key=("key",))
    connection.execute(update(PORTFOLIOS).where(PORTFOLIOS.c.key == key).values(**values))


# Who was reached ----------------------------------------------------------------------------------------------------

_SINCE = REACH.c.portfolio == bindparam("of"), REACH.c.reached_at > bindparam("since", type_=REACH.c.reached_at.type)
_COUNT = select(func.count()).select_from(REACH).where(*_SINCE)
_KNOWN = select(REACH.c.address_id).where(*_SINCE, among(REACH.c.address_id, "ids"))
_OLDEST = select(REACH.c.reached_at).where(*_SINCE).order_by(REACH.c.reached_at).limit(bindparam("most"))


def people_reached(connection: Connection, key: str, *, now: dt.datetime) -> int:
    """How many people, in the day before now."""
    return connection.execute(_COUNT, {"of": key, "since": now - DAY}).scalar_one()


def reached_among(connection: Connection, key: str, address_ids: Collection[str], *, now: dt.datetime) -> set[str]:
    """Those who count already: one more message to them takes no place."""
    if not address_ids:
        return set()
    return set(connection.execute(_KNOWN, {"of": key, "since": now - DAY, "ids": address_ids}).scalars())


def next_places(connection: Connection, key: str, *, after: dt.datetime, most: int) -> list[dt.datetime]:
    """When the next places come free after that moment, soonest first."""
    rows = connection.execute(_OLDEST, {"of": key, "since": after - DAY, "most": most})
    return [at + DAY for at in rows.scalars()]


def _reaching(dialect: str) -> Any:
    statement = insert_for(dialect, REACH)
    return statement.on_conflict_do_update(
        index_elements=["portfolio", "address_id"], set_={"reached_at": statement.excluded.reached_at}
    )


_NOTE = Bulk(_reaching, ("portfolio", "address_id", "reached_at"))


def note_reached(connection: Connection, key: str, address_ids: Collection[str], *, at: dt.datetime) -> None:
    """A message outside the window sets off to these."""
    _NOTE(connection, [{"portfolio": key, "address_id": one, "reached_at": at} for one in sorted(set(address_ids))])


def note_count(connection: Connection, key: str, *, counted: int, at: dt.datetime) -> None:
    """So many people, as counted now."""
    values = {"counted": counted, "counted_at": at}
    connection.execute(update(PORTFOLIOS).where(PORTFOLIOS.c.key == key).values(**values))


def add_count(connection: Connection, key: str, *, people: int, promised_until: dt.datetime | None) -> None:
    """So many more were reached, and the last place that is promised."""
    values = {"counted": PORTFOLIOS.c.counted + people, "promised_until": promised_until}
    connection.execute(update(PORTFOLIOS).where(PORTFOLIOS.c.key == key).values(**values))
