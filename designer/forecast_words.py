"""The words of the forecast beside the drawing. French is the reference."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "one": ("Un passage, un client", "One passage, one customer"),
    "country": ("Pays", "Country"),
    "worst": ("Au plus", "At most"),
    "mean": ("En moyenne", "On average"),
    "longest": ("Dure au plus", "Lasts at most"),
    "lasts": ("Dure en moyenne", "Lasts on average"),
    "messages": ("{count} messages", "{count} messages"),
    "message": ("{count} message", "{count} message"),
    "no_limit": ("sans limite", "no limit"),
    "range": ("de {low} à {high}", "{low} to {high}"),
    "dearest": ("Le chemin le plus cher passe par {steps}.", "The dearest way goes through {steps}."),
    "returns": (
        "On peut revenir à {steps} : compté {rounds} fois, au-delà la garde fait silence.",
        "Customers can come back to {steps}: counted {rounds} times, beyond that the loop guard keeps silent.",
    ),
    "endless": (
        "{steps} tournent sans fin si le client se tait : ni le coût ni la durée n’ont de limite. Voyez Problèmes.",
        "{steps} repeat for ever if the customer stays silent: neither cost nor duration has a limit. See Problems.",
    ),
    "no_longest": (
        "Une attente n’a pas de limite : un client peut rester toujours.",
        "A wait has no limit: a customer may stay for ever.",
    ),
    "estimate": (
        "Estimation, hors frais du fournisseur. Tarif WhatsApp du {day} ; les réponses libres offertes chaque mois ne sont pas déduites.",
        "An estimate without the provider’s own fee. WhatsApp prices of {day}; the free replies that cost nothing each month are not taken off.",
    ),
    "whole": ("Et pour une audience ?", "And for an audience?"),
    "who": ("Qui", "Who"),
    "who.house": ("Mes clients", "My customers"),
    "who.file": ("Un fichier", "A file"),
    "who.count": ("Un nombre", "A number"),
    "segment": ("Segment", "Segment"),
    "segment.all": ("Tous les clients", "All customers"),
    "file": ("Liste en CSV", "List as CSV"),
    "file.help": (
        "Une ligne par personne. Colonnes : whatsapp ou phone, name, language, timezone, consent ; event.… pour ce qui démarre le parcours ; toute autre colonne est un champ client.",
        "One line a person. Columns: whatsapp or phone, name, language, timezone, consent; event.… for what starts the journey; any other column is a customer field.",
    ),
    "people": ("Personnes", "People"),
    "begins": ("Commence le", "Begins on"),
    "hour": ("À", "At"),
    "start": ("Départ", "Start"),
    "over": ("Elles entrent", "They enter"),
    "over.0": ("toutes à la fois", "all at once"),
    "over.1": ("en 1 heure", "within 1 hour"),
    "over.8": ("en 8 heures", "within 8 hours"),
    "over.24": ("en 1 jour", "within 1 day"),
    "over.168": ("en 7 jours", "within 7 days"),
    "pace": ("Messages par seconde", "Messages a second"),
    "limit": ("Personnes par 24 h", "People a 24 hours"),
    "limit.help": (
        "La limite du portefeuille : personnes différentes écrites hors de leur fenêtre de 24 h.",
        "The portfolio’s limit: different people written to outside their 24-hour window.",
    ),
    "unlimited": ("Sans limite", "No limit"),
    "sms_price": ("Prix d’un SMS ($)", "Price of an SMS ($)"),
    "sms_price.help": (
        "Par partie de SMS, chez votre fournisseur. Sans prix, seules les parties sont comptées.",
        "For each part of an SMS, at your provider. Without a price, only parts are counted.",
    ),
    "assumed": ("Hypothèses", "Assumptions"),
    "assumed.help": (
        "Aucun de ces taux n’est mesuré : remplacez-les par les vôtres. Le reste d’une étape est le silence.",
        "None of these rates was measured: write your own. What is left of a step is silence.",
    ),
    "assumed.name": ("Ce que font les clients", "What customers do"),
    "assumed.time": ("En combien de temps (min)", "How fast (min)"),
    "low": ("Bas", "Low"),
    "expected": ("Attendu", "Expected"),
    "high": ("Haut", "High"),
    "do": ("Calculer la prévision", "Make the forecast"),
    "running": ("Chacun parcourt le dessin…", "Everybody walks through the drawing…"),
    "nothing": (
        "Choisissez qui, puis « Calculer la prévision » : personnes par chemin, durée, coût par pays.",
        "Choose who, then “Make the forecast”: people a path, duration, cost by country.",
    ),
    "no_file": ("Déposez d’abord un fichier.", "Give a file first."),
    "changed": (
        "Le parcours a changé depuis cette prévision. Calculez-la de nouveau.",
        "The journey has changed since this forecast. Make it again.",
    ),
    "cost": ("Coût", "Cost"),
    "last": ("Dernier envoi après", "Last message after"),
    "reached": ("Reçoivent un message", "Receive a message"),
    "replies": ("Réponses", "Replies"),
    "hours": ("Messages par heure", "Messages an hour"),
    "hours.text": (
        "Au plus {count} messages en une heure, le {moment}.",
        "At most {count} messages in one hour, on {moment}.",
    ),
    "ways": ("Personnes par chemin", "People a path"),
    "by_price": ("Coût par pays et catégorie", "Cost by country and category"),
    "sms": ("Les mêmes textes par SMS", "The same texts by SMS"),
    "sms.parts": (
        "{segments} parties de SMS, dont {unicode} en Unicode (70 signes par message).",
        "{segments} parts of SMS, {unicode} of them in Unicode (70 signs a message).",
    ),
    "sms.cost": ("Par SMS : {sms}. Par WhatsApp : {whatsapp}.", "By SMS: {sms}. By WhatsApp: {whatsapp}."),
    "unsent": ("Messages qui ne partiraient pas", "Messages that would not leave"),
    "absent": ("N’entrent pas : {count} ({reason}).", "Do not enter: {count} ({reason})."),
    "inside": (
        "{count} personnes seraient encore dedans après 400 jours.",
        "{count} people would still be inside after 400 days.",
    ),
    "notes": ("À savoir", "To know"),
    "save": ("Télécharger les chiffres", "Download the figures"),
    "table.country": ("Pays", "Country"),
    "table.category": ("Catégorie", "Category"),
    "table.messages": ("Messages reçus", "Messages delivered"),
    "table.price": ("Prix", "Price"),
    "table.path": ("Chemin", "Path"),
    "table.people": ("Personnes", "People"),
    "free": ("{category}, offertes", "{category}, free"),
    "at": ("Heure", "Hour"),
    "hours.alt": ("Messages qui partent, heure par heure", "Messages that leave, hour by hour"),
}


def say(key: str, language: str, /, **facts: str) -> str:
    """Words in the reader's language: French for `fr…`, else English."""
    pair = WORDS[key]
    return (pair[0] if language.startswith("fr") else pair[1]).format(**facts)
