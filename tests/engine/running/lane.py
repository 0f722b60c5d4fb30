"""A lane's database with messages that wait, claimed as a lane would, without anything on a wire."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Engine, insert, text

from engine.runner.claiming import claim_messages
from engine.runner.pair_rate import PairRate
from storage import contacts, journeys, lanes, senders, templates
from storage import house as house_rules
from storage.core import table
from storage.database import reading, writing
from storage.tables import Address, Contact, Message, MessageTemplate, ServiceWindow

NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
SENDER = "main"


class Queue:
    """One sender with two templates; `now` is moved by the test."""

    def __init__(self, engine: Engine, *, rate: int = 80) -> None:
        self.engine, self.now, self.made, self.pairs = engine, NOON, 0, PairRate()
        self.add_sender(SENDER, rate=rate)
        with writing(engine) as connection:
            for name, category in (("promo", "MARKETING"), ("parcel", "UTILITY")):
                connection.execute(insert(table(MessageTemplate)), [{
                    "id": name, "name": name, "language": "fr", "category": category, "status": "APPROVED",
                    "components": {"body": "Bonjour"}, "content_hash": "", "synced_at": NOON,
                }])  # fmt: skip

    def add_sender(self, key: str, *, rate: int = 80, portfolio: str = "sandbox") -> None:
        with writing(self.engine) as connection:
            senders.add(
                connection, id=key, key=key, provider="sandbox", number=f"331000{len(key)}", display_name="Shop",
                rate_per_second=rate, portfolio=portfolio, created_at=NOON,
            )  # fmt: skip

    def person(self, name: str, *, wrote_at: dt.datetime | None = None, sender: str = SENDER) -> None:
        """Somebody who agreed to marketing."""
        with writing(self.engine) as connection:
            shard = contacts.shard_of(name)
            connection.execute(
                insert(table(Contact)), [{"id": name, "shard": shard, "attributes": {}, "created_at": NOON}]
            )
            connection.execute(insert(table(Address)), [{
                "id": name, "contact_id": name, "channel": "whatsapp", "value": f"at-{name}", "created_at": NOON,
            }])  # fmt: skip
            if wrote_at is not None:
                connection.execute(insert(table(ServiceWindow)), [
                    {"sender_id": sender, "address_id": name, "last_inbound_at": wrote_at}
                ])  # fmt: skip
            contacts.add_consents(connection, [{
                "contact_id": name, "purpose": "marketing", "given": True, "source": "form", "stated_at": NOON,
                "recorded_at": NOON,
            }])  # fmt: skip

    def goes_live(self, template: str) -> str:
        """A version that sends this template; its id."""
        definition = {"steps": {"tell": {"type": "send_template", "template": template}}}
        with writing(self.engine) as connection:
            journeys.create_journey(
                connection, journey_id="j", version_id="j-v1", key="j", name="J", definition=definition, content_hash="",
                by=None, at=self.now,
            )  # fmt: skip
            journeys.publish(connection, journey_id="j", revision=0, by=None, at=self.now)
        return "j-v1"

    def lists(self, name: str, language: str, body: str) -> None:
        """The provider has this template."""
        listed = templates.ListedTemplate(
            f"{name}-{language}", name, language, "UTILITY", "APPROVED", {"body": body}, content_hash=""
        )
        with writing(self.engine) as connection:
            templates.upsert_templates(connection, listed=[listed], at=self.now)

    def people(self, *names: str) -> None:
        for name in names:
            self.person(name)

    def queue(self, *names: str, kind: str = "promo", sender: str = SENDER, **more: Any) -> list[str]:
        """A message to each; `kind`: `promo`, `parcel` or `reply` (a free one)."""
        rows = [self._message(name, kind, sender, more) for name in names]
        with writing(self.engine) as connection:
            connection.execute(insert(table(Message)), rows)
        return [row["id"] for row in rows]

    def _message(self, name: str, kind: str, sender: str, more: dict[str, Any]) -> dict[str, Any]:
        self.made += 1
        body = {"text": "Bonjour", "language": "fr"} if kind == "reply" else {"template": kind, "language": "fr"}
        return {
            "id": f"m{self.made:04}", "shard": 0, "contact_id": name, "sender_id": sender, "address_id": name,
            "kind": "session" if kind == "reply" else "template", "purpose": "marketing" if kind == "promo" else "service",
            "body": body, "status": "queued", "attempts": 0, "lane_epoch": 0, "created_at": self.now, "hold_until": self.now,
            **more,
        }  # fmt: skip

    def claim(self, limit: int = 100, sender: str = SENDER) -> list[str]:
        """To whom messages leave now."""
        with writing(self.engine) as connection:
            epoch = lanes.take_alone(connection, sender)
            claimed = claim_messages(connection, sender, epoch=epoch, now=self.now, limit=limit, paused_journeys=[],
                                     pairs=self.pairs)  # fmt: skip
            return [row["contact_id"] for row, _ in claimed.messages]

    def later(self, **duration: float) -> None:
        self.now += dt.timedelta(**duration)

    def rule(self, name: str, value: dict[str, Any]) -> None:
        with writing(self.engine) as connection:
            house_rules.set_setting(connection, name=name, value=value, by="claire", at=self.now)

    def rows(self, query: str) -> Sequence[tuple[Any, ...]]:
        with reading(self.engine) as connection:
            return [tuple(row) for row in connection.execute(text(query))]

    def held(self) -> list[tuple[Any, ...]]:
        """(person, why) of what waits for a reason."""
        return list(self.rows("SELECT contact_id, hold_reason FROM message WHERE status = 'queued' "
                              "AND hold_reason IS NOT NULL ORDER BY id"))  # fmt: skip
