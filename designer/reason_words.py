"""Why a message did not leave or a person left, in words a marketer understands. Pure."""

from __future__ import annotations

from designer.wording import say

# Our own reasons, and the codes of WhatsApp and of providers that customers' messages meet most.
REASONS = {
    "opted_out": "le client s’est désinscrit",
    "no_consent": "pas d’accord marketing",
    "window_closed": "les 24 h étaient passées",
    "loop": "trop de réponses automatiques de suite",
    "no_address": "pas de numéro WhatsApp connu",
    "too_many_attributes": "la fiche du client a déjà 200 attributs",
    "attributes_too_large": "la fiche du client est pleine (64 ko)",
    "erased": "la fiche du client a été effacée",
    "stopped": "le parcours a été arrêté",
    "skipped": "l’étape a été sautée à la reprise du parcours",
    "late": "il était trop tard à la reprise du parcours",
    "expired": "trop tard",
    "quiet_hours": "heures calmes",
    "house_quiet_hours": "heures calmes de la maison",
    "frequency_cap": "ce client a reçu assez de marketing ces jours-ci",
    "portfolio_limit": "WhatsApp limite le nombre de personnes en 24 h",
    "quality_yellow": "qualité moyenne du numéro : le marketing ralentit",
    "quality_red": "mauvaise qualité du numéro : le marketing attend",
    "no_templates": "WhatsApp ne laisse pas ce numéro écrire le premier",
    "number_paused": "le numéro est en pause",
    "number_restricted": "WhatsApp bloque le numéro",
    "number_disconnected": "le numéro n’est plus relié à WhatsApp",
    "number_pending": "le numéro n’est pas encore vérifié par WhatsApp",
    "suspended": "tous les envois sont suspendus",
    "unheard": "le client vient d’écrire, on le lit d’abord",
    "misconfigured": "le fournisseur refuse nos réglages",
    "unreachable": "le fournisseur ne répond pas",
    "spam_limit": "WhatsApp limite ce numéro : des clients l’ont signalé",
    "paused": "le parcours est en pause",
    "template_paused": "WhatsApp a suspendu le modèle",
    "template_in_review": "WhatsApp examine encore le modèle",
    "template_missing": "le modèle n’est pas dans la bibliothèque",
    "template_changed": "le modèle a changé depuis la mise en ligne",
    "template_not_approved": "WhatsApp n’a pas approuvé le modèle",
    "interrupted": "la réponse du fournisseur s’est perdue",
    "no_answer": "la réponse du fournisseur s’est perdue",
    "unknown": "sans confirmation du fournisseur",
    "missing_value": "il manque une valeur au modèle",
    "131026": "ce numéro n’a pas WhatsApp, ou une version trop ancienne",
    "131047": "les 24 h étaient passées",
    "OUTSIDE_ALLOWED_SENDING_WINDOW": "les 24 h étaient passées",
    "131049": "WhatsApp l’a retenu : ce client reçoit déjà assez de marketing",
    "130472": "WhatsApp tient ce client à l’écart du marketing, pour une étude",
    "131050": "le client a coupé le marketing de cette entreprise dans WhatsApp",
    "RECIPIENT_OPTED_OUT": "le client s’est désinscrit",
    "131056": "trop de messages en peu de temps à ce client",
    "pair_rate": "trop de messages en peu de temps à ce client",
    "130429": "le numéro envoie plus vite que WhatsApp ne l’accepte",
    "throttled": "le numéro envoie plus vite que WhatsApp ne l’accepte",
    "131048": "WhatsApp limite ce numéro : des clients l’ont signalé",
    "131042": "WhatsApp signale un problème de paiement",
    "131030": "ce numéro d’essai n’écrit qu’aux numéros de sa liste",
    "132000": "les valeurs ne vont pas avec le modèle",
    "132001": "le modèle n’existe pas dans cette langue",
    "TEMPLATE_NOT_FOUND": "le modèle n’existe pas chez WhatsApp",
    "TEMPLATE_NON_EXISTING_LANGUAGE_OR_VERSION": "le modèle n’existe pas dans cette langue",
    "TEMPLATE_INSUFFICIENT_PARAMETERS": "les valeurs ne vont pas avec le modèle",
    "132015": "WhatsApp a suspendu le modèle",
    "132016": "WhatsApp a supprimé le modèle pour de bon",
    "RATE_LIMITED": "le numéro envoie plus vite que WhatsApp ne l’accepte",
    "UNREACHABLE_CHANNEL": "ce numéro n’a pas WhatsApp",
}
EXITS = {
    "end": "arrivé à la fin",
    "goal": "objectif atteint",
    "exit_on": "sorti par un événement",
    "opted_out": "le client s’est désinscrit",
    "stopped": "le parcours a été arrêté",
    "loop": "tournait en rond",
    "late": "sorti à la reprise du parcours, il était trop tard",
    "no_next": "rien n’était prévu ensuite",
    "entered_again": "entré de nouveau",
}
CANNOT_RENDER = "cannot_render:"
FULL_RECORD = ("refused:too_many_attributes", "refused:attributes_too_large")
# What could not be made from the values that were there; any other name is a field of the customer's record.
CALLS = {
    "late": "il était trop tard",
    "timeout": "l’autre système n’a pas répondu à temps",
    "unreachable": "l’autre système est injoignable",
    "no_answer": "la réponse de l’autre système s’est perdue",
    "unknown": "la réponse de l’autre système s’est perdue",
    "not_listed": "ce système n’est pas autorisé dans les réglages",
    "not_https": "l’adresse ne commence pas par https://",
    "private_address": "cette adresse n’est pas publique",
    "redirect": "l’autre système renvoie ailleurs",
    "too_large": "la réponse est trop longue",
    "not_json": "la réponse n’est pas lisible",
    "not_sendable": "l’adresse ou un en-tête ne convient pas",
}
"""Why another system gave no good answer."""
UNRENDERED = {
    "too_long": "un texte du message était trop long pour WhatsApp",
    "text": "le texte était vide",
    "button": "un bouton était vide",
    "list": "un texte de la liste était vide",
    "link": "le lien était vide ou pas une adresse",
    "options": "le message proposait deux choses à toucher à la fois",
    "media": "l’adresse du fichier n’était pas un lien",
    "file name": "le nom du fichier était vide",
}


def reason_words(reason: str, language: str) -> str:
    """`window_closed` → `les 24 h étaient passées`; a code nobody explained is told as a code."""
    if reason.startswith(CANNOT_RENDER):
        name = reason.removeprefix(CANNOT_RENDER)
        if name in UNRENDERED:
            return say(language, UNRENDERED[name])
        return say(language, "« {name} » est vide sur la fiche du client", name=name)
    bare = reason.partition(":")[2] if reason.partition(":")[0] in ("refused", "failed", "dropped") else reason
    if bare in REASONS:
        return say(language, REASONS[bare])
    return say(language, "refus du fournisseur, code {code}", code=bare or "?")


def call_words(reason: str, language: str) -> str:
    """`failed:timeout` → `l’autre système n’a pas répondu à temps`; a status of the other system is told as a number."""
    if reason.startswith(CANNOT_RENDER):
        return reason_words(reason, language)
    bare = reason.partition(":")[2].partition(":")[0]
    if bare.startswith("http_"):
        return say(language, "l’autre système répond {status}", status=bare.removeprefix("http_"))
    return say(language, CALLS.get(bare, CALLS["no_answer"]))


def exit_words(reason: str | None, language: str) -> str:
    """How a passage ended."""
    if reason in EXITS:
        return say(language, EXITS[reason])
    return reason_words(reason or "", language)
