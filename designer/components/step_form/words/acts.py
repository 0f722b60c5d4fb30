"""Words of the forms of what is done: consent, notes, calls, another journey."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "consent": ("Le client", "The customer"),
    "consent.given": ("donne son accord", "agrees"),
    "consent.taken_back": ("retire son accord", "no longer agrees"),
    "consent.purpose": ("Pour recevoir les messages de", "To receive messages of"),
    "consent.ends": (
        "Tous les parcours de ce but s’arrêtent pour ce client, celui-ci aussi s’il en est.",
        "All journeys of this purpose end for this customer, this one too if it is of it.",
    ),
    "consent.words": ("Mots montrés au client", "Words shown to the customer"),
    "consent.words.help": (
        "Cette étape n’envoie rien : elle garde les mots ci-dessous, tels que le client les a lus, comme preuve de son accord. Ils nomment votre entreprise ({business}).",
        "This step sends nothing: it keeps the words below, as the customer read them, as proof of the consent. They name your business ({business}).",
    ),
    "starts": ("Parcours à commencer", "Journey to start"),
    "starts.choose": ("Choisissez un parcours", "Choose a journey"),
    "starts.not_started": ("S’il n’y entre pas", "If they are not let in"),
    "starts.help": (
        "Le client y entre par le premier départ, si ses règles d’entrée le permettent, et continue ici aussitôt.",
        "The customer enters it by its first start, if its entry rules allow it, and goes on here at once.",
    ),
    "set.value.hint": ("vide : le champ est effacé", "empty: the field is removed"),
    "set.add": ("Noter un champ", "Note a field"),
    "call.url": ("Adresse", "Address"),
    "call.url.hint": ("https://suivi.example/colis/{{ event.id }}", "https://tracking.example/parcel/{{ event.id }}"),
    "call.method": ("Pour", "To"),
    "call.GET": ("lire une information", "read something"),
    "call.POST": ("envoyer une information", "send something"),
    "call.body.add": ("Envoyer aussi", "Send along"),
    "call.headers": ("En-têtes", "Headers"),
    "call.headers.add": ("Ajouter un en-tête", "Add a header"),
    "call.name.hint": ("Nom attendu par l’autre système", "Name that the other system expects"),
    "call.save.add": ("Noter de la réponse", "Keep from the answer"),
    "call.save.from": ("{field} se lit dans", "{field} stands in"),
    "call.save.hint": ("colis.etat", "parcel.state"),
    "call.for": ("Secondes avant l’échec", "Seconds before failure"),
    "call.help": (
        "Seuls les systèmes autorisés dans les réglages sont interrogés, et jamais pendant un essai. Sans bonne réponse, le client suit le chemin Échec.",
        "Only the systems allowed in the settings are asked, and never while trying out. Without a good answer the customer takes the path Failure.",
    ),
}
