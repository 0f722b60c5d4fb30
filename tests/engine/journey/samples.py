"""Journeys and events that the tests of the core share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from engine.journey.advance import Compiled
from engine.journey.definition import Journey, read_definition
from engine.journey.events import Reply
from engine.journey.state import Contact

NINE = dt.datetime(2026, 1, 5, 9, 0, tzinfo=dt.UTC)


def at(**later: float) -> dt.datetime:
    """So much after Monday at nine."""
    return NINE + dt.timedelta(**later)


def journey_of(steps: Mapping[str, Any], **fields: Any) -> Journey:
    """A journey that the event `go` starts at the first of these steps."""
    first = next(iter(steps), None)
    triggers = [{"id": "go", "type": "event", "name": "go", "next": first}]
    return read_definition({"parcours": 1, "key": "sample", "triggers": triggers, "steps": dict(steps), **fields})


def compiled(steps: Mapping[str, Any], **fields: Any) -> Compiled:
    return Compiled(journey_of(steps, **fields))


def amina(**fields: Any) -> Contact:
    return Contact(id="c-1", name="Amina", language="fr", **fields)


def says(text: str, moment: dt.datetime, **fields: Any) -> Reply:
    return Reply(text, moment, **fields)


CART = """\
# Le panier abandonné
parcours: 1
key: cart-reminder
name: Panier abandonné
language: fr                       # default; texts may carry more languages
purpose: marketing                 # marketing | service

# Ce qui fait entrer
triggers:
  # notre site
  - {id: cart, type: event, name: cart.abandoned, next: remind}
  # WhatsApp
  - {id: hello, type: keyword, any_of: [menu, bonjour], match: word, typos: true, next: question}
sender: main                       # optional where there is one
entry: {again: after_exit, not_within: 7d}    # per: event.order_id
goal: {event: order.paid}
steps:
  remind:  {type: send_template, template: cart_reminder, values: {name: "{{ contact.name }}"}, next: answer}
  question: {type: send_session, text: "Oui ou non ?", buttons: [{id: b-yes, title: Oui}], next: answer}

  # on attend un jour
  answer:
    type: wait_for_reply
    for: 24h
    # les réponses
    branches: [{id: yes, any_of: [oui, yes, ok], match: word, typos: true, buttons: [b-yes], next: thanks}]
    otherwise: human
    no_reply: bye   # trop tard
  thanks:  {type: send_session, text: {fr: "Merci {{ contact.name }} !", en: "Thank you {{ contact.name }}!"}, next: note}
  note:    {type: update_contact, set: {buyer: true}, next: bye}
  human:   {type: send_session, text: On vous rappelle., next: bye}
  bye:     {type: exit}
  # fin des étapes
layout: {remind: [0, 120]}
# fin
"""
