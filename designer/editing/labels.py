"""The words of edits: what was done (undo names it) and why something was not done."""

from __future__ import annotations

from designer.editing.outcome import Refused

LABELS: dict[str, tuple[str, str]] = {
    "add": ("Ajout d’une étape", "Step added"),
    "connect": ("Nouvelle flèche", "New arrow"),
    "disconnect": ("Flèche retirée", "Arrow removed"),
    "move": ("Cartes déplacées", "Cards moved"),
    "delete": ("Suppression", "Deleted"),
    "duplicate": ("Copie", "Copied"),
    "paste": ("Collage", "Pasted"),
    "tidy": ("Rangement", "Tidied"),
    "text": ("Texte modifié", "Text changed"),
    "change": ("Réglage modifié", "Setting changed"),
    "rename": ("Nouveau nom", "Renamed"),
    "branch": ("Chemins modifiés", "Paths changed"),
    "button": ("Boutons modifiés", "Buttons changed"),
    "offer": ("Réponse proposée modifiée", "Offered reply changed"),
    "choice": ("Choix modifiés", "Choices changed"),
    "file": ("Fichier modifié", "File changed"),
    "pair": ("Un chemin par bouton", "A path for each button"),
    "repair": ("Correction d’un problème", "Problem repaired"),
    "undo": ("Annulation", "Undone"),
    "redo": ("Rétablissement", "Redone"),
}

REFUSALS: dict[str, tuple[str, str]] = {
    "no_step": (
        "Cette étape n’existe plus : quelqu’un l’a supprimée. Rien n’a été modifié.",
        "This step is gone: someone deleted it. Nothing was changed.",
    ),
    "no_path": (
        "Ce chemin n’existe plus : quelqu’un l’a supprimé. Rien n’a été modifié.",
        "This path is gone: someone deleted it. Nothing was changed.",
    ),
    "to_start": (
        "Une flèche mène à une étape, jamais à un départ. Choisissez une étape.",
        "An arrow leads to a step, never to a start. Choose a step.",
    ),
    "to_itself": (
        "Une étape ne peut pas mener à elle-même. Choisissez une autre étape.",
        "A step cannot lead to itself. Choose another step.",
    ),
    "unknown_type": (
        "« {type} » n’existe pas dans cette version. Choisissez un autre type d’étape.",
        "“{type}” does not exist in this version. Choose another kind of step.",
    ),
    "bad_id": (
        "Cette carte porte un nom que les parcours n’acceptent pas. Ajoutez-la de nouveau.",
        "This card has a name that journeys do not accept. Add it again.",
    ),
    "bad_op": (
        "Cette modification n’a pas été comprise. Rechargez la page ; rien n’est perdu.",
        "This change was not understood. Reload the page; nothing is lost.",
    ),
    "too_many_buttons": (
        "WhatsApp accepte trois boutons par message. Retirez-en un d’abord.",
        "WhatsApp accepts three buttons a message. Remove one first.",
    ),
    "too_many_rows": (
        "WhatsApp accepte dix lignes par liste. Retirez-en une d’abord.",
        "WhatsApp accepts ten rows a list. Remove one first.",
    ),
    "busy": (
        "Plusieurs personnes enregistrent au même moment. Réessayez ; rien n’est perdu.",
        "Several people are saving at the same moment. Try again; nothing is lost.",
    ),
    "bad_shape": (
        "Cette valeur ne convient pas ici, rien n’a été modifié. Détail : {problem}",
        "This value does not fit here, nothing was changed. Detail: {problem}",
    ),
}


def label_words(label: str, language: str) -> str:
    """`add` → `Ajout d’une étape`."""
    return _pick(LABELS.get(label, LABELS["change"]), language)


def refusal_words(refusal: Refused, language: str) -> str:
    """The sentence that the person reads."""
    return _pick(REFUSALS[refusal.why], language).format(**refusal.facts)


def _pick(pair: tuple[str, str], language: str) -> str:
    return pair[1] if language == "en" else pair[0]
