"""Segments and dates that are due: planned as rows, worked in chunks. Each person's start is an event of our own under a
key that is kept for good, so that a chunk that is worked twice starts nobody twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, RowMapping

from engine.audience import CHUNK, contact_of, fits, refresh
from engine.ids import NewId
from engine.journey.schedules import days_to_look_at, first_and_last, next_moment, start_on
from engine.journey.segments import Segment
from engine.journey.triggers import AudienceTrigger, DateTrigger
from engine.runner.library import Known
from storage import contacts, inbox, segments, start_runs
from storage.senders import list_senders
from storage.start_runs import AT_ONCE

CATCH_UP = dt.timedelta(hours=24)
"""A start that is later than this is left out, and counted."""
LOOK_AGAIN = dt.timedelta(hours=1)
"""How often the people of one day's date are looked for again while that day lasts somewhere: records change."""
FORGOTTEN_AFTER = dt.timedelta(days=31)
"""Days longer ago are not even counted."""
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be planned (rows for `start_runs.plan`), and which plans are to be taken back."""

    new: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    gone: list[str] = field(default_factory=list[str])

    def __bool__(self) -> bool:
        return bool(self.new or self.gone)


@dataclass(frozen=True, slots=True)
class Worked:
    """What a chunk did: shards that have something to start, whether there is more, and whether another job must end first."""

    shards: frozenset[int] = frozenset()
    more: bool = False
    is_held_up: bool = False


def missing_plans(connection: Connection, journeys: Mapping[str, Known], zone: dt.tzinfo, now: dt.datetime) -> Plan:
    """The next start of every live trigger that has none planned. Plans of journeys that are not live, of triggers that
    are gone, or for another time than the trigger says now are taken back while nothing happened."""
    planned = {(run["journey_id"], run["trigger_id"]): run for run in start_runs.planned(connection)}
    last, at_once = start_runs.latest(connection), start_runs.begun_at_once(connection)
    wanted: dict[tuple[str, str], dict[str, Any] | None] = {}
    for journey, trigger in _scheduled(journeys):
        place = (journey.id, trigger.id)
        wanted[place] = None if place in at_once and _is_at_once(trigger) else _next(
            journey, trigger, last.get(place), zone, now
        )  # fmt: skip
    gone = {
        place: run["id"] for place, run in planned.items()
        if run["due_at"] > now and not _is_that(run, wanted.get(place))
    }  # fmt: skip
    new = [
        {"journey_id": place[0], "trigger_id": place[1], **row}
        for place, row in wanted.items() if row is not None and (place not in planned or place in gone)
    ]  # fmt: skip
    return Plan(new, list(gone.values()))


def carry_out(connection: Connection, plan: Plan, new_id: NewId) -> None:
    start_runs.forget(connection, plan.gone)
    for row in plan.new:
        start_runs.plan(connection, new_id(), **row)


def _scheduled(journeys: Mapping[str, Known]) -> Iterator[tuple[Known, AudienceTrigger | DateTrigger]]:
    for journey in journeys.values():
        for trigger in journey.live.journey.triggers if journey.admits else ():
            if isinstance(trigger, AudienceTrigger | DateTrigger):
                yield journey, trigger


def _is_at_once(trigger: AudienceTrigger | DateTrigger) -> bool:
    return isinstance(trigger, AudienceTrigger) and trigger.when == "now"


def _is_that(run: RowMapping, row: Mapping[str, Any] | None) -> bool:
    return row is not None and (run["occurrence"], run["planned_for"]) == (row["occurrence"], row["planned_for"])


def _next(
    journey: Known, trigger: AudienceTrigger | DateTrigger, last: dt.datetime | None, zone: dt.tzinfo, now: dt.datetime
) -> dict[str, Any] | None:
    """A row's own fields. `last`: for when the latest one was that is over."""
    if isinstance(trigger, DateTrigger):
        return _next_day(journey, trigger, last, now)
    if trigger.when == "now":
        return {"occurrence": AT_ONCE, "planned_for": journey.state_since, "due_at": journey.state_since}
    after = max(journey.state_since, last) if last else journey.state_since
    moment = next_moment(trigger.when, after, zone)
    return {"occurrence": moment.isoformat(), "planned_for": moment, "due_at": moment} if moment else None


def _next_day(
    journey: Known, trigger: DateTrigger, last: dt.datetime | None, now: dt.datetime
) -> dict[str, Any] | None:
    """The day after the last one, from the day before the journey went live on: it still lasts in the west."""
    day = max(journey.state_since, now - FORGOTTEN_AFTER).date() - ONE_DAY
    if last is not None:
        day = max(day, (last + dt.timedelta(hours=14)).date() + ONE_DAY)
    first, _ = first_and_last(trigger, day)
    return {"occurrence": day.isoformat(), "planned_for": first, "due_at": first}


def work(
    connection: Connection, run_id: str, journeys: Mapping[str, Known], *, provider_name: str, zone: dt.tzinfo,
    now: dt.datetime,
) -> Worked:  # fmt: skip
    """One chunk of one run, in a transaction of its own; again while `more` holds."""
    run = start_runs.hold(connection, run_id)
    if run is None or run["due_at"] > now:
        return Worked()
    journey = journeys.get(run["journey_id"])
    trigger = _trigger(journey, run["trigger_id"])
    if journey is None or not journey.admits or trigger is None:
        reason = journey.state if journey is not None and not journey.admits else "changed"
        start_runs.finish(connection, run_id, "cancelled", now=now, reason=reason)
        return Worked(more=False)
    if refresh(connection):
        return Worked(more=True)
    if segments.some_unindexed(connection):  # another job is at them: who fits is not known before it has committed
        return Worked(more=True, is_held_up=True)
    senders = list_senders(connection, provider=provider_name)
    chunk = _Chunk(connection, run, journey, senders[0]["id"] if senders else None, zone, now)
    return chunk.of_segment(trigger) if isinstance(trigger, AudienceTrigger) else chunk.of_day(trigger)


def _trigger(journey: Known | None, trigger_id: str) -> AudienceTrigger | DateTrigger | None:
    triggers = journey.live.journey.triggers if journey else ()
    found = next((one for one in triggers if one.id == trigger_id), None)
    return found if isinstance(found, AudienceTrigger | DateTrigger) else None


@dataclass(frozen=True, slots=True)
class _Chunk:
    connection: Connection
    run: RowMapping
    journey: Known
    sender_id: str | None
    zone: dt.tzinfo
    now: dt.datetime

    def of_segment(self, trigger: AudienceTrigger) -> Worked:
        run, segment = self.run, self.journey.live.journey.segments.get(trigger.segment or "", Segment())
        if run["status"] == "planned" and self.now - run["planned_for"] > CATCH_UP:
            start_runs.finish(self.connection, run["id"], "skipped", now=self.now, reason="late")
            return Worked()
        if segment.when is None:
            start_runs.finish(self.connection, run["id"], "cancelled", now=self.now, reason="no_segment")
            return Worked()
        page = segments.page_of_people(self.connection, fits(segment.when), after=run["cursor"], limit=CHUNK)
        facts = {"segment": trigger.segment, "occurrence": run["occurrence"]}
        rows = [
            self._row(f"run:{run['id']}:{contact_id}", contact_id, shard, facts, run["planned_for"])
            for contact_id, shard in page
        ]
        if len(page) == CHUNK:
            return self._more(rows, page[-1][0])
        start_runs.finish(self.connection, run["id"], "done", now=self.now, found=run["found"] + self._keep(rows))
        return _touched(rows)

    def of_day(self, trigger: DateTrigger) -> Worked:
        day = dt.date.fromisoformat(self.run["occurrence"])
        ids = segments.page_with_day(
            self.connection, trigger.attribute, days_to_look_at(trigger, day), after=self.run["cursor"], limit=CHUNK
        )
        people = contacts.load_contacts(self.connection, ids)
        starts = {one: start_on(trigger, contact_of(people[one]), day, self.zone) for one in ids if one in people}
        place = f"date:{self.journey.id}:{trigger.id}"
        rows = [
            self._row(f"{place}:{one}:{day}", one, people[one]["shard"], {"date": day.isoformat()}, moment)
            for one, moment in starts.items() if moment is not None and moment >= self.journey.state_since
        ]  # fmt: skip
        if len(ids) == CHUNK:
            return self._more(rows, ids[-1])
        self._look_again(trigger, day, self.run["found"] + self._keep(rows))
        return _touched(rows)

    def _look_again(self, trigger: DateTrigger, day: dt.date, found: int) -> None:
        """Looked through once; while this day's hour has not come everywhere, again in an hour."""
        _, last = first_and_last(trigger, day)
        unreadable = segments.count_undated(self.connection, trigger.attribute)
        start_runs.change(self.connection, self.run["id"], found=found, unreadable=unreadable)
        if self.now >= last:
            start_runs.finish(self.connection, self.run["id"], "done", now=self.now)
        else:
            again = min(self.now + LOOK_AGAIN, last)
            start_runs.change(self.connection, self.run["id"], status="running", cursor="", due_at=again)

    def _more(self, rows: list[dict[str, Any]], cursor: str) -> Worked:
        found = self.run["found"] + self._keep(rows)
        start_runs.change(self.connection, self.run["id"], status="running", cursor=cursor, found=found)
        return Worked(_touched(rows).shards, more=True)

    def _keep(self, rows: list[dict[str, Any]]) -> int:
        return inbox.add_internal(self.connection, rows)

    def _row(
        self, key: str, contact_id: str, shard: int, facts: dict[str, Any], at: dt.datetime
    ) -> dict[str, Any]:  # fmt: skip
        """Not before its moment."""
        body = {
            "run": self.run["id"], "journey_id": self.journey.id, "trigger_id": self.run["trigger_id"], "facts": facts,
        }  # fmt: skip
        return {
            "dedupe_key": key, "kind": "start", "body": body, "shard": shard, "contact_id": contact_id,
            "sender_id": self.sender_id, "address_id": None, "occurred_at": at, "received_at": self.now,
            "retry_at": at if at > self.now else None,
        }  # fmt: skip


def _touched(rows: list[dict[str, Any]]) -> Worked:
    return Worked(frozenset(row["shard"] for row in rows))
