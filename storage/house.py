"""The rules of the house by name, and the emergency stop of all automatic sending."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from storage.audit import append_entry
from storage.core import table
from storage.tables import HouseSetting
from storage.upsert import upsert

SETTINGS = table(HouseSetting)
SENDING = "sending"
FREQUENCY_CAP = "frequency_cap"
"""`{"messages": 2, "days": 7}`: marketing for one person; nothing where nobody set it."""
QUIET_HOURS = "quiet_hours"
"""`{"from": "21:00", "to": "08:00", "days": ["fri"]}`: of the whole house, as a journey writes its own; empty where it has none."""


@dataclass(frozen=True, slots=True)
class Suspension:
    """All automatic sending is stopped. `by` is a person's id, or None for nobody known."""

    by: str | None
    at: dt.datetime


def get_setting(connection: Connection, *, name: str) -> dict[str, Any] | None:
    """The value of a setting, or None when nobody has set it."""
    return connection.execute(select(SETTINGS.c.value).where(SETTINGS.c.name == name)).scalar_one_or_none()


def get_settings(connection: Connection, names: Collection[str]) -> dict[str, dict[str, Any]]:
    """Name → value of those that somebody has set."""
    query = select(SETTINGS.c.name, SETTINGS.c.value).where(SETTINGS.c.name.in_(names))
    return {name: value for name, value in connection.execute(query)}


def set_setting(
    connection: Connection, *, name: str, value: Mapping[str, Any], by: str | None, at: dt.datetime
) -> None:
    """Replace the value of a setting whole."""
    _write(connection, name, value, by=by, at=at)
    append_entry(connection, "house.changed", f"setting:{name}", by=by, at=at, value=dict(value))


def suspend_sending(connection: Connection, *, by: str | None, at: dt.datetime) -> Suspension:
    """Stop every automatic send. Where sending is suspended already, the first suspension stands."""
    standing = suspension(connection)
    if standing is not None:
        return standing
    _write(connection, SENDING, {"suspended": True, "by": by, "at": at.isoformat()}, by=by, at=at)
    append_entry(connection, "sending.suspended", f"setting:{SENDING}", by=by, at=at)
    return Suspension(by, at)


def resume_sending(connection: Connection, *, by: str | None, at: dt.datetime) -> Suspension | None:
    """Let messages leave again; the suspension that ended, or None when there was none."""
    standing = suspension(connection)
    if standing is not None:
        _write(connection, SENDING, {"suspended": False}, by=by, at=at)
        append_entry(connection, "sending.resumed", f"setting:{SENDING}", by=by, at=at)
    return standing


def suspension(connection: Connection) -> Suspension | None:
    """Who suspended sending and when; None while messages may leave."""
    value = get_setting(connection, name=SENDING) or {}
    if not value.get("suspended"):
        return None
    return Suspension(value.get("by"), dt.datetime.fromisoformat(value["at"]))


def is_suspended(connection: Connection) -> bool:
    """Whether the emergency stop is on."""
    return suspension(connection) is not None


def _write(connection: Connection, name: str, value: Mapping[str, Any], *, by: str | None, at: dt.datetime) -> None:
    row = {"name": name, "value": dict(value), "changed_by": by, "changed_at": at}
    upsert(connection, SETTINGS, [row], key=("name",), replace=("value", "changed_by", "changed_at"))
