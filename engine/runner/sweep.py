"""What the sweep finds: every job that has something to do, whether somebody was woken for it or not."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Connection

from engine.runner.house_zone import house_zone
from engine.runner.jobs import CALLS, ROUTE, jobs_of
from engine.runner.journey_states import needs_following
from engine.runner.library import Library
from engine.runner.limit_state import lanes_to_release
from engine.runner.start_runs import missing_plans
from engine.runner.turn import busy_shards
from storage import calls, inbox, lanes, segments, start_runs, unknown_sends
from storage.senders import list_senders
from storage.waiting import paused_journeys


def find_work(connection: Connection, library: Library, provider_name: str, now: dt.datetime) -> list[str]:
    """The names of the jobs. `provider_name`: whose senders are ours."""
    paused = paused_journeys(connection)
    unread = inbox.unread(connection, now=now, limit=1)
    return [
        *(["states"] if needs_following(connection, now=now) else []),
        *_find_starts(connection, library, now),
        *([CALLS] if calls.is_work(connection, now=now, except_journeys=paused) else []),
        *([ROUTE] if unread else []),
        *jobs_of(busy_shards(connection, now)),
        *_find_lanes(connection, provider_name, paused, now),
    ]


def _find_lanes(connection: Connection, provider_name: str, paused: list[str], now: dt.datetime) -> list[str]:
    senders = list_senders(connection, provider=provider_name)
    ours = {sender["id"] for sender in senders}
    ready = ours & set(lanes.with_work(connection, now=now, except_journeys=paused))
    ready |= lanes_to_release(connection, senders, now)
    unknowns = ours & set(unknown_sends.lanes(connection))
    return [
        *(f"lane:{sender_id}" for sender_id in {*ready, *unknowns}),
        *(f"unknowns:{sender_id}" for sender_id in unknowns),
    ]


def _find_starts(connection: Connection, library: Library, now: dt.datetime) -> list[str]:
    """Starts of many people that are to be planned or are due, and facts for the segments that are kept."""
    plan = missing_plans(connection, library.journeys(connection), house_zone(connection), now)
    due = [f"run:{run['id']}" for run in start_runs.open_runs(connection) if run["due_at"] <= now]
    wanted = segments.are_to_be_read(connection)
    return [*(["plans"] if plan else []), *due, *(["facts"] if wanted else [])]
