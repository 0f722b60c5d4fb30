"""`parcours unconfirmed`: sends of which nobody knows what became, and why; a person may settle one."""

from __future__ import annotations

import sys

from engine.clock import system_clock
from engine.commands.opening import opened_database
from engine.commands.words import say
from storage import unconfirmed
from storage.core import Refused
from storage.database import reading, writing
from storage.unconfirmed import Unconfirmed

MOST = 1_000
WHY = {
    "no_answer": ("la réponse du fournisseur s'est perdue", "the provider's answer was lost"),
    "interrupted": ("le moteur s'est arrêté pendant l'envoi", "the engine ended while it was sent"),
}


def list_open() -> int:
    """One line a message, the oldest first. 0 when there is none, 1 when there are."""
    with opened_database() as engine, reading(engine) as connection:
        found = unconfirmed.list_unconfirmed(connection, limit=MOST)
    for message in found:
        print(_line(message))
    if not found:
        print(say("Aucun envoi sans confirmation.", "No send without confirmation."))
    return 1 if found else 0


def settle(message_id: str, *, resend: bool) -> int:
    """Send it again or give it up; 2 when it is settled already, or unknown here."""
    act = unconfirmed.resend if resend else unconfirmed.drop
    with opened_database() as engine, writing(engine) as connection:
        refused = act(connection, message_id=message_id, by=None, at=system_clock())
    if isinstance(refused, Refused):
        print(_no(refused, message_id), file=sys.stderr)
        return 2
    print(say("Le message repart.", "The message leaves again.") if resend
          else say("Le message ne sera pas renvoyé.", "The message is not sent again."))  # fmt: skip
    return 0


def _line(message: Unconfirmed) -> str:
    reason = message.reason or "no_answer"
    why = say(*WHY[reason]) if reason in WHY else reason
    detail = f" ({message.detail})" if message.detail else ""
    asked = say("jamais demandé au fournisseur", "never asked at the provider")
    if message.looked_up_at is not None:
        asked = say("demandé au fournisseur", "asked at the provider") + f" {message.looked_up_at:%Y-%m-%d %H:%M}Z"
    where = message.journey or say("réponse de la maison", "answer of the house")
    address = _masked(message.address or "")
    return f"{message.message_id}  {message.sent_at:%Y-%m-%d %H:%M}Z  {address}  {where}  {why}{detail}; {asked}"


def _masked(address: str) -> str:
    """The last two characters: a terminal is no place for customers' numbers."""
    return f"…{address[-2:]}" if address else "?"


def _no(refused: Refused, message_id: str) -> str:
    if refused.reason == "settled":
        return say(f"{message_id} : la réponse est arrivée, son état est « {refused.found} ».",
                   f"{message_id}: the answer has come, it is “{refused.found}”.")  # fmt: skip
    return say(f"{message_id} : aucun message de ce nom ; « parcours unconfirmed » les montre.",
               f"{message_id}: there is no such message; “parcours unconfirmed” lists them.")  # fmt: skip
