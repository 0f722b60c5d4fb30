"""The types that can be added to a journey, in the groups and words of the palette. Pure."""

from __future__ import annotations

from typing import Any

from designer.card_words import percent, w
from engine.checker.words import spoken_language
from engine.journey.steps import STEP_TYPES
from engine.journey.triggers import TRIGGER_TYPES

GROUPS: list[tuple[str, tuple[str, str], list[str]]] = [
    ("trigger", ("Départ", "Start"), ["keyword", "event", "audience", "opt_in", "date", "link"]),
    ("step", ("Messages", "Messages"), ["send_template", "send_session", "ask"]),
    ("step", ("Écouter et attendre", "Listen and wait"), ["wait_for_reply", "wait", "wait_for_event"]),
    ("step", ("Choisir un chemin", "Choose a path"), ["branch", "branch_on_message", "split"]),
    ("step", ("Client", "Customer"), ["update_contact", "record_consent"]),
    ("step", ("Relier", "Connect"), ["start_journey", "call_http", "exit"]),
]
TITLES: dict[str, tuple[str, str]] = {
    "keyword": ("Le client écrit un mot", "Customer writes a word"),
    "event": ("Votre site le signale", "Your site tells us"),
    "audience": ("Envoyer à un segment", "Send to a segment"),
    "date": ("Une date du client", "A customer’s date"),
    "opt_in": ("Le client donne son accord", "Customer opts in"),
    "link": ("QR code, lien ou publicité", "QR code, link or ad"),
    "send_template": ("Message modèle", "Template message"),
    "send_session": ("Réponse libre, 24 h", "Free reply"),
    "ask": ("Poser une question", "Ask a question"),
    "wait_for_reply": ("Attendre une réponse", "Wait for a reply"),
    "wait": ("Attendre", "Wait"),
    "wait_for_event": ("Attendre un évènement", "Wait for an event"),
    "branch": ("Selon le client", "By customer"),
    "branch_on_message": ("Selon lecture ou réponse", "Read or replied"),
    "split": ("Test A/B ou groupe témoin", "A/B test"),
    "update_contact": ("Noter sur la fiche", "Update record"),
    "record_consent": ("Enregistrer un accord", "Record consent"),
    "start_journey": ("Enchaîner un parcours", "Start a journey"),
    "call_http": ("Interroger un autre système", "Ask another system"),
    "exit": ("Fin", "End"),
}
HINTS: dict[str, tuple[str, str]] = {
    "keyword": ("« menu », « bonjour »…", "“menu”, “hello”…"),
    "event": ("Panier abandonné, commande expédiée…", "Cart abandoned, order shipped…"),
    "audience": ("Tout de suite, à une date, chaque semaine", "At once, on a date, every week"),
    "date": ("Un anniversaire, une échéance", "A birthday, a due date"),
    "opt_in": ("Un formulaire, une case cochée, un parcours", "A form, a ticked box, a journey"),
    "link": ("Une affiche, un site, une annonce", "A poster, a site, an ad"),
    "send_template": ("Approuvé par WhatsApp, part à tout moment", "Approved by WhatsApp, leaves at any time"),
    "send_session": ("Dans les 24 h après un message du client", "Within 24 h of a customer’s message"),
    "ask": ("Une note, une date, un choix… gardés sur la fiche", "A rating, a date, a choice… kept on the record"),
    "wait_for_reply": ("Un chemin par réponse, et un pour le silence", "A path for each reply, and one for silence"),
    "wait": (
        "Des minutes, des heures, des jours, une date, un mardi à 10 h",
        "Minutes, hours, days, a date, a Tuesday at 10",
    ),
    "wait_for_event": ("Un paiement, un retour, signalé par votre site", "A payment, a return, told by your site"),
    "branch": ("Ville, commandes, langue…", "City, orders, language…"),
    "branch_on_message": ("A lu, a répondu, ou rien sous 6 h", "Read, replied, or nothing within 6 h"),
    "split": ("Deux accroches, et qui ne reçoit rien", "Two texts, and who gets none"),
    "update_contact": ("Une préférence, une réponse", "A preference, an answer"),
    "record_consent": ("Avec les mots montrés, pour preuve", "With the words shown, as proof"),
    "start_journey": ("Une enquête, une bienvenue…", "A survey, a welcome…"),
    "call_http": ("État d’un colis, stock, points…", "State of a parcel, stock, points…"),
    "exit": ("Le client sort du parcours", "The customer leaves the journey"),
}


def palette(language: str) -> list[dict[str, Any]]:
    """The groups for the canvas, restricted to the types that exist."""
    known = {**STEP_TYPES, **TRIGGER_TYPES}
    groups = [
        {"group": _pick(title, language), "kind": kind, "items": [_item(t, language) for t in types if t in known]}
        for kind, title, types in GROUPS
    ]
    return [group for group in groups if group["items"]]


def type_title(kind: str, language: str) -> str:
    """The palette's name of a type."""
    return _pick(TITLES[kind], language) if kind in TITLES else kind


def type_hint(kind: str, language: str) -> str:
    """When to take it, in a few words."""
    return _pick(HINTS[kind], language) if kind in HINTS else ""


def _item(kind: str, language: str) -> dict[str, Any]:
    item = {"type": kind, "title": type_title(kind, language), "hint": type_hint(kind, language), "icon": kind}
    ports = {
        "ask": [("next", w("ask.next", language)), *((name, w(name, language)) for name in ("invalid", "no_reply"))],
        "wait_for_reply": [("otherwise", w("otherwise", language)), ("no_reply", w("no_reply", language))],
        "wait_for_event": [("next", w("event.came", language)), ("no_event", w("no_event", language))],
        "call_http": [("next", w("call.next", language)), ("failed", w("failed", language))],
        "branch": [("otherwise", w("branch.otherwise", language)), ("branch:path", "…")],
        "branch_on_message": [("otherwise", w("branch.otherwise", language))],
        "split": [("branch:a", f"A {percent(50, language)}"), ("branch:b", f"B {percent(50, language)}")],
    }.get(kind)
    return item | ({"ports": [{"id": name, "label": label} for name, label in ports]} if ports else {})


def _pick(pair: tuple[str, str], language: str) -> str:
    return pair[0] if spoken_language(language) == "fr" else pair[1]
