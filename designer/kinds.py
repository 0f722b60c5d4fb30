"""Every type of step and start as the editor knows it: its place and words in the palette, its sign on maps, and what a
new card holds. A type of the engine is drawn once it stands here and has a form of its name in `components/step_form`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from designer.map_icons import CHOOSE, END, LISTEN, MESSAGE, NOTE, START, Sign

GROUPS: dict[str, tuple[str, str]] = {
    "start": ("Départ", "Start"),
    "messages": ("Messages", "Messages"),
    "listen": ("Écouter et attendre", "Listen and wait"),
    "choose": ("Choisir un chemin", "Choose a path"),
    "customer": ("Client", "Customer"),
    "connect": ("Relier", "Connect"),
}
"""The groups of the palette, in order; `start` holds the starts."""


class Kind(NamedTuple):
    """`title` and `hint` in French and English: its name, and when to take it. `fresh`: a new card's fields beside its
    type, sensible settings and empty texts. `line`: what stands on its card, in French and English; those that need more
    than their own step to say it are in `step_words.step_line`."""

    group: str
    title: tuple[str, str]
    hint: tuple[str, str]
    sign: Sign
    fresh: Mapping[str, Any]
    line: Callable[[Any], tuple[str, str]] = lambda _step: ("", "")


KINDS: dict[str, Kind] = {
    "keyword": Kind(
        "start",
        ("Le client écrit un mot", "Customer writes a word"),
        ("« menu », « bonjour »…", "“menu”, “hello”…"),
        Sign("M4 5h16v11H9l-5 4zM8 9h8M8 12h5", *START),
        {"any_of": [], "match": "word", "typos": True},
    ),
    "event": Kind(
        "start",
        ("Votre site le signale", "Your site tells us"),
        ("Panier abandonné, commande expédiée…", "Cart abandoned, order shipped…"),
        Sign("M13 3 5 14h6l-1 7 8-11h-6z", *START),
        {},
    ),
    "audience": Kind(
        "start",
        ("Envoyer à un segment", "Send to a segment"),
        ("Tout de suite, à une date, chaque semaine", "At once, on a date, every week"),
        Sign(
            "M9 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6M3.5 19c.4-3.4 2.4-5.2 5.5-5.2s5.1 1.8 5.5 5.2M16 5.4a3 3 0 0 1 0 5.4M17.5 14c2 .6 3 2.2 3.2 5",
            *START,
        ),
        {"when": "now"},
    ),
    "opt_in": Kind(
        "start",
        ("Le client donne son accord", "Customer opts in"),
        ("Un formulaire, une case cochée, un parcours", "A form, a ticked box, a journey"),
        Sign("M12 21s-7-4-7-10V6l7-3 7 3v5c0 6-7 10-7 10M9 11.5l2.2 2.2L15 10", *START),
        {"purpose": "marketing"},
    ),
    "date": Kind(
        "start",
        ("Une date du client", "A customer’s date"),
        ("Un anniversaire, une échéance", "A birthday, a due date"),
        Sign("M4 6h16v14H4zM4 10h16M8 3.5V8M16 3.5V8", *START),
        {"at": "09:00", "every": "year"},
    ),
    "link": Kind(
        "start",
        ("QR code, lien ou publicité", "QR code, link or ad"),
        ("Une affiche, un site, une annonce", "A poster, a site, an ad"),
        Sign("M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2v2h-2zM20 14v3M17 20h3", *START),
        {},
    ),
    "send_template": Kind(
        "messages",
        ("Message modèle", "Template message"),
        ("Approuvé par WhatsApp, part à tout moment", "Approved by WhatsApp, leaves at any time"),
        Sign("M4 6h16v12H4zM4 7l8 6 8-6", *MESSAGE),
        {"values": {}},
    ),
    "send_session": Kind(
        "messages",
        ("Réponse libre, 24 h", "Free reply"),
        ("Dans les 24 h après un message du client", "Within 24 h of a customer’s message"),
        Sign("M4 5h16v11H9l-5 4z", *MESSAGE),
        {"text": "", "buttons": []},
    ),
    "ask": Kind(
        "messages",
        ("Poser une question", "Ask a question"),
        ("Une note, une date, un choix… gardés sur la fiche", "A rating, a date, a choice… kept on the record"),
        Sign("M4 5h16v11H9l-5 4zM10 8.8c.3-2.2 3.9-2 3.7.2-.1 1.3-1.7 1.4-1.7 2.6M12 13.6v.1", *MESSAGE),
        {"text": "", "kind": "text", "tries": 2, "for": "24h"},
    ),
    "wait_for_reply": Kind(
        "listen",
        ("Attendre une réponse", "Wait for a reply"),
        ("Un chemin par réponse, et un pour le silence", "A path for each reply, and one for silence"),
        Sign("M10 8 5 12l5 4M5 12h9a5 5 0 0 1 5 5v1", *LISTEN),
        {"for": "24h", "branches": []},
    ),
    "wait": Kind(
        "listen",
        ("Attendre", "Wait"),
        (
            "Des minutes, des heures, des jours, une date, un mardi à 10 h",
            "Minutes, hours, days, a date, a Tuesday at 10",
        ),
        Sign("M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 8v4l3 2", *LISTEN),
        {"for": "1d"},
    ),
    "wait_for_event": Kind(
        "listen",
        ("Attendre un évènement", "Wait for an event"),
        ("Un paiement, un retour, signalé par votre site", "A payment, a return, told by your site"),
        Sign("M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM13 7.5 9.5 12.7h2.9l-.6 3.8 3.5-5.2h-2.9z", *LISTEN),
        {"for": "3d"},
    ),
    "branch": Kind(
        "choose",
        ("Selon le client", "By customer"),
        ("Ville, commandes, langue…", "City, orders, language…"),
        Sign("M12 4v5M12 9 6 15v5M12 9l6 6v5", *CHOOSE),
        {"branches": [{"id": "path", "when": {"all": [{"attribute": "", "operator": "is", "value": ""}]}}]},
    ),
    "branch_on_message": Kind(
        "choose",
        ("Selon lecture ou réponse", "Read or replied"),
        ("A lu, a répondu, ou rien sous 6 h", "Read, replied, or nothing within 6 h"),
        Sign("M3 12.5 6.5 16 13.5 8M11 15l1 1 8-8", *CHOOSE),
        {"within": "6h"},
    ),
    "split": Kind(
        "choose",
        ("Test A/B ou groupe témoin", "A/B test"),
        ("Deux accroches, et qui ne reçoit rien", "Two texts, and who gets none"),
        Sign(
            "M4 12h5M9 12c4 0 2.5-5 6-5h4M9 12c4 0 2.5 5 6 5h4M16.5 4.5 19 7l-2.5 2.5M16.5 14.5 19 17l-2.5 2.5", *CHOOSE
        ),
        {"paths": [{"id": "a", "share": 50}, {"id": "b", "share": 50}]},
    ),
    "update_contact": Kind(
        "customer",
        ("Noter sur la fiche", "Update record"),
        ("Une préférence, une réponse", "A preference, an answer"),
        Sign("M5 19h14M7 15l9-9 2 2-9 9H7z", *NOTE),
        {"set": {}},
    ),
    "record_consent": Kind(
        "customer",
        ("Enregistrer un accord", "Record consent"),
        ("Avec les mots montrés, pour preuve", "With the words shown, as proof"),
        Sign("M6 4h8l4 4v12H6zM14 4v4h4M9 14l2.2 2.2L15 12", *NOTE),
        {"purpose": "marketing", "given": True, "words": ""},
    ),
    "start_journey": Kind(
        "connect",
        ("Enchaîner un parcours", "Start a journey"),
        ("Une enquête, une bienvenue…", "A survey, a welcome…"),
        Sign(
            "M4 7.5a2.4 2.4 0 1 0 4.8 0 2.4 2.4 0 1 0-4.8 0M15.2 16.5a2.4 2.4 0 1 0 4.8 0 2.4 2.4 0 1 0-4.8 0M8.8 7.5h5.2c3 0 3.6 3.4 3.6 6.4",
            *END,
        ),
        {},
    ),
    "call_http": Kind(
        "connect",
        ("Interroger un autre système", "Ask another system"),
        ("État d’un colis, stock, points…", "State of a parcel, stock, points…"),
        Sign("M8 8 4 12l4 4M16 8l4 4-4 4M13.5 6l-3 12", *NOTE),
        {"url": "", "method": "GET", "save": {}},
    ),
    "exit": Kind(
        "connect",
        ("Fin", "End"),
        ("Le client sort du parcours", "The customer leaves the journey"),
        Sign("M6 4v16M6 5h11l-3 3.5L17 12H6", *END),
        {},
    ),
}
"""In the order of the palette."""
