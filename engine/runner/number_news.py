"""What the provider says of our numbers, written down: told by its events, or read from it every ten minutes and whenever an
event makes it worth the while. The next claim goes by it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import Connection, RowMapping

from engine.clock import Clock
from engine.providers.abilities import ProviderNumber, TellsNumber
from engine.providers.base import SenderChanged
from engine.runner.background import BackgroundDatabase
from storage import senders
from storage.senders import CONNECTED, Told, list_senders


def hear_of_sender(connection: Connection, provider: str, event: SenderChanged, now: dt.datetime) -> None:
    """An event says something of one of our numbers, or of all of this provider's."""
    told = Told(
        event.quality or None, event.status or None, event.restricted_until, event.rate_per_second, event.daily_limit
    )
    for sender in _meant(list_senders(connection, provider=provider), event.sender):
        senders.note_told(connection, sender, told, at=now)


async def read_numbers(provider: TellsNumber, name: str, database: BackgroundDatabase, *, clock: Clock) -> None:
    """Ask once and write it. Raises a ProviderError."""
    number = await provider.read_number()
    await database(lambda connection: _write(connection, name, number, clock()))


def _write(connection: Connection, provider: str, number: ProviderNumber, now: dt.datetime) -> None:
    for sender in _meant(list_senders(connection, provider=provider), number.digits):
        status = None if _is_kept_back(sender, number, now) else number.status or None
        told = Told(number.quality or None, status, None, number.rate_per_second, number.daily_limit)
        senders.note_told(connection, sender, told, at=now)


def _is_kept_back(sender: RowMapping, number: ProviderNumber, now: dt.datetime) -> bool:
    """A restriction that was told with its end lasts until then: the number itself goes on to look connected."""
    until: dt.datetime | None = sender["restricted_until"]
    return number.status == CONNECTED and until is not None and until > now


def _meant(ours: Sequence[RowMapping], digits: str) -> Sequence[RowMapping]:
    """Those of WhatsApp with this number; all of them where none is named, or ours is not known."""
    on_whatsapp = [sender for sender in ours if sender["channel"] == "whatsapp"]
    named = [sender for sender in on_whatsapp if digits and sender["number"] == digits]
    return named or [sender for sender in on_whatsapp if not digits or not sender["number"]]
