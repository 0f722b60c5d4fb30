"""The words of the cards. French is the reference."""

from __future__ import annotations

from engine.checker.words import spoken_language

WORDS: dict[str, tuple[str, str]] = {
    "keyword": ("Mot-clé", "Keyword"),
    "event": ("Votre site le signale", "Your site tells us"),
    "audience": ("Envoyer à un segment", "Send to a segment"),
    "date": ("Une date du client", "A customer’s date"),
    "audience.start": ("un envoi au segment {segment}", "a sending to the segment {segment}"),
    "date.start": ("une date du client : {field}", "a customer’s date: {field}"),
    "opt_in": ("Nouvel accord", "New consent"),
    "agreed.marketing": ("marketing", "marketing"),
    "agreed.service": ("service", "service"),
    "agreed.all": ("tout accord", "any consent"),
    "agreement.marketing": ("un accord marketing", "a marketing consent"),
    "agreement.service": ("un accord service", "a service consent"),
    "agreement.all": ("un accord", "a consent"),
    "link": ("QR code, lien ou publicité", "QR code, link or ad"),
    "link.ads": ("publicité {ads}", "ad {ads}"),
    "any_message": ("n’importe quel message", "any message"),
    "otherwise": ("Autre réponse", "Other reply"),
    "branch.otherwise": ("Sinon", "Otherwise"),
    "no_reply": ("Sans réponse", "No reply"),
    "no_reply_after": ("Sans réponse après {time}", "No reply after {time}"),
    "event.came": ("Évènement reçu", "Event received"),
    "no_event": ("Rien reçu", "Nothing came"),
    "no_event_after": ("Rien reçu après {time}", "Nothing after {time}"),
    "replied": ("A répondu", "Replied"),
    "clicked": ("A ouvert le lien", "Opened the link"),
    "read": ("A lu", "Read"),
    "delivered": ("Reçu", "Received"),
    "lost": ("Perdu", "Lost"),
    "within": ("sous {time}", "within {time}"),
    "not_started": ("S’il n’y entre pas", "If not let in"),
    "not_sent": ("S’il ne part pas", "If it does not leave"),
    "ask.next": ("Réponse comprise", "Reply understood"),
    "call.next": ("Réponse reçue", "Answer received"),
    "failed": ("Échec", "Failure"),
    "invalid": ("Réponse non comprise", "Reply not understood"),
    "no_date": ("Sans date", "No date"),
    "one_try": ("1 essai", "1 try"),
    "tries": ("{count} essais", "{count} tries"),
    "ask.text": ("texte libre", "free text"),
    "ask.number": ("un nombre", "a number"),
    "ask.date": ("une date", "a date"),
    "ask.email": ("un e-mail", "an e-mail address"),
    "ask.rating": ("{lowest} à {highest}", "{lowest} to {highest}"),
    "ask.choice": ("choix à écrire", "choices to write"),
    "image": ("image", "picture"),
    "video": ("vidéo", "video"),
    "document": ("document", "document"),
    "given.marketing": ("Accord marketing", "Marketing consent"),
    "given.service": ("Accord service", "Service consent"),
    "ended.marketing": ("Fin de l’accord marketing", "End of marketing consent"),
    "ended.service": ("Fin de l’accord service", "End of service consent"),
    "fallback": ("modèle de secours", "fallback template"),
    "list": ("liste de {count}", "list of {count}"),
    "link_button": ("lien", "link"),
    "location_request": ("demande de position", "location request"),
    "location": ("Position partagée", "Shared location"),
    "other": ("autre", "other"),
    "one_button": ("1 bouton", "1 button"),
    "buttons": ("{count} boutons", "{count} buttons"),
    "hours": ("messages de {end} à {start}", "messages from {end} to {start}"),
    "hours.some": ("heures calmes de {start} à {end}, {days}", "quiet hours from {start} to {end}, {days}"),
    "control": ("Groupe témoin", "Control group"),
    "control.short": ("témoin", "control"),
    "removed": ("{name} effacé", "{name} removed"),
    "and": (" et ", " and "),
    "or": (" ou ", " or "),
    "not": ("pas {part}", "not {part}"),
    "unset": ("à remplir", "to fill in"),
}


def w(key: str, language: str, **facts: str) -> str:
    return pick(WORDS[key], language).format(**facts)


def pick(pair: tuple[str, str], language: str) -> str:
    return pair[0] if spoken_language(language) == "fr" else pair[1]
