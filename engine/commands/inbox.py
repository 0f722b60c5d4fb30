"""`parcours inbox`: events that could not be handled, with the reason; a person looks at one and tries it again."""

from __future__ import annotations

import sys
from typing import Any

import orjson
from sqlalchemy import RowMapping

from engine.clock import system_clock
from engine.commands.opening import opened_database
from engine.commands.words import say
from engine.masking import masked
from engine.settings import load_settings
from storage import asides
from storage.asides import Aside
from storage.core import Refused
from storage.database import reading, writing

MOST = 1_000


def list_asides() -> int:
    """One line an event, the newest first. 0 when there is none, 1 when there are."""
    with opened_database() as engine, reading(engine) as connection:
        found = asides.list_asides(connection, limit=MOST)
    for event in found:
        print(_line(event))
    if not found:
        print(say("Aucun événement mis de côté.", "No event was put aside."))
    return 1 if found else 0


def show(event_id: int, *, unmasked: bool) -> int:
    """The whole of one event; 2 when there is none of this number."""
    with opened_database() as engine, reading(engine) as connection:
        event = asides.find(connection, event_id)
    if event is None:
        print(_no(event_id, Refused("no_such_event", event_id)), file=sys.stderr)
        return 2
    text = _whole(event)
    print(text if unmasked else masked(text))
    return 0


def replay(event_ids: list[int], *, everything: bool) -> int:
    """Try these or all again; 2 when one of them cannot be."""
    sources, now = [load_settings().webhook_source()], system_clock()
    with opened_database() as engine, writing(engine) as connection:
        done = (
            asides.replay_all(connection, sources=sources, by=None, at=now)
            if everything
            else asides.replay(connection, set(event_ids), sources=sources, by=None, at=now)
        )
    for event_id, refused in done.refused.items():
        print(_no(event_id, refused), file=sys.stderr)
    print(say(f"{done.count} événement(s) relu(s) ; ce qui échoue encore revient ici.",
              f"{done.count} event(s) are tried again; what fails once more comes back here."))  # fmt: skip
    return 2 if done.refused else 0


def _line(event: Aside) -> str:
    what = f"{event.source}/{event.kind}" if event.kind else event.source
    reason = " ".join(event.reason.split())
    return f"{event.id}  {event.received_at:%Y-%m-%d %H:%M}Z  {what}  {masked(reason)[:200]}"


def _whole(event: RowMapping) -> str:
    """Facts, then what arrived, then what was understood of it."""
    names = "id", "source", "dedupe_key", "status", "kind", "received_at", "occurred_at", "handled_at", "attempts"
    facts = [
        f"{name}: {event[name]}" for name in (*names, "contact_id", "heard_from", "reason") if event[name] is not None
    ]
    return "\n".join([*facts, *_part("raw", event["raw"]), *_part("body", event["body"])])


def _part(name: str, value: Any) -> list[str]:
    if value is None:
        return []
    try:
        value = orjson.loads(value) if isinstance(value, str) else value
    except ValueError:
        return [f"{name}:", value]
    return [f"{name}:", orjson.dumps(value, option=orjson.OPT_INDENT_2).decode()]


def _no(event_id: int, refused: Refused) -> str:
    found = refused.found
    sentences = {
        "no_such_event": ("aucun événement de ce numéro ; « parcours inbox list » les montre",
                          "there is no such event; “parcours inbox list” shows them"),
        "not_aside": (f"il n'est pas mis de côté, son état est « {found} »", f"it is not put aside, it is “{found}”"),
        "not_ours": (f"il vient de « {found} », que PARCOURS_PROVIDER ne nomme pas",
                     f"it came from “{found}”, which PARCOURS_PROVIDER does not name"),
        "contact_gone": ("la fiche du client a été effacée ; il ne sera pas rejoué",
                         "the customer was erased; it is not tried again"),
    }  # fmt: skip
    return f"{event_id}: {say(*sentences[refused.reason])}."
