"""A journey starts another one: through the same entry rules as any other start, in the same transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from engine.journey.effects import StartJourney
from engine.runner.admission import NotAdmitted, admit
from engine.runner.library import Known
from engine.runner.people import OpenPassage
from storage import contacts
from storage.senders import list_senders

if TYPE_CHECKING:
    from engine.runner.mover import Mover


class Entrance:
    """The door to the other journeys, for one chunk of a shard."""

    def __init__(self, connection: Connection, journeys: Mapping[str, Known]) -> None:
        self.connection, self.journeys = connection, journeys

    def let_in(self, mover: Mover, passage: OpenPassage, start: StartJourney) -> str:
        """Empty when the customer entered, else why not: `unknown`, `no_start`, or the reason of the entry rules."""
        journey = next((one for one in self.journeys.values() if one.key == start.journey), None)
        if journey is None:
            return "unknown"
        trigger = next((one for one in journey.live.journey.triggers if one.next), None)
        if trigger is None:
            return "no_start"
        facts = passage.state.event
        admitted = admit(journey, facts, mover.now, lambda key: mover.earlier(self.connection, journey.id, key))
        if isinstance(admitted, NotAdmitted):
            return admitted.reason
        sender_id, address_id = self._place(mover, passage, journey)
        mover.start(
            journey, admitted, trigger_id=trigger.id, facts=facts, sender_id=sender_id, address_id=address_id,
            asked_at=passage.state.asked_at, chain=passage.state.chain + 1,
        )  # fmt: skip
        return ""

    def _place(self, mover: Mover, passage: OpenPassage, journey: Known) -> tuple[str, str | None]:
        """The sender and address of this passage, unless the other journey names a sender of its own."""
        wanted = journey.live.journey.sender
        senders = list_senders(self.connection) if wanted else ()
        named = next((sender for sender in senders if sender["key"] == wanted), None)
        if named is None or named["id"] == passage.row["sender_id"]:
            return passage.row["sender_id"], passage.row["address_id"]
        return named["id"], contacts.address_on(self.connection, mover.person.id, named["channel"])
