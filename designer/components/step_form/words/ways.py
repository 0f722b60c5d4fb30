"""Words of the forms that wait or choose a way."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "wait": ("Attendre", "Wait"),
    "wait.kind": ("Le client attend", "The customer waits"),
    "wait.for": ("un certain temps", "for a while"),
    "wait.weekday": ("un jour de la semaine", "until a day of the week"),
    "wait.date": ("une date", "until a date"),
    "wait.attribute": ("une date de sa fiche", "until a date of their record"),
    "wait.at": ("À", "At"),
    "wait.at.on": ("À une heure précise de ce jour", "At a fixed hour of that day"),
    "wait.field": ("Champ qui porte la date", "Field that holds the date"),
    "wait.side": ("Quand", "When"),
    "wait.side.on": ("à cette date", "at that date"),
    "wait.side.before": ("avant cette date", "before that date"),
    "wait.side.after": ("après cette date", "after that date"),
    "wait.offset": ("Combien de temps", "How long"),
    "wait.zone": (
        "À l’heure du client. Une date déjà passée n’est pas attendue : le client continue.",
        "In the customer’s own time. A date already past is not waited for: the customer goes on.",
    ),
    "wait.then": ("Le client attend {time}, puis continue.", "The customer waits {time}, then goes on."),
    "awaited": ("Évènement attendu", "Event waited for"),
    "awaited.limit": ("Au plus pendant", "At most for"),
    "awaited.where": ("Seulement si", "Only if"),
    "awaited.help": (
        "Votre site l’envoie à /api/events sous ce nom. Ce qu’il joint s’écrit event.… dans ces conditions, et answers.{step}.… dans les textes qui suivent.",
        "Your site posts it to /api/events under this name. What it adds is event.… in these conditions, and answers.{step}.… in the texts that follow.",
    ),
    "split.share": ("Part de {name}, en %", "Share of {name}, in %"),
    "split.total": ("Total : {total} %", "Total: {total}%"),
    "split.control": ("Groupe témoin", "Control group"),
    "split.control.none": ("Aucun", "None"),
    "split.control.help": (
        "Les clients de ce chemin servent de comparaison : ne leur envoyez rien.",
        "Customers of this path are there to compare with: send them nothing.",
    ),
    "split.help": (
        "Un client garde le même chemin pendant tout son passage.",
        "A customer keeps the same path during the whole passage.",
    ),
    "looks.message": ("Ce que devient le message", "What becomes of the message"),
    "looks.choose": ("Choisissez un message", "Choose a message"),
    "looks.within": ("Attendre au plus", "Wait at most"),
    "looks.replied": ("Si le client répond", "If the customer replies"),
    "looks.clicked": ("S’il ouvre un lien", "If they open a link"),
    "looks.read": ("S’il est lu", "If it is read"),
    "looks.delivered": ("S’il est seulement reçu", "If it is only received"),
    "looks.failed": ("S’il est perdu", "If it is lost"),
    "looks.otherwise": ("Sinon", "Otherwise"),
    "looks.ignored": ("Ne pas distinguer", "Do not tell apart"),
    "looks.help": (
        "Le signe le plus fort est pris dès qu’il est connu ; un plus faible compte quand le temps est passé. Certains clients cachent leurs lectures ; seuls les liens des boutons sont connus.",
        "The strongest sign is taken as soon as it is known; a weaker one counts when the time is over. Some customers hide what they read; only links of buttons are known.",
    ),
}
