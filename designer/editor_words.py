"""The words of the editor page, its header and its list of problems. French is the reference."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "state.draft_of": ("Brouillon de v{number}", "Draft of v{number}"),
    "saved": ("Enregistré {when}", "Saved {when}"),
    "undo": ("Annuler", "Undo"),
    "redo": ("Rétablir", "Redo"),
    "publish": ("Mettre en ligne", "Go live"),
    "publish.nothing": ("Tout est en ligne", "Everything is live"),
    "publish.title": ("Mettre en ligne « {name} »", "Put “{name}” live"),
    "publish.errors": (
        "Rien n’est mis en ligne : {count} à corriger d’abord.",
        "Nothing goes live: {count} to mend first.",
    ),
    "publish.people": ("{count} personnes sont en cours de parcours.", "{count} people are inside the journey."),
    "publish.one_person": ("1 personne est en cours de parcours.", "1 person is inside the journey."),
    "publish.nobody": ("Personne n’est en cours de parcours.", "Nobody is inside the journey."),
    "publish.stay": (
        "Elles finissent sur la version où elles sont entrées ; les suivantes entrent sur la nouvelle.",
        "They finish on the version they entered; those who come next enter the new one.",
    ),
    "publish.number": ("Ce qui part : version {number}", "What goes live: version {number}"),
    "publish.content": (
        "{messages}, {steps}, en {languages}. Démarre par : {starts}.",
        "{messages}, {steps}, in {languages}. Starts with: {starts}.",
    ),
    "publish.message": ("1 message", "1 message"),
    "publish.messages": ("{count} messages", "{count} messages"),
    "publish.step": ("1 étape", "1 step"),
    "publish.steps": ("{count} étapes", "{count} steps"),
    "publish.added": ("Nouveau : {names}", "New: {names}"),
    "publish.changed": ("Modifié : {names}", "Changed: {names}"),
    "publish.removed": ("Retiré : {names}", "Removed: {names}"),
    "publish.settings": ("Réglages du parcours modifiés", "Settings of the journey changed"),
    "publish.warning": ("1 point à vérifier", "1 thing to check"),
    "publish.warnings": ("{count} points à vérifier", "{count} things to check"),
    "publish.do": ("Mettre en ligne maintenant", "Go live now"),
    "publish.done": ("En ligne : version {number}.", "Live: version {number}."),
    "publish.draft_changed": (
        "Le brouillon vient d’être modifié par quelqu’un d’autre. Relisez-le, puis recommencez.",
        "Someone else has just changed the draft. Look at it, then start again.",
    ),
    "publish.no_draft": ("Il n’y a plus de brouillon : tout est en ligne.", "There is no draft: everything is live."),
    "publish.no_such_journey": ("Ce parcours n’existe plus.", "This journey is gone."),
    "tab": ("Ce qui est montré", "What is shown"),
    "tab.step": ("Étape", "Step"),
    "tab.journey": ("Réglages", "Settings"),
    "tab.problems": ("Problèmes {count}", "Problems {count}"),
    "tab.no_problem": ("Problèmes", "Problems"),
    "to_mend": ("À corriger", "To mend"),
    "to_check": ("À vérifier", "To check"),
    "see": ("Voir", "See"),
    "repair.add_exit": ("Ajouter Fin", "Add End"),
    "repair.add_path": ("Ajouter le chemin", "Add the path"),
    "repair.use_template": ("Remplacer par un modèle", "Use a template"),
    "repair.add_fallback": ("Modèle de secours", "Fallback template"),
    "repair.correct_field": ("Corriger", "Correct"),
    "repair.reconnect": ("Relier", "Connect"),
    "repair.choose_template": ("Choisir ce modèle", "Choose this template"),
    "repair.add_language": ("Ajouter la langue", "Add the language"),
    "problems.none": (
        "Rien à corriger : ce parcours peut être mis en ligne.",
        "Nothing to mend: this journey can go live.",
    ),
    "no_key": ("Choisissez un parcours à dessiner.", "Choose a journey to draw."),
    "no_journey": ("Aucun parcours ne s’appelle « {key} ».", "There is no journey called “{key}”."),
    "all_journeys": ("Voir les parcours", "See the journeys"),
    "already_saved": ("Déjà enregistré : tout l’est à chaque modification.", "Already saved: every change is."),
    "no_next_problem": ("Aucun problème.", "No problem."),
    "others": (
        "{name} a modifié {what} il y a {time}. Toutes vos modifications sont gardées.",
        "{name} changed {what} {time} ago. All your changes are kept.",
    ),
    "someone": ("Quelqu’un", "Someone"),
    "the_journey": ("le parcours", "the journey"),
    "skipped": (
        "Une partie a été modifiée par quelqu’un d’autre depuis : elle est restée telle quelle.",
        "Someone else changed a part since then: it stays as it is.",
    ),
    "help": ("Touches du dessin", "Keys of the drawing"),
    "key.N": ("ajouter après l’étape choisie", "add after the selected step"),
    "key.Tab": ("étape suivante du chemin", "next step along the path"),
    "key.Alt": ("autre chemin", "other path"),
    "key.L": ("relier à…", "connect to…"),
    "key.arrows": ("déplacer la carte", "move the card"),
    "key.copy": ("copier, couper, coller, dupliquer", "copy, cut, paste, duplicate"),
    "key.Delete": ("effacer", "delete"),
    "key.undo": ("annuler, rétablir", "undo, redo"),
    "key.find": ("chercher une étape ou un texte", "find a step or a text"),
    "key.F8": ("problème suivant", "next problem"),
    "key.view": ("tout voir, agrandir, réduire", "fit, zoom in, zoom out"),
    "key.G": ("ranger", "tidy"),
}
KEYS = {
    "N": "key.N", "Tab": "key.Tab", "Alt + ← →": "key.Alt", "L": "key.L", "← ↑ → ↓": "key.arrows",
    "Ctrl + C X V D": "key.copy", "Suppr": "key.Delete", "Ctrl + Z, Ctrl + Maj + Z": "key.undo",
    "Ctrl + F": "key.find", "F8": "key.F8", "0 + −": "key.view", "G": "key.G",
}  # fmt: skip


def say(key: str, language: str, /, **facts: str) -> str:
    """Words in the reader's language: French for `fr…`, else English."""
    pair = WORDS[key]
    return (pair[0] if language.startswith("fr") else pair[1]).format(**facts)
