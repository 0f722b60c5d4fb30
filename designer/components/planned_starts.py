"""What was sent to segments and on customers' dates: planned, under way, and what came of it."""

from __future__ import annotations

import streamlit as st

from designer.audience_services import runs_of
from designer.components.plain import plain
from designer.components.reading import Reader
from designer.draft_model import Desk
from designer.live_services import Live
from designer.start_words import start_words, trigger_title
from designer.wording import count, labelled, say
from engine.journey.triggers import AudienceTrigger, DateTrigger

STATUSES = {
    "planned": "prévu", "running": "commencé", "done": "terminé", "skipped": "passé de plus d’un jour : non envoyé",
    "cancelled": "interrompu",
}  # fmt: skip


def planned_starts(desk: Desk, live: Live, reading: Reader) -> None:
    """Nothing where no start is planned."""
    triggers = {one.id: one for one in live.journey.triggers if isinstance(one, AudienceTrigger | DateTrigger)}
    if not triggers:
        return
    segments = live.journey.segments
    for run in runs_of(desk, live.row.id):
        trigger, language = triggers.get(run["trigger_id"]), reading.language
        if trigger is None:
            continue
        name = trigger_title(trigger, language) if trigger.title else start_words(trigger, language, segments)
        moment = run["occurrence"] if isinstance(trigger, DateTrigger) else reading.moment(run["planned_for"])
        parts = [moment, say(language, STATUSES[run["status"]]), *_numbers(run, language)]
        st.caption(f":material/groups: {plain(labelled(language, name, ', '.join(parts)))}")


def _numbers(run: dict[str, int], language: str) -> list[str]:
    told = (
        ("found", "{n} personne trouvée", "{n} personnes trouvées"), ("entered", "{n} entrée", "{n} entrées"),
        ("refused", "{n} non admise", "{n} non admises"), ("missed", "{n} en retard de plus d’un jour", "{n} en retard de plus d’un jour"),
        ("unreadable", "{n} date illisible", "{n} dates illisibles"),
    )  # fmt: skip
    return [count(language, one, many, run[name]) for name, one, many in told if run[name]]
