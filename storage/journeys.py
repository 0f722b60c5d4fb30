"""Journeys and their versions: create, find, publish, pause, resume, retire, stop."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from sqlalchemy import Connection, delete, func, insert, or_, select, update

from storage import approvals, inbox, passages, segments
from storage.audit import append_entry, entries_about
from storage.core import Refused, one, records, table
from storage.stories import delete_stories_of
from storage.tables import DraftEdit, Enrollment, Journey, JourneyVersion
from storage.upsert import insert_new

JOURNEYS, VERSIONS = table(Journey), table(JourneyVersion)
EDITS, ENROLLMENTS = table(DraftEdit), table(Enrollment)

Act: TypeAlias = Literal["pause", "resume", "retire", "stop"]
# What each act asks for, what it makes, and its name in the audit.
ACTS: Mapping[Act, tuple[frozenset[str], str, str]] = {
    "pause": (frozenset({"live", "retired"}), "paused", "journey.paused"),
    "resume": (frozenset({"paused", "retired"}), "live", "journey.resumed"),  # or retired, see `_state_after`
    "retire": (frozenset({"live", "paused"}), "retired", "journey.retired"),
    "stop": (frozenset({"live", "paused", "retired"}), "stopped", "journey.stopped"),
}


@dataclass(frozen=True, slots=True)
class JourneySummary:
    """One journey in the list. `live` is the version that people enter, `draft` the one being drawn."""

    journey: Journey
    live: JourneyVersion | None
    draft: JourneyVersion | None
    active: int

    @property
    def live_number(self) -> int | None:
        return None if self.live is None else self.live.number

    @property
    def has_draft(self) -> bool:
        return self.draft is not None


@dataclass(frozen=True, slots=True)
class PeopleInside:
    """How many passages are under way, and how many of them stand at each step."""

    active: int
    by_step: Mapping[str, int]


def create_journey(
    connection: Connection,
    *,
    journey_id: str,
    version_id: str,
    key: str,
    name: str,
    definition: Mapping[str, Any],
    content_hash: str,
    by: str | None,
    at: dt.datetime,
    is_sample: bool = False,
    names: Mapping[str, str] | None = None,
) -> Journey | Refused:
    """A journey with its first draft; `names` by language where it has several. Refused as `key_taken` when another journey has this key."""
    journey = Journey(
        id=journey_id, key=key, name=name, created_at=at, state_changed_at=at, state_changed_by=by,
        is_sample=is_sample, names=dict(names or {}),
    )  # fmt: skip
    if not insert_new(connection, JOURNEYS, [journey.model_dump()], key=("key",)):
        return Refused("key_taken", key)
    draft = JourneyVersion(
        id=version_id, journey_id=journey_id, definition=dict(definition), content_hash=content_hash,
        created_at=at, created_by=by, saved_at=at,
    )  # fmt: skip
    connection.execute(insert(VERSIONS).values(draft.model_dump()))
    append_entry(connection, "journey.created", f"journey:{journey_id}", by=by, at=at, key=key, name=name)
    return journey


def find_journey(connection: Connection, *, key: str | None = None, journey_id: str | None = None) -> Journey | None:
    """The journey of this key or of this id; None when there is none."""
    wanted = JOURNEYS.c.key == key if journey_id is None else JOURNEYS.c.id == journey_id
    return one(connection, Journey, select(JOURNEYS).where(wanted))


def list_journeys(connection: Connection) -> list[JourneySummary]:
    """All journeys by name, with the definitions that a page searches in."""
    journeys = records(connection, Journey, select(JOURNEYS).order_by(JOURNEYS.c.name, JOURNEYS.c.key))
    shown = (
        select(VERSIONS)
        .join(JOURNEYS, JOURNEYS.c.id == VERSIONS.c.journey_id)
        .where(or_(VERSIONS.c.status == "draft", VERSIONS.c.id == JOURNEYS.c.live_version_id))
    )
    found = records(connection, JourneyVersion, shown)
    live = {each.id: each for each in found}
    drafts = {each.journey_id: each for each in found if each.status == "draft"}
    active = _active_by_journey(connection)
    return [
        JourneySummary(each, live.get(each.live_version_id or ""), drafts.get(each.id), active[each.id])
        for each in journeys
    ]


def _active_by_journey(connection: Connection) -> Counter[str]:
    query = (
        select(ENROLLMENTS.c.journey_id, func.count())
        .where(ENROLLMENTS.c.status == "active")
        .group_by(ENROLLMENTS.c.journey_id)
    )
    return Counter({journey_id: count for journey_id, count in connection.execute(query)})


def people_inside(connection: Connection, *, journey_id: str) -> PeopleInside:
    """Who would be touched by a pause or a stop."""
    query = (
        select(ENROLLMENTS.c.step_id, func.count())
        .where(ENROLLMENTS.c.journey_id == journey_id, ENROLLMENTS.c.status == "active")
        .group_by(ENROLLMENTS.c.step_id)
    )
    counted = {step_id: count for step_id, count in connection.execute(query)}
    return PeopleInside(sum(counted.values()), {step: count for step, count in counted.items() if step})


def versions(connection: Connection, *, journey_id: str) -> list[JourneyVersion]:
    """The published versions, newest first."""
    query = select(VERSIONS).where(VERSIONS.c.journey_id == journey_id, VERSIONS.c.number.is_not(None))
    return records(connection, JourneyVersion, query.order_by(VERSIONS.c.number.desc()))


def version(connection: Connection, *, version_id: str) -> JourneyVersion | None:
    """A version by its id, draft or published."""
    return one(connection, JourneyVersion, select(VERSIONS).where(VERSIONS.c.id == version_id))


def publish(
    connection: Connection, *, journey_id: str, revision: int, by: str | None, at: dt.datetime
) -> JourneyVersion | Refused:
    """Make the draft the next numbered version, for good, and let people enter it; the draft is then gone.

    `revision` is the one that was looked at. Refused as `draft_changed` (`found`: its revision), `no_draft`
    or `no_such_journey`.
    """
    journey = _locked(connection, journey_id)
    if journey is None:
        return Refused("no_such_journey", journey_id)
    query = select(VERSIONS).where(VERSIONS.c.journey_id == journey_id, VERSIONS.c.status == "draft")
    draft = one(connection, JourneyVersion, query.with_for_update())
    if draft is None:
        return Refused("no_draft")
    if draft.revision != revision:
        return Refused("draft_changed", draft.revision)
    return _publish(connection, draft, journey.state, by=by, at=at)


def _publish(
    connection: Connection, draft: JourneyVersion, was: str, *, by: str | None, at: dt.datetime
) -> JourneyVersion:
    query = select(func.max(VERSIONS.c.number)).where(VERSIONS.c.journey_id == draft.journey_id)
    number = (connection.execute(query).scalar() or 0) + 1
    made = {"status": "published", "number": number, "published_at": at, "published_by": by}
    connection.execute(update(VERSIONS).where(VERSIONS.c.id == draft.id).values(**made))
    # A pause is ended by the person who resumes, who is asked about those who waited; never by a publication.
    state = "paused" if was == "paused" else "live"
    _write_state(connection, draft.journey_id, state, by=by, at=at, live_version_id=draft.id)
    approvals.note_approved(connection, version_id=draft.id, definition=draft.definition, by=by, at=at)
    segments.keep_segments(connection, draft.definition.get("segments") or {}, by=by, at=at)
    append_entry(
        connection, "journey.published", f"journey:{draft.journey_id}", by=by, at=at,
        version=draft.id, number=number, content_hash=draft.content_hash,
    )  # fmt: skip
    return draft.model_copy(update=made)


def set_state(
    connection: Connection, *, journey_id: str, act: Act, by: str | None, at: dt.datetime
) -> Journey | Refused:
    """Pause, resume, retire or stop. A stop ends every passage and cancels what is queued, here and now; a pause is
    followed by the engine, which reads the state, and its end gives back what was kept for it. A journey whose entrance was closed before its pause comes back so.

    Refused as `not_from_here` (`found`: the state that stands in the way) or `no_such_journey`.
    """
    journey = _locked(connection, journey_id)
    if journey is None:
        return Refused("no_such_journey", journey_id)
    allowed, state, name = ACTS[act]
    if journey.state not in allowed:
        return Refused("not_from_here", journey.state)
    state = _state_after(connection, journey, act, state)
    _write_state(connection, journey_id, state, by=by, at=at)
    if act == "stop":
        passages.end_all(connection, journey_id, now=at, reason="stopped")
    if journey.state == "paused":
        inbox.release(connection, journey_id)  # here and now: a stored reply comes before a time-out that is due
    append_entry(connection, name, f"journey:{journey_id}", by=by, at=at, was=journey.state)
    return journey.model_copy(update={"state": state, "state_changed_at": at, "state_changed_by": by})


def _state_after(connection: Connection, journey: Journey, act: Act, state: str) -> str:
    """What a pause interrupted goes on when it ends."""
    if act != "resume" or journey.state != "paused":
        return state
    entries = entries_about(connection, subject=f"journey:{journey.id}")
    was = next((entry.details.get("was") for entry in entries if entry.act == "journey.paused"), None)
    return "retired" if was == "retired" else state


def _write_state(
    connection: Connection, journey_id: str, state: str, *, by: str | None, at: dt.datetime, **more: Any
) -> None:
    changes = {"state": state, "state_changed_at": at, "state_changed_by": by, **more}
    connection.execute(update(JOURNEYS).where(JOURNEYS.c.id == journey_id).values(**changes))


def rename_journey(
    connection: Connection, *, journey_id: str, name: str, by: str | None, at: dt.datetime,
    names: Mapping[str, str] | None = None,
) -> Journey | Refused:  # fmt: skip
    """Change the name shown in lists, and those by language; the key never changes. Refused as `no_such_journey`."""
    journey = _locked(connection, journey_id)
    if journey is None:
        return Refused("no_such_journey", journey_id)
    connection.execute(update(JOURNEYS).where(JOURNEYS.c.id == journey_id).values(name=name, names=dict(names or {})))
    was = journey.name
    append_entry(connection, "journey.renamed", f"journey:{journey_id}", by=by, at=at, was=was, name=name)
    return journey.model_copy(update={"name": name, "names": dict(names or {})})


def delete_journey(connection: Connection, *, journey_id: str, by: str | None, at: dt.datetime) -> Journey | Refused:
    """Remove a journey that was never published, with its draft; the journey as it was.

    Refused as `was_published` (`found`: how many versions; what customers received must stay provable) or
    `no_such_journey`.
    """
    journey = _locked(connection, journey_id)
    if journey is None:
        return Refused("no_such_journey", journey_id)
    if published := len(versions(connection, journey_id=journey_id)):
        return Refused("was_published", published)
    drafts = select(VERSIONS.c.id).where(VERSIONS.c.journey_id == journey_id)
    connection.execute(delete(EDITS).where(EDITS.c.version_id.in_(drafts)))
    connection.execute(delete(VERSIONS).where(VERSIONS.c.journey_id == journey_id))
    delete_stories_of(connection, journey_id=journey_id)
    connection.execute(delete(JOURNEYS).where(JOURNEYS.c.id == journey_id))
    append_entry(connection, "journey.deleted", f"journey:{journey_id}", by=by, at=at, key=journey.key)
    return journey


def _locked(connection: Connection, journey_id: str) -> Journey | None:
    """The journey, held until the end of the transaction, so that people's acts come one after the other."""
    return one(connection, Journey, select(JOURNEYS).where(JOURNEYS.c.id == journey_id).with_for_update())
