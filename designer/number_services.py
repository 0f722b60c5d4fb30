"""The numbers of the house for the pages: how they stand, and what a person decides about them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping

from designer.draft_model import Desk
from designer.wording import say
from storage import house, people, portfolios, senders
from storage.database import reading, writing
from storage.senders import Brake, list_senders


@dataclass(frozen=True, slots=True)
class NumberState:
    """One of our numbers with its portfolio; `people`: how many it wrote to first in the last 24 h. `names`: of colleagues."""

    row: RowMapping
    portfolio: portfolios.Row
    people: int
    names: Mapping[str, str]

    def signature(self, noted: Mapping[str, Any], language: str, at: Callable[[dt.datetime], str]) -> str:
        """Who decided it and when; empty where nobody is known."""
        name = self.names.get(str(noted.get("by") or ""))
        if name is None or "at" not in noted:
            return ""
        return " " + say(language, "{name}, {at}.", name=name, at=at(dt.datetime.fromisoformat(noted["at"])))


def numbers(desk: Desk) -> list[NumberState]:
    with reading(desk.database) as connection:
        names = {one.id: one.name for one in people.list_people(connection)}
        return [_state(connection, row, names, desk.clock()) for row in list_senders(connection)]


def _state(connection: Connection, row: RowMapping, names: Mapping[str, str], now: dt.datetime) -> NumberState:
    key = row["portfolio"]
    reached = portfolios.people_reached(connection, key, now=now)
    return NumberState(row, portfolios.load(connection, key), reached, names)


def pause_number(desk: Desk, sender_id: str, *, paused: bool) -> None:
    with writing(desk.database) as connection:
        senders.pause(connection, sender_id, paused=paused, by=desk.by, at=desk.clock())


def lift_brake(desk: Desk, sender_id: str, brake: Brake) -> None:
    with writing(desk.database) as connection:
        senders.lift(connection, sender_id, brake, by=desk.by, at=desk.clock())


def undo_decision(desk: Desk, sender_id: str, name: str) -> None:
    with writing(desk.database) as connection:
        senders.undo(connection, sender_id, name, by=desk.by, at=desk.clock())


def set_rate(desk: Desk, sender_id: str, rate: int) -> None:
    with writing(desk.database) as connection:
        senders.set_rate(connection, sender_id, rate, by=desk.by, at=desk.clock())


def try_again(desk: Desk, sender_id: str) -> None:
    with writing(desk.database) as connection:
        senders.unblock(connection, sender_id, by=desk.by, at=desk.clock())


def set_limit(desk: Desk, portfolio: str, limit: int | None) -> None:
    with writing(desk.database) as connection:
        portfolios.set_limit(connection, portfolio, limit, by=desk.by, at=desk.clock())


def frequency_cap(desk: Desk) -> tuple[int, int]:
    """(messages, days); no messages where there is no cap."""
    with reading(desk.database) as connection:
        value = house.get_setting(connection, name=house.FREQUENCY_CAP) or {}
    return int(value.get("messages", 0)), int(value.get("days", 7))


def write_frequency_cap(desk: Desk, messages: int, days: int) -> None:
    with writing(desk.database) as connection:
        value = {"messages": messages, "days": days}
        house.set_setting(connection, name=house.FREQUENCY_CAP, value=value, by=desk.by, at=desk.clock())
