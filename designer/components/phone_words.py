"""The words that the phone and the message editor show, in French (the reference) and English.

Both components take a flat ``dict[str, str]``. A word may hold values between braces: ``{name}``.
"""

from __future__ import annotations

_PHONE_FR = {
    "conversation_with": "Conversation avec {name}",
    "business_account": "Compte professionnel",
    "customer": "Client",
    "read_more": "Lire la suite",
    "buttons": "Boutons",
    "all_options": "Voir toutes les options",
    "all_options_title": "Toutes les options",
    "close": "Fermer",
    "write": "Écrire un message",
    "send": "Envoyer",
    "tapped": "Bouton touché",
    "filled": "Valeur du contact d'essai",
    "status_queued": "En attente",
    "status_sent": "Envoyé",
    "status_delivered": "Remis",
    "status_read": "Lu",
    "status_failed": "Non remis",
    "media_image": "Image",
    "media_video": "Vidéo",
    "media_audio": "Message vocal",
    "media_document": "Document",
    "media_sticker": "Autocollant",
    "media_location": "Lieu",
    "media_missing": "fichier absent",
}

_PHONE_EN = {
    "conversation_with": "Conversation with {name}",
    "business_account": "Business account",
    "customer": "Customer",
    "read_more": "Read more",
    "buttons": "Buttons",
    "all_options": "See all options",
    "all_options_title": "All options",
    "close": "Close",
    "write": "Write a message",
    "send": "Send",
    "tapped": "Tapped button",
    "filled": "Value of the sample contact",
    "status_queued": "Waiting",
    "status_sent": "Sent",
    "status_delivered": "Delivered",
    "status_read": "Read",
    "status_failed": "Not delivered",
    "media_image": "Image",
    "media_video": "Video",
    "media_audio": "Voice message",
    "media_document": "Document",
    "media_sticker": "Sticker",
    "media_location": "Place",
    "media_missing": "missing file",
}

_EDITOR_FR = {
    "format": "Mise en forme",
    "bold": "Gras",
    "italic": "Italique",
    "strike": "Barré",
    "emoji": "Emoji",
    "insert": "Insérer",
    "insert_hint": "Insérer un champ client",
    "no_sample": "vide pour ce contact",
    "languages": "Langues",
    "language_empty": "à écrire",
    "language_too_long": "trop long",
    "counter": "{count}/{limit}",
    "counter_hint": "{count} caractères sur {limit}, valeurs du contact d'essai comprises",
    "too_long": "Retirez {count} caractères",
    "too_long_one": "Retirez 1 caractère",
    "preview": "Aperçu sur le téléphone",
    "preview_empty": "Votre texte s'affichera ici.",
    "unknown_field": "Champ inconnu",
    "recovered": "Un texte non enregistré a été retrouvé ici. Ce message a changé entre-temps.",
    "recovered_take": "Reprendre mon texte",
    "recovered_drop": "Garder le texte actuel",
}

_EDITOR_EN = {
    "format": "Formatting",
    "bold": "Bold",
    "italic": "Italic",
    "strike": "Strikethrough",
    "emoji": "Emoji",
    "insert": "Insert",
    "insert_hint": "Insert a customer field",
    "no_sample": "empty for this contact",
    "languages": "Languages",
    "language_empty": "to write",
    "language_too_long": "too long",
    "counter": "{count}/{limit}",
    "counter_hint": "{count} of {limit} characters, with the sample contact's values",
    "too_long": "Remove {count} characters",
    "too_long_one": "Remove 1 character",
    "preview": "Preview on the phone",
    "preview_empty": "Your text will show here.",
    "unknown_field": "Unknown field",
    "recovered": "A text that was not saved was found here. This message has changed since.",
    "recovered_take": "Take my text back",
    "recovered_drop": "Keep the current text",
}

PHONE_WORDS: dict[str, dict[str, str]] = {"fr": _PHONE_FR, "en": _PHONE_EN}
"""Words of the phone by language code."""

MESSAGE_EDITOR_WORDS: dict[str, dict[str, str]] = {
    "fr": _PHONE_FR | _EDITOR_FR,
    "en": _PHONE_EN | _EDITOR_EN,
}
"""Words of the message editor by language code; they include the phone's, for the bubble."""
