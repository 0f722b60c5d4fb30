"""Words that every form shares, and those of what is no form."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "title": ("Nom de l’étape", "Name of the step"),
    "sample": ("Contact d’essai", "Sample contact"),
    "paths": ("Où mène chaque chemin", "Where each path leads"),
    "path.next": ("Ensuite", "Then"),
    "nowhere": ("Rien pour l’instant", "Nothing yet"),
    "go_on": ("Continuer", "Go on"),
    "up": ("Monter", "Move up"),
    "remove": ("Retirer", "Remove"),
    "unit": ("Unité", "Unit"),
    "unit.m": ("minutes", "minutes"),
    "unit.h": ("heures", "hours"),
    "unit.d": ("jours", "days"),
    "unit.w": ("semaines", "weeks"),
    "exit": (
        "Le client sort du parcours ici. Il pourra y entrer de nouveau selon les règles d’entrée.",
        "The customer leaves the journey here. Entry rules say when they may enter again.",
    ),
    "missing": ("Cette étape n’existe plus.", "This step is gone."),
    "several": ("{count} cartes choisies", "{count} cards selected"),
    "several.help": (
        "Suppr les efface, Ctrl+D les copie, les flèches les déplacent.",
        "Delete removes them, Ctrl+D copies them, arrows move them.",
    ),
}
