"""What the forecast needs of the house: people, the sender's pace, the house's time."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from designer.audience_services import CHUNKS_AT_ONCE
from designer.draft_model import Desk
from designer.house_services import house_zone
from engine.audience import refresh
from engine.forecast.audience import Audience
from engine.forecast_audience import house_people
from engine.journey.conditions import Condition
from storage.database import reading, writing
from storage.senders import list_senders


def people_who_fit(desk: Desk, condition: Condition | None, *, limit: int) -> Audience:
    """The house's people of a segment; all of them for no condition."""
    for _ in range(CHUNKS_AT_ONCE):
        with writing(desk.database) as connection:
            if not refresh(connection):
                break
    with reading(desk.database) as connection:
        return house_people(connection, condition, limit=limit)


def sender_pace(desk: Desk, sender: str | None) -> int:
    """Messages a second of the number that a journey writes from, the first one where it names none; 20 without any."""
    with reading(desk.database) as connection:
        rows = [row for row in list_senders(connection) if row["channel"] == "whatsapp"]
    named = [row for row in rows if row["key"] == sender] or rows
    return named[0]["rate_per_second"] if named else 20


def zone_of_house(desk: Desk) -> ZoneInfo:
    """Where months, days and start hours are counted."""
    return ZoneInfo(house_zone(desk))
