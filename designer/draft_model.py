"""What passes between the editor page and the services of its draft."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from sqlalchemy import Engine

from designer.editing import Definition, Edited, Refused
from engine.checker.problem import Problem
from engine.clock import Clock
from engine.ids import NewId
from engine.journey.counted import CountedLinks
from engine.journey.definition import read_definition
from storage.tables import Journey

Change: TypeAlias = Callable[[Definition], Edited | Refused]


@dataclass(frozen=True, slots=True)
class Desk:
    """What an edit needs from outside. `by` is the id of the person who works here, None when nobody signed in;
    `business_name` is what customers know the house by, `http_hosts` those that its journeys may call,
    `counted_links` those whose opening is known."""

    database: Engine
    clock: Clock
    new_id: NewId
    by: str | None = None
    business_name: str = ""
    http_hosts: tuple[str, ...] = ()
    counted_links: CountedLinks | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A journey as it is being drawn. `is_draft` is False while everything is live: the first edit opens a draft.

    `undo_label` names the edit that undo would take back (`designer.editing.labels`)."""

    journey: Journey
    version_id: str
    revision: int
    definition: Definition
    saved_at: dt.datetime
    is_draft: bool
    live_number: int | None
    can_undo: bool = False
    can_redo: bool = False
    undo_label: str = ""

    @property
    def content_hash(self) -> str:
        return read_definition(self.definition).content_hash()


@dataclass(frozen=True, slots=True)
class Made:
    """An edit was saved (`revision`: as which one), or changed nothing. `skipped` counts places that were left, because
    someone changed them."""

    draft: Draft
    label: str
    selected: list[str] | None = None
    skipped: int = 0
    revision: int | None = None


@dataclass(frozen=True, slots=True)
class NoJourney:
    """There is no journey of this key."""

    key: str


@dataclass(frozen=True, slots=True)
class Blocked:
    """Going live was refused because of these problems."""

    problems: list[Problem]


@dataclass(frozen=True, slots=True)
class Outdated:
    """Going live was refused: the draft is another than the one that was looked at, or none is left."""

    reason: str
