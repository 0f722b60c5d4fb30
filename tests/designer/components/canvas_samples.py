"""Journeys and a palette for the canvas tests."""

from __future__ import annotations

from typing import Any


def _item(kind: str, title: str, hint: str) -> dict[str, Any]:
    item = {"type": kind, "title": title, "hint": hint, "icon": kind}
    return item | ({"ports": PORTS[kind]} if kind in PORTS else {})


PORTS = {
    "wait_for_reply": [
        {"id": "otherwise", "label": "Autre réponse"},
        {"id": "no_reply", "label": "Sans réponse après 24 h"},
    ],
    "branch": [{"id": "branch:yes", "label": "Fidèle"}, {"id": "otherwise", "label": "Sinon"}],
}

PALETTE: list[dict[str, Any]] = [
    {
        "group": "Départ",
        "kind": "trigger",
        "items": [
            _item("keyword", "Le client écrit un mot", "« menu », « bonjour »…"),
            _item("event", "Votre site le signale", "Panier abandonné, commande expédiée…"),
            _item("audience", "Envoyer à un segment", "Maintenant, à une date, chaque semaine"),
            _item("opt_in", "Le client donne son accord", "Formulaire, boutique, caisse"),
            _item("date", "Une date du client", "Anniversaire, fin de contrat"),
            _item("link", "QR code, lien ou publicité", "Affiche, site, publicité"),
        ],
    },
    {
        "group": "Messages",
        "kind": "step",
        "items": [
            _item("send_template", "Message modèle", "Approuvé par WhatsApp, à tout moment"),
            _item("send_session", "Réponse libre, 24 h", "Texte, image, boutons, liste"),
            _item("ask", "Poser une question", "La réponse est gardée sur la fiche"),
        ],
    },
    {
        "group": "Écouter et attendre",
        "kind": "step",
        "items": [
            _item("wait_for_reply", "Attendre une réponse", "Un chemin par mot"),
            _item("wait", "Attendre", "Une durée, une date, un jour"),
        ],
    },
    {
        "group": "Choisir un chemin",
        "kind": "step",
        "items": [
            _item("branch", "Selon le client", "Pays, commandes, langue…"),
            _item("branch_on_message", "Selon lecture ou clic", "Lu, cliqué, échoué"),
            _item("split", "Test A/B ou groupe témoin", "Comparer deux textes"),
        ],
    },
    {
        "group": "Client et équipe",
        "kind": "step",
        "items": [
            _item("update_contact", "Noter sur la fiche", "Une préférence, un style"),
            _item("record_consent", "Enregistrer un accord", "Avec sa preuve"),
            _item("hand_over", "Passer à un conseiller", "Service client, boutique"),
        ],
    },
    {
        "group": "Relier",
        "kind": "step",
        "items": [
            _item("call_http", "Interroger un autre système", "État du colis, stock"),
            _item("start_journey", "Enchaîner un parcours", "Le client y continue"),
            _item("exit", "Fin", "Le client sort du parcours"),
        ],
    },
]


def ports_of(kind: str) -> list[dict[str, Any]]:
    """Ways out of a new card, all open."""
    named = [] if kind == "exit" else PORTS.get(kind, [{"id": "next", "label": ""}])
    return [{**port, "target": None} for port in named]


def card(kind: str, title: str, x: int, y: int, to: list[Any], **rest: Any) -> dict[str, Any]:
    """A card; ``to`` is a target, or (label, target) pairs."""
    ports = [
        {"id": f"branch:{n}", "label": one[0], "target": one[1]}
        if isinstance(one, tuple)
        else {"id": "next", "label": "", "target": one}
        for n, one in enumerate(to)
    ]
    role = "trigger" if kind in ("keyword", "event", "link") else "step"
    return {"kind": role, "type": kind, "title": title, "x": x, "y": y, "ports": ports, **rest}


def journey(cards: int) -> dict[str, dict[str, Any]]:
    """None, a start with two steps, the abandoned cart (14 cards), or a long ladder."""
    if cards == 0:
        return {}
    if cards == 3:
        return {
            "trigger:cart": card("event", "Panier abandonné", 0, 0, ["step:remind"]),
            "step:remind": card("send_template", "Rappel", 0, 190, ["step:bye"], line="« Bonjour Amina »"),
            "step:bye": card("exit", "Fin", 0, 380, []),
        }
    return cart() if cards <= 14 else ladder(cards)


def cart() -> dict[str, dict[str, Any]]:
    """The sample journey of the screens, with problems, proofs and counts."""
    proof = {"level": "ok", "text": "Toujours dans les 24 h"}
    late = {"level": "warning", "text": "Peut être trop tard"}
    silent = {"level": "error", "text": "Rien n'est prévu ensuite"}
    answers = [
        ("« oui »", "step:thanks"),
        ("« plus tard »", "step:wait"),
        ("Autre réponse", "step:human"),
        ("Sans réponse après 24 h", "step:loyal"),
    ]
    return {
        "trigger:cart": card(
            "event",
            "Panier abandonné",
            150,
            0,
            ["step:remind"],
            line="cart.abandoned",
            counts={"left": "1 204", "right": ""},
        ),
        "trigger:hello": card("keyword", "Mot-clé", 450, 0, ["step:answer"], line="« menu », « bonjour »"),
        "step:remind": card(
            "send_template",
            "Rappel",
            150,
            190,
            ["step:answer"],
            line="« Bonjour Amina, votre panier vous attend : deux articles »",
            counts={"left": "1 204", "right": "3 ici"},
            badge={"level": "ok", "text": "Approuvé"},
        ),
        "step:answer": card(
            "wait_for_reply",
            "Sa réponse",
            300,
            380,
            answers,
            line="oui / plus tard / autre, 24 h",
            counts={"left": "980", "right": "128 ici"},
        ),
        "step:thanks": card(
            "send_session",
            "Merci",
            -150,
            570,
            ["step:score"],
            line="« Merci Amina ! » + 2 boutons",
            badge=proof,
        ),
        "step:wait": card("wait", "Attendre 20 h", 150, 570, ["step:advice"], line="puis mardi à 10 h"),
        "step:human": card("hand_over", "Service client", 450, 570, ["step:bye"], line="9 h–18 h, sinon message"),
        "step:loyal": card(
            "branch",
            "Client fidèle ?",
            750,
            570,
            [("Commandes ≥ 3", "step:offer"), ("Sinon", "step:bye")],
            line="commandes ≥ 3",
        ),
        "step:score": card("ask", "Note de satisfaction", -150, 760, ["step:style"], line="1 à 5, 2 essais"),
        "step:advice": card(
            "send_session", "Conseil", 150, 760, ["step:answer"], line="« Toujours intéressée ? »", badge=late
        ),
        "step:offer": card(
            "send_template",
            "Offre −10 %",
            750,
            760,
            [("Envoyé", "step:bye"), ("Ne part pas", None)],
            line="« Pour vous remercier, −10 % sur votre panier »",
            badge=silent,
        ),
        "step:style": card("update_contact", "Préférence", -150, 950, ["step:bye"], line="style = « sport »"),
        "step:ab": card(
            "split",
            "Deux accroches",
            1050,
            760,
            [("A 45 %", None), ("B 45 %", None), ("Témoin 10 %", None)],
            line="45 / 45 / 10 témoin",
            badge={"level": "warning", "text": "Personne n'arrive ici"},
        ),
        "step:bye": card("exit", "Fin", 450, 1140, [], line="commande faite", counts={"left": "812", "right": ""}),
    }


def ladder(cards: int) -> dict[str, dict[str, Any]]:
    """Blocks of a question with two answers, one under another in columns of ten."""
    nodes: dict[str, dict[str, Any]] = {"trigger:start": card("keyword", "Départ", 0, -190, ["step:n0"])}
    kinds = ["send_session", "wait_for_reply", "send_template", "wait", "update_contact"]
    for n in range(cards - 1):
        x, y = (n // 10) * 620 + (300 if n % 5 == 2 else 0), (n % 10) * 190
        after = f"step:n{n + 1}" if n + 1 < cards - 1 else None
        to: list[Any] = [after]
        if n % 5 == 1:
            to = [("« oui »", after), ("Autre réponse", f"step:n{n + 2}" if n + 2 < cards - 1 else None)]
        nodes[f"step:n{n}"] = card(kinds[n % 5], f"Étape {n}", x, y, to, line="« Bonjour Amina »")
    return nodes
