"""The doctor at the work: who works, which numbers may send, what lies too long, what waits for a person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, Engine, RowMapping

from engine.commands.finding import Finding
from engine.commands.words import say
from engine.masking import masked
from engine.metrics.standing import ALIVE_WITHIN, age, lane_mark
from storage import house, journeys, stuck, waiting, worker_signs
from storage.database import reading
from storage.senders import is_stopped, list_senders, quality_of, status_of

LATE = 60.0
"""Seconds."""
LONG_SENDING, LONG_UNKNOWN = dt.timedelta(minutes=2), dt.timedelta(minutes=30)


def work_findings(engine: Engine, provider_name: str, now: dt.datetime) -> Iterator[Finding]:
    """All of it, of one moment."""
    with reading(engine) as connection:
        live = [it for it in journeys.list_journeys(connection) if it.journey.state == "live"]
        yield Finding("journeys", say("Parcours", "Journeys"), "ok", say(f"{len(live)} en ligne", f"{len(live)} live"))
        yield _worker(connection, now)
        senders = list_senders(connection, provider=provider_name)
        yield from _senders(connection, senders, now)
        yield _lateness(connection, senders, now)
        yield from _counts(connection, now)


def _worker(connection: Connection, now: dt.datetime) -> Finding:
    name, seen_at = "Worker", worker_signs.last_at(connection)
    start = say("lancez « parcours worker »", "run “parcours worker”")
    if seen_at is None:
        return Finding("worker", name, "broken", say("aucun ne travaille", "none works"), start)
    if now - seen_at > ALIVE_WITHIN:
        when = f"{seen_at:%Y-%m-%d %H:%M:%S}Z"
        return Finding(
            "worker", name, "broken", say(f"dernier signe de vie {when}", f"last sign of life {when}"), start
        )
    count = worker_signs.living(connection, since=now - ALIVE_WITHIN)
    return Finding("worker", name, "ok", say(f"{count} au travail", f"{count} at work"))


def _senders(connection: Connection, senders: Sequence[RowMapping], now: dt.datetime) -> Iterator[Finding]:
    if not senders:
        yield Finding("senders", say("Numéros", "Senders"), "broken", say("aucun", "none"),
                      say("« parcours up » crée le premier", "“parcours up” makes the first"))  # fmt: skip
    for sender in senders:
        yield _sender(sender, now)
    if house.is_suspended(connection):
        yield Finding("suspended", say("Envois", "Sending"), "look", say("tout est suspendu", "all of it is suspended"),
                      say("le bandeau des pages permet de reprendre", "the banner of the pages takes it up again"))  # fmt: skip


def _sender(sender: RowMapping, now: dt.datetime) -> Finding:
    """The first thing that holds it, or that it is well."""
    name, page = (
        say(f"Numéro {sender['key']}", f"Sender {sender['key']}"),
        say("voyez les réglages", "see the settings page"),
    )
    if sender["paused"]:
        return Finding("sender", name, "look", say("en pause", "paused"), page)
    if is_stopped(sender, now):
        return Finding("sender", name, "broken", status_of(sender, now), page)
    if sender["blocked_until"] is not None and sender["blocked_until"] > now:
        why = masked(f"{sender['blocked_reason']}: {sender['blocked_detail'] or ''}")
        return Finding("sender", name, "look", why, say("il réessaie tout seul", "it is tried again by itself"))
    if quality_of(sender) == "red" or status_of(sender, now) != "connected":
        return Finding("sender", name, "look", f"{status_of(sender, now)}, {quality_of(sender)}", page)
    return Finding("sender", name, "ok", f"{status_of(sender, now)}, {quality_of(sender)}")


def _lateness(connection: Connection, senders: Sequence[RowMapping], now: dt.datetime) -> Finding:
    name, paused = say("Retards", "Lateness"), waiting.paused_journeys(connection)
    late = {
        say("à lire", "to read"): age(waiting.oldest_unread(connection, now=now), now),
        say("minuteurs", "timers"): age(waiting.oldest_due(connection, now=now, except_journeys=paused), now),
        **{
            say(f"envois de {it['key']}", f"sends of {it['key']}"): age(lane_mark(connection, it, paused, now), now)
            for it in senders
        },
    }
    told = ", ".join(f"{what} {seconds:.0f} s" for what, seconds in late.items() if seconds > LATE)
    if not told:
        return Finding("lateness", name, "ok", say("rien n'attend", "nothing waits"))
    return Finding("lateness", name, "look", told, say("voyez si le nombre baisse, et le journal du worker",
                                                       "see whether it falls, and the worker's log"))  # fmt: skip


def _counts(connection: Connection, now: dt.datetime) -> Iterator[Finding]:
    sending = stuck.message_count(connection, "sending", since_before=now - LONG_SENDING)
    yield _count("sending", say("En cours d'envoi", "On the wire"), sending, say(
        "le prochain passage de la file les reprend comme « unknown »", "the next turn of the lane takes them over as unknown"))  # fmt: skip
    unknown = stuck.message_count(connection, "unknown", since_before=now - LONG_UNKNOWN)
    yield _count("unknown", say("Sans confirmation", "Unconfirmed"), unknown, say(
        "« parcours unconfirmed » les montre et les règle", "“parcours unconfirmed” lists and settles them"))  # fmt: skip
    aside = waiting.inbound_count(connection, "aside")
    yield _count("aside", say("Mis de côté", "Put aside"), aside, say(
        "« parcours inbox list » les montre, « replay » les rejoue", "“parcours inbox list” shows them, “replay” tries again"))  # fmt: skip
    yield _count("passages", say("Passages arrêtés", "Stuck passages"), stuck.sleeping_passages(connection), say(
        "enrollment.problem dit pourquoi", "enrollment.problem says why"))  # fmt: skip
    stalled = stuck.stalled_jobs(connection, silent_for=ALIVE_WITHIN)
    yield _count("jobs", say("Travaux bloqués", "Stalled jobs"), stalled, say(
        "un worker vivant les reprend : lancez-en un", "a living worker takes them over: start one"))  # fmt: skip


def _count(key: str, name: str, count: int, remedy: str) -> Finding:
    return Finding(
        key, name, "look" if count else "ok", str(count) if count else say("aucun", "none"), remedy if count else ""
    )
