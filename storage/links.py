"""Links that lead through us: made when a message is claimed, followed when a customer opens one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, bindparam, func, select, update

from storage import inbox
from storage.among import among
from storage.core import table
from storage.tables import CountedLink, Message
from storage.upsert import Row, insert_new

LINKS, MESSAGES = table(CountedLink), table(Message)
PLACES = select(*(MESSAGES.c[name] for name in ("id", "journey_id", "version_id", "step_id"))).where(
    among(MESSAGES.c.id, "ids")
)
OPENED = (
    select(*(MESSAGES.c[name] for name in ("id", "shard", "contact_id")))
    .join(LINKS, LINKS.c.message_id == MESSAGES.c.id)
    .where(LINKS.c.token == bindparam("of"), MESSAGES.c.enrollment_id.is_not(None))
)
OF_MESSAGES = select(LINKS.c.message_id, LINKS.c.target, LINKS.c.token).where(among(LINKS.c.message_id, "ids"))


@dataclass(frozen=True, slots=True)
class Clicks:
    """Messages of which a link was opened, and how often in all."""

    messages: int
    clicks: int


def tokens_for(
    connection: Connection, wanted: Collection[tuple[str, str]], *, new_token: Callable[[], str], at: dt.datetime
) -> dict[tuple[str, str], str]:
    """(message, target) → token, for each of those wanted. What is there stays, so that a message that leaves again has the same
    links."""
    ids = {message for message, _ in wanted}
    if missing := sorted(set(wanted) - _known(connection, ids).keys()):
        places = {row["id"]: row for row in connection.execute(PLACES, {"ids": ids}).mappings()}
        rows = [_row(places[message], target, new_token(), at) for message, target in missing]
        insert_new(connection, LINKS, rows, key=("message_id", "target"))
    return _known(connection, ids)


def _row(place: RowMapping, target: str, token: str, at: dt.datetime) -> Row:
    of = {name: place[name] for name in ("journey_id", "version_id", "step_id")}
    return {"token": token, "message_id": place["id"], **of, "target": target, "created_at": at, "clicks": 0}


def _known(connection: Connection, message_ids: Collection[str]) -> dict[tuple[str, str], str]:
    found = connection.execute(OF_MESSAGES, {"ids": message_ids})
    return {(message, target): token for message, target, token in found}


def find_target(connection: Connection, *, token: str) -> str | None:
    """Where the link leads; None when there is none."""
    return connection.execute(select(LINKS.c.target).where(LINKS.c.token == token)).scalar()


def count_click(connection: Connection, *, token: str, at: dt.datetime) -> int | None:
    """The first moment is kept; a click that was told twice at once is two clicks of one message. The first click of a
    message goes to the journey that sent it, once: the shard which has to look at it, None where there is nothing new."""
    first = func.coalesce(LINKS.c.clicked_at, at, type_=LINKS.c.clicked_at.type)
    connection.execute(update(LINKS).where(LINKS.c.token == token).values(clicks=LINKS.c.clicks + 1, clicked_at=first))
    opened = connection.execute(OPENED, {"of": token}).mappings().first()
    return opened["shard"] if opened and inbox.add_internal(connection, [_clicked_row(opened, at)]) else None


def _clicked_row(message: RowMapping, at: dt.datetime) -> Row:
    """For `inbox.add_internal`: a link of this message was opened."""
    return {
        "dedupe_key": f"clicked:{message['id']}", "kind": "clicked", "body": {"message_id": message["id"]},
        "shard": message["shard"], "contact_id": message["contact_id"], "occurred_at": at, "received_at": at,
    }  # fmt: skip


def clicks_by_step(
    connection: Connection, *, journey_id: str, version_id: str | None = None, since: dt.datetime | None = None
) -> dict[str, Clicks]:
    """Step → what was opened of its messages, of one version or of all; `since`: by when the message was sent."""
    links = LINKS.c
    where = [links.journey_id == journey_id, links.clicked_at.is_not(None), links.step_id.is_not(None)]
    where += [links.version_id == version_id] if version_id is not None else []
    where += [links.created_at >= since] if since is not None else []
    numbers = func.count(links.message_id.distinct()), func.sum(links.clicks)
    rows = connection.execute(select(links.step_id, *numbers).where(*where).group_by(links.step_id))
    return {step: Clicks(messages, clicks) for step, messages, clicks in rows}
