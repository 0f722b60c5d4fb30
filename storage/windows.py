"""Who inside a journey can be answered freely, and until when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from storage.core import table
from storage.tables import Enrollment, ServiceWindow

ENROLLMENTS, WINDOWS = table(Enrollment), table(ServiceWindow)


@dataclass(frozen=True, slots=True)
class OpenHere:
    """Passages at one step of one version whose service window is open. `wrote_at`: when the one that closes first was
    opened by its customer."""

    version_id: str
    step_id: str
    people: int
    wrote_at: dt.datetime


def open_inside(connection: Connection, *, journey_id: str, since: dt.datetime) -> list[OpenHere]:
    """Passages whose customer last wrote after `since`, by version and step."""
    at, window = ENROLLMENTS.c, WINDOWS.c
    first = func.min(window.last_inbound_at, type_=window.last_inbound_at.type).label("wrote_at")
    query = (
        select(at.version_id, at.step_id, func.count().label("people"), first)
        .join(WINDOWS, (window.sender_id == at.sender_id) & (window.address_id == at.address_id))
        .where(at.journey_id == journey_id, at.status == "active", at.step_id.is_not(None))
        .where(window.last_inbound_at > since)
        .group_by(at.version_id, at.step_id)
    )
    return [OpenHere(**row) for row in connection.execute(query).mappings()]
