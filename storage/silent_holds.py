"""Messages that wait because nothing leaves at all: of a stopped number, of a blocked lane, during the emergency stop. Each of
them has no reason of its own; it is told by the state of its sender now."""

from __future__ import annotations

from sqlalchemy import Connection, RowMapping, or_, select

from storage import house
from storage.core import table
from storage.senders import STOPPED, is_lifted
from storage.tables import Sender

SENDERS = table(Sender)


def reasons_by_sender(connection: Connection) -> dict[str, str]:
    """Sender id → why nothing leaves from it now: `suspended`, `number_paused`, `number_restricted`, `number_disconnected`,
    `number_pending`, or what blocked its lane. Those that send are left out."""
    sender, is_suspended = SENDERS.c, house.is_suspended(connection)
    stopped = or_(sender.paused, sender.status.in_(STOPPED), sender.blocked_until.is_not(None))
    rows = connection.execute(select(SENDERS) if is_suspended else select(SENDERS).where(stopped)).mappings()
    told = {row["id"]: "suspended" if is_suspended else _reason(row) for row in rows}
    return {sender_id: reason for sender_id, reason in told.items() if reason}


def _reason(sender: RowMapping) -> str:
    if sender["paused"]:
        return "number_paused"
    if sender["status"] in STOPPED and not is_lifted(sender, "status"):
        return f"number_{sender['status']}"
    return sender["blocked_reason"] or ""
