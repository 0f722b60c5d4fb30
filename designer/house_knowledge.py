"""What the editor knows of the house around a journey: what the checker is told, and people's names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from designer.draft_model import Desk
from designer.editing import Definition
from designer.template_parts import Templates
from engine.checker.check import check
from engine.checker.context import Surroundings
from engine.checker.problem import Problem
from engine.journey.definition import Journey, read_definition
from engine.library_view import surroundings_of
from storage import people, segments
from storage.database import reading
from storage.senders import list_senders


@dataclass(frozen=True, slots=True)
class House:
    """`people`: id → name. `numbers`: our senders' keys → numbers, the first one first. `segments`:
    kept descriptions by key."""

    surroundings: Surroundings = field(default_factory=Surroundings)
    people: Mapping[str, str] = field(default_factory=dict[str, str])
    numbers: Mapping[str, str] = field(default_factory=dict[str, str])
    segments: Mapping[str, Mapping[str, Any]] = field(default_factory=dict[str, Mapping[str, Any]])

    @property
    def templates(self) -> Templates:
        return self.surroundings.templates or {}


def know_house(desk: Desk, key: str) -> House:
    """The house around the journey of this key."""
    with reading(desk.database) as connection:
        names = {person.id: person.name for person in people.list_people(connection)}
        around = surroundings_of(
            connection,
            key,
            business_name=desk.business_name,
            http_hosts=desk.http_hosts,
            counted_links=desk.counted_links,
        )
        return House(around, names, numbers_in(connection), kept_segments(connection))


def kept_segments(connection: Connection) -> dict[str, Mapping[str, Any]]:
    """Descriptions of segments that were published with some journey, by key."""
    return {one.key: one.definition for one in segments.list_segments(connection)}


def numbers_in(connection: Connection) -> dict[str, str]:
    """Our WhatsApp numbers by the key of their sender, oldest first."""
    return {one["key"]: one["number"] for one in list_senders(connection) if one["channel"] == "whatsapp"}


def number_of(journey: Journey, numbers: Mapping[str, str]) -> str:
    """The number that a journey writes from, the first one where it names none; empty without any."""
    return numbers.get(journey.sender or "") or next(iter(numbers.values()), "")


def find_problems(definition: Definition, house: House) -> list[Problem]:
    """All problems of a draft, in the order of the path."""
    return check(read_definition(definition), house.surroundings)
