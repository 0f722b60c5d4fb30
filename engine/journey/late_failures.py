"""A message that the provider accepted and that failed on the channel afterwards (semantics, “Sending”)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from engine.journey.definition import Journey
from engine.journey.events import Event, Outcome, Receipt
from engine.journey.passage import Move, Passage
from engine.journey.steps.sending import SendStep

FAILS_WITHIN = dt.timedelta(minutes=10)
"""After its step was reached a message that is lost still takes `not_sent`: the margin that the window proof gives each."""
LEAVES_FOR = ("reply", "time", "event", "receipt")
"""Waits that a passage may leave for it; what is on its way itself is waited for."""


def is_news_of(event: Event, sent: Mapping[str, str]) -> bool:
    """It tells of this message, and the passage has not gone on by anything else."""
    return isinstance(event, Receipt) or (isinstance(event, Outcome) and event.message_id == sent.get("message"))


def come_back(journey: Journey, passage: Passage, outcome: Outcome) -> Move | None:
    """A message that was accepted failed after all. Within the time that each message may take anyway, and as long as the
    passage waits behind it, its step takes `not_sent`; a journey that branches on what becomes of it does so itself."""
    state = passage.state
    sent = state.sent
    if outcome.result != "failed" or sent.get("message") != outcome.message_id or state.waiting not in LEAVES_FOR:
        return None
    step = journey.steps.get(sent["step"])
    if not isinstance(step, SendStep) or step.not_sent is None or passage.texts.watches(sent["step"]):
        return None
    if passage.now - dt.datetime.fromisoformat(sent["at"]) > FAILS_WITHIN:
        return None
    return step.on_late_failure(passage, outcome)
