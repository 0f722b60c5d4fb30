"""Opt-out and opt-in: above all journeys. Recorded, confirmed once, and nothing else sees them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from engine.journey.model import text_in

if TYPE_CHECKING:
    from engine.runner.mover import Mover

ConsentPurpose = Literal["marketing", "service", "all"]

CONFIRMATIONS: dict[str, dict[str, str]] = {
    "out": {
        "en": "Done: you will not receive any more messages from us. Write START to receive them again.",
        "fr": "C'est noté : vous ne recevrez plus de messages de notre part. Écrivez START pour les recevoir à nouveau.",
    },
    "in": {
        "en": "Done: you will receive our messages again. Write STOP at any time to receive no more.",
        "fr": "C'est noté : vous recevrez à nouveau nos messages. Écrivez STOP à tout moment pour ne plus en recevoir.",
    },
}


def record_choice(
    mover: Mover,
    *,
    given: bool,
    purpose: ConsentPurpose,
    source: str,
    proof: Mapping[str, Any],
    stated_at: dt.datetime,
    key: str,
) -> None:
    """Write the statement; an opt-out also cancels what is queued and ends the passages of that purpose at once."""
    statement: dict[str, Any] = {
        "contact_id": mover.person.id, "purpose": purpose, "given": given, "source": source, "proof": dict(proof),
        "stated_at": stated_at, "recorded_at": mover.now, "dedupe_key": key,
    }  # fmt: skip
    mover.changes.consents.append(statement)
    mover.person.take_statement(statement)
    if given:
        return
    mover.changes.silenced[mover.person.id] = purpose
    for passage in list(mover.person.passages):
        if purpose in ("all", passage.compiled.journey.purpose):
            mover.leave(passage.id, "opted_out")


def confirm_choice(
    mover: Mover,
    *,
    given: bool,
    event_id: int,
    sender_id: str,
    address_id: str,
    language: str,
) -> None:
    """One session message that says what was recorded."""
    texts = CONFIRMATIONS["in" if given else "out"]
    text = text_in(texts, mover.person.contact.language, language)
    mover.answer(
        f"choice.{event_id}", kind="confirmation", sender_id=sender_id, address_id=address_id, language=language, text=text,
        answers_at=mover.now,
    )  # fmt: skip
