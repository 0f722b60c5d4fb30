"""May this message leave now? What consent, an opt-out and the service window say; the same in the engine, on
the test phone and in a story. Quiet hours, caps, pacing and the state of a template or sender are the
runner's: they only delay.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

Purpose: TypeAlias = Literal["marketing", "service"]
Kind: TypeAlias = Literal["template", "session"]

WINDOW = dt.timedelta(hours=24)
"""How long after the customer wrote a session message may be sent (whatsapp.md, section 1). The checker keeps
a margin; the sending itself uses all of it."""
ANSWER_WITHIN = dt.timedelta(minutes=15)
"""A session message this soon after the customer wrote is an answer (semantics, “Sending”)."""
REPLIES_AT_MOST = 10
REPLIES_WITHIN = dt.timedelta(minutes=10)
SILENCE = dt.timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Permission:
    """`reason` is empty when allowed, else `opted_out`, `no_consent`, `window_closed` or `loop`. `fault`:
    `person` ends the passage, `moment` lets it go on."""

    allowed: bool
    reason: str = ""
    fault: Literal["person", "moment"] = "moment"


ALLOWED = Permission(True)
OPTED_OUT = Permission(False, "opted_out", "person")
NO_CONSENT = Permission(False, "no_consent", "person")
WINDOW_CLOSED = Permission(False, "window_closed", "moment")
LOOP = Permission(False, "loop", "moment")


def permitted(
    kind: Kind,
    purpose: Purpose,
    *,
    consents: Collection[str],
    opted_out: bool,
    last_inbound_at: dt.datetime | None,
    now: dt.datetime,
    answers_customer: bool,
) -> Permission:
    """Whether one message may leave at `now`.

    `purpose`: of the message, see `stricter`. `consents`: the purposes the person agreed to (`marketing`,
    `service`, `all`).
    `opted_out`: the person said stop and has not come back. `last_inbound_at`: when the customer last wrote
    to this sender, by the provider's clock. `answers_customer`: see `is_answer`.

    1. After an opt-out nothing leaves but answers to what the customer asks for next; those are never
       marketing templates.
    2. A marketing template needs marketing consent. A session message needs none: the customer is writing
       with us. A service template needs none here: its basis is the customer's own order or request.
    3. A session message needs an open window.
    """
    if opted_out and not (answers_customer and (kind == "session" or purpose == "service")):
        return OPTED_OUT
    if kind == "template" and purpose == "marketing" and not {"marketing", "all"} & set(consents):
        return NO_CONSENT
    if kind == "session" and not is_window_open(last_inbound_at, now):
        return WINDOW_CLOSED
    return ALLOWED


def is_window_open(last_inbound_at: dt.datetime | None, now: dt.datetime) -> bool:
    """Open for 24 hours from the moment the customer wrote; the last instant is outside."""
    return last_inbound_at is not None and now - last_inbound_at < WINDOW


def is_answer(last_asked_at: dt.datetime | None, now: dt.datetime) -> bool:
    """Whether a message at `now` answers the customer. `last_asked_at`: when they last wrote to the passage
    that sends it (`State.asked_at`); an opt-out ends every passage, so what was asked before it is no longer
    answered."""
    return last_asked_at is not None and now - last_asked_at <= ANSWER_WITHIN


def stricter(journey: Purpose, category: str | None) -> Purpose:
    """The consent a template needs: marketing when the journey's purpose or the template's current category
    says so (semantics, “Consent”). `category` as the platform names it, in any case; None when it is not
    known."""
    return "marketing" if journey == "marketing" or (category or "").casefold() == "marketing" else "service"


def silenced_until(sent_at: Sequence[dt.datetime]) -> dt.datetime | None:
    """The loop guard: until when one address gets no automatic reply, or None. `sent_at`: when the latest
    automatic replies to it left, oldest first. More than 10 in 10 minutes: silence for an hour after the one
    that was too many."""
    for later in range(len(sent_at) - 1, REPLIES_AT_MOST - 2, -1):
        if sent_at[later] - sent_at[later - REPLIES_AT_MOST + 1] <= REPLIES_WITHIN:
            return sent_at[later] + SILENCE
    return None
