"""The house reply: what a customer gets when no journey understood them, at most once a day. The message also stands in
Conversations as unanswered."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Connection, RowMapping

from engine.journey.events import Reply
from engine.journey.model import text_in
from engine.journey.routing import LATE
from engine.runner.mover import Mover
from storage import house, outbox

SETTING = "house_reply"
"""`{"texts": {"fr": …, "en": …}}`; without it the house is silent."""
ONCE_IN = dt.timedelta(days=1)


def answer_for_the_house(
    connection: Connection, mover: Mover, event: RowMapping, reply: Reply, house_language: str
) -> None:
    """Queue the house reply, unless none is set, it came today already, the message is late, or the person opted out."""
    texts = (house.get_setting(connection, name=SETTING) or {}).get("texts", {})
    text = text_in(texts, mover.person.contact.language, house_language)
    if not text or mover.person.has_opted_out() or mover.now - reply.at > LATE:
        return
    if _came_today(connection, mover):
        return
    mover.answer(
        f"house.{event['id']}", kind="house_reply", sender_id=event["sender_id"], address_id=event["address_id"],
        language=house_language, text=text, answers_at=reply.at,
    )  # fmt: skip


def _came_today(connection: Connection, mover: Mover) -> bool:
    """In the tables, or in what this chunk will write."""
    here = mover.person.id
    if any(row["kind"] == "house_reply" and row["contact_id"] == here for row in mover.so_far.messages):
        return True
    return outbox.last_of_kind(connection, here, kind="house_reply", since=mover.now - ONCE_IN)
