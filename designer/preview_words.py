"""The words around a previewed message: its grey line, and why it would not leave. French is the reference."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "template": ("Modèle", "Template"),
    "fallback": ("Modèle de secours", "Fallback template"),
    "session": ("Réponse libre", "Free reply"),
    "question": ("Question", "Question"),
    "again": ("Question répétée", "Question repeated"),
    "MARKETING": ("Marketing", "Marketing"),
    "UTILITY": ("Service", "Utility"),
    "AUTHENTICATION": ("Code de sécurité", "Security code"),
    "shown_in": ("Pas {wanted} : affiché en {shown}", "No {wanted}: shown in {shown}"),
    "no_template": ("Choisissez un modèle : rien ne partirait.", "Choose a template: nothing would leave."),
    "unknown_template": (
        "Le modèle « {name} » n’est pas dans la bibliothèque.",
        "The template “{name}” is not in the library.",
    ),
    "not_approved": ("WhatsApp n’a pas approuvé ce modèle.", "WhatsApp has not approved this template."),
    "paused": ("WhatsApp a suspendu ce modèle.", "WhatsApp has paused this template."),
    "value_missing": ("Il manque la valeur « {name} » du modèle.", "The template’s value “{name}” is missing."),
    "no_text": ("Écrivez le texte : un message vide ne part pas.", "Write the text: an empty message cannot leave."),
    "two_offers": (
        "WhatsApp n’accepte pas ces choix ensemble : le message ne part pas.",
        "WhatsApp does not take these together: the message cannot leave.",
    ),
    "no_link": (
        "Donnez la page du lien : le message ne part pas sans elle.",
        "Give the page of the link: the message cannot leave without it.",
    ),
    "bad_page": (
        "L’adresse du lien doit commencer par https:// : le message ne part pas.",
        "The address of the link must start with https://: the message cannot leave.",
    ),
    "share_location": ("Envoyer ma position", "Send my location"),
    "no_file": (
        "Donnez l’adresse du fichier : le message ne part pas sans lui.",
        "Give the address of the file: the message cannot leave without it.",
    ),
    "bad_link": (
        "L’adresse du fichier doit commencer par https:// : le message ne part pas.",
        "The address of the file must start with https://: the message cannot leave.",
    ),
    "field_missing": (
        "Ce contact n’a pas de « {name} » : le message ne part pas. Donnez un texte de remplacement.",
        "This contact has no “{name}”: the message cannot leave. Give a replacement text.",
    ),
    "bad_text": ("Ce texte ne peut pas partir : {problem}", "This text cannot leave: {problem}"),
}


def say(key: str, language: str, /, **facts: str) -> str:
    """Words in the reader's language: French for `fr…`, else English."""
    pair = WORDS[key]
    return (pair[0] if language.startswith("fr") else pair[1]).format(**facts)
