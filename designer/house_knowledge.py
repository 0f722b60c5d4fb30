"""What the editor knows of the house around a journey: what the checker is told, and people's names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from designer.draft_model import Desk
from designer.editing import Definition
from designer.template_parts import Templates
from engine.checker.check import check
from engine.checker.context import Surroundings
from engine.checker.problem import Problem
from engine.journey.definition import read_definition
from engine.library_view import surroundings_of
from storage import people
from storage.database import reading


@dataclass(frozen=True, slots=True)
class House:
    """`people`: id → name."""

    surroundings: Surroundings = field(default_factory=Surroundings)
    people: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def templates(self) -> Templates:
        return self.surroundings.templates or {}


def know_house(desk: Desk, key: str) -> House:
    """The house around the journey of this key."""
    with reading(desk.database) as connection:
        names = {person.id: person.name for person in people.list_people(connection)}
        around = surroundings_of(connection, key, business_name=desk.business_name, http_hosts=desk.http_hosts)
        return House(around, names)


def find_problems(definition: Definition, house: House) -> list[Problem]:
    """All problems of a draft, in the order of the path."""
    return check(read_definition(definition), house.surroundings)
