"""What is wrong with a file, in French. The sentences are made in English where the fault is found; each has its French here,
and one that has none stays as it is."""

from __future__ import annotations

import re
from functools import cache

FRENCH = {
    # The file itself
    "There is no such file; check the path.": "Ce fichier n'existe pas ; vérifiez le chemin.",
    "This is a folder; name a file in it.": "C'est un dossier ; nommez un fichier qu'il contient.",
    "The file cannot be read: {why}.": "Le fichier ne peut pas être lu : {why}.",
    "The file is larger than 1 MB; split the journey.": "Le fichier dépasse 1 Mo ; partagez le parcours.",
    "The file is not written in UTF-8; save it as UTF-8.": "Le fichier n'est pas écrit en UTF-8 ; enregistrez-le en UTF-8.",
    "The file is empty. {remedy}": "Le fichier est vide. {remedy}",
    "This is not a journey. {remedy}": "Ce n'est pas un parcours. {remedy}",
    "This is not a story. {remedy}": "Ce n'est pas une histoire. {remedy}",
    "This is a journey, not a story: it has steps and triggers. {remedy}":
        "C'est un parcours, pas une histoire : il a des étapes et des départs. {remedy}",
    "This is a story, not a journey. Play it with “parcours rehearse”.":
        "C'est une histoire, pas un parcours. Jouez-la avec « parcours rehearse ».",
    "It starts with “parcours: 1” and holds key, triggers and steps.":
        "Il commence par « parcours: 1 » et contient key, triggers et steps.",
    "Write a story that names it (“journey: …”), or check it with “parcours check”.":
        "Écrivez une histoire qui le nomme (« journey: … »), ou vérifiez-le avec « parcours check ».",
    "It holds journey, contact and story: a list of lines.": "Elle contient journey, contact et story : une liste de lignes.",
    "The story names no journey; write “journey: my-journey.yaml” at its top.":
        "L'histoire ne nomme aucun parcours ; écrivez « journey: mon-parcours.yaml » en tête.",
    "There is no journey “{key}” here; import its file too.":
        "Il n'y a pas de parcours « {key} » ici ; importez aussi son fichier.",
    # YAML
    "The file holds more than {number} values; split the journey.":
        "Le fichier contient plus de {number} valeurs ; partagez le parcours.",
    "The file holds more than {number} values once its aliases are written out.":
        "Le fichier contient plus de {number} valeurs une fois ses alias développés.",
    "The file is nested too deeply.": "Le fichier est imbriqué trop profondément.",
    "The file is nested too deeply, or an alias holds itself.":
        "Le fichier est imbriqué trop profondément, ou un alias se contient lui-même.",
    "The character {code} may not stand in a file; remove it.":
        "Le caractère {code} ne peut pas figurer dans un fichier ; retirez-le.",
    "This is not YAML: {words}.": "Ce n'est pas du YAML ; vérifiez le retrait, les deux-points et les guillemets de cette ligne.",
    "The tag “{tag}” is not allowed; remove it.": "L'étiquette « {tag} » n'est pas permise ; retirez-la.",
    "A name must be a word.": "Un nom doit être un mot.",
    "“{name}” stands twice; keep one.": "« {name} » figure deux fois ; gardez-en un.",
    # The format
    "The first line must be “parcours: 1”: it says which format the file is written in.":
        "La première ligne doit être « parcours: 1 » : elle dit dans quel format le fichier est écrit.",
    "This file is written in format {number}; this Parcours reads format {own}. Update Parcours.":
        "Ce fichier est écrit au format {number} ; ce Parcours lit le format {own}. Mettez Parcours à jour.",
    "The text “{version}” is not a format; write parcours: 1, a number without quotes.":
        "Le texte « {version} » n'est pas un format ; écrivez parcours: 1, un nombre sans guillemets.",
    "“{version}” is not a format; write parcours: 1, a number without quotes.":
        "« {version} » n'est pas un format ; écrivez parcours: 1, un nombre sans guillemets.",
    # Fields
    "This field is not known here; check its spelling or remove it.":
        "Ce champ n'est pas connu ici ; vérifiez son orthographe ou retirez-le.",
    "This field is missing.": "Ce champ manque.",
    "The type is missing, such as “type: exit”.": "Le type manque, par exemple « type: exit ».",
    "This must be a text; put it in quotes.": "Ce doit être un texte ; mettez-le entre guillemets.",
    "This must be a list.": "Ce doit être une liste.",
    "This must be a list of two numbers.": "Ce doit être une liste de deux nombres.",
    "This must hold fields, such as “name: value”.": "Ce doit contenir des champs, par exemple « nom: valeur ».",
    "This must be true or false.": "Ce doit être true ou false.",
    "This must be a finite number.": "Ce doit être un nombre fini.",
    "This text is longer than 20,000 characters; shorten it.": "Ce texte dépasse 20 000 caractères ; raccourcissez-le.",
    "This list is empty; it has at least one line.": "Cette liste est vide ; il faut au moins une ligne.",
    "This must be a whole number.": "Ce doit être un nombre entier.",
    "This must be a number.": "Ce doit être un nombre.",
    "This must be at least {number}.": "Ce doit être {number} au moins.",
    "This must be at most {number}.": "Ce doit être {number} au plus.",
    "This list holds {actual}; it has at most {most}.": "Cette liste en contient {actual} ; il en faut {most} au plus.",
    "This does not fit here; compare it with “parcours schema”.":
        "Cette valeur ne convient pas ici ; comparez avec « parcours schema ».",
    "“{text}” is too long for an answer; write at most 30s.":
        "« {text} » est trop long pour une réponse ; écrivez 30s au plus.",
    "“{text}” is not an expression: {words}.":
        "« {text} » n'est pas une expression ; vérifiez ses parenthèses, ses crochets et ses signes.",
    "An expression is at most {number} characters long.": "Une expression a {number} caractères au plus.",
    "This is nested too deeply; split it.": "C'est imbriqué trop profondément ; partagez-le.",
    "“{name}” is not a type; known are {names}.": "« {name} » n'est pas un type ; il y a : {names}.",
    "“{name}” is not known here; write {names}.": "« {name} » n'est pas connu ici ; écrivez {names}.",
    "“{name}” cannot be used here; use letters, digits, - and _, at most 64.":
        "« {name} » ne peut pas servir ici ; prenez des lettres, des chiffres, - et _, 64 au plus.",
    "“{name}” cannot name a step; use letters, digits, - and _, at most 64.":
        "« {name} » ne peut pas nommer une étape ; prenez des lettres, des chiffres, - et _, 64 au plus.",
    "Two triggers have the id “{name}”; give each its own.": "Deux départs ont l'id « {name} » ; donnez à chacun le sien.",
    "Two branches of step “{step}” have the id “{name}”; give each its own.":
        "Deux branches de l'étape « {step} » ont l'id « {name} » ; donnez à chacune le sien.",
    "The text holds an invisible character ({code}); remove it.": "Le texte contient un caractère invisible ({code}) ; retirez-le.",
    "The number is too large; put it in quotes.": "Le nombre est trop grand ; mettez-le entre guillemets.",
    "A field to write is named without “contact.”; write “{name}”.":
        "Un champ à écrire se nomme sans « contact. » ; écrivez « {name} ».",
    "“{text}” is not a duration; write 30m, 24h, 2d or 1d12h.": "« {text} » n'est pas une durée ; écrivez 30m, 24h, 2d ou 1d12h.",
    "“{text}” is longer than two years; a wait lasts at most 730d.":
        "« {text} » dépasse deux ans ; une attente dure 730d au plus.",
    "“{text}” is not an hour; write 09:30 or 18:00.": "« {text} » n'est pas une heure ; écrivez 09:30 ou 18:00.",
    "“{text}” is not a date; write 2026-12-24T18:00.": "« {text} » n'est pas une date ; écrivez 2026-12-24T18:00.",
    "“{text}” is not an offset; write -1d, 2h or -1d12h.": "« {text} » n'est pas un décalage ; écrivez -1d, 2h ou -1d12h.",
    "Quiet hours begin and end at the same hour; choose two.":
        "Les heures calmes commencent et finissent à la même heure ; choisissez-en deux.",
    "A wait has either “for” or “until”; keep one.": "Une attente a « for » ou « until » ; gardez l'un des deux.",
    "“{text}” cannot name a segment; use letters, digits, - and _, at most 64.":
        "« {text} » ne peut pas nommer un segment ; prenez des lettres, des chiffres, - et _, 64 au plus.",
    "“{text}” is not in whole days; write -2d, and the hour in “at”.":
        "« {text} » n'est pas en jours entiers ; écrivez -2d, et l'heure dans « at ».",
    # Stories
    "An ad brings a message; write “says: …” beside it.": "Une publicité amène un message ; écrivez « says: … » à côté.",
    "“{text}” is not a moment; write 2026-01-05T09:00Z.": "« {text} » n'est pas un moment ; écrivez 2026-01-05T09:00Z.",
    "“{text}” does not say its zone; write 2026-01-05T09:00Z or +01:00 at its end.":
        "« {text} » ne dit pas son fuseau ; écrivez 2026-01-05T09:00Z, ou +01:00 à la fin.",
    "{names} stand in one line; give each its own.": "{names} figurent sur une même ligne ; donnez à chacun la sienne.",
    "At and after stand in one line; keep one.": "at et after figurent sur une même ligne ; gardez-en un.",
    "A caption belongs to a medium; write “sends: image” beside it.":
        "Une légende accompagne un fichier ; écrivez « sends: image » à côté.",
    "“of” names the step whose button is tapped; write “taps: Oui” beside it.":
        "« of » nomme l'étape dont on touche le bouton ; écrivez « taps: Oui » à côté.",
    "Only what a customer writes, taps or sends can be late; name it beside it.":
        "Seul ce que le client écrit, touche ou envoie peut être en retard ; dites-le à côté.",
    "“sends: location” and “place: {place}” stand together.":
        "« sends: location » et « place: {place} » vont ensemble.",
    "“nothing” and “expect” contradict each other; keep one.": "« nothing » et « expect » se contredisent ; gardez-en un.",
    "Line {number} of the story is at {at}, before the line above it.":
        "La ligne {number} de l'histoire est à {at}, avant celle du dessus.",
    "An expectation starts with one of {names}.": "Une attente commence par un de ces mots : {names}.",
}  # fmt: skip
INSIDE = ("why", "remedy")
"""Fields that hold a sentence of their own."""
REASONS = {
    "Permission denied": "accès refusé", "File name too long": "nom de fichier trop long",
    "embedded null byte": "le nom contient un caractère nul", "Not a directory": "ce n'est pas un dossier",
}  # fmt: skip
WHERE = re.compile(r"Line (?P<line>\d+)(?:, column (?P<column>\d+))?: (?P<rest>.+)", re.DOTALL)
PLACE = re.compile(r"(?P<place>[^\s:]+(?:\.[^\s:]+)*): (?P<rest>.+)", re.DOTALL)


def problem_words(problem: str, language: str) -> str:
    """A sentence of `files.BadFile` in `fr` or `en`. Lines and places are kept, and so is what cannot be translated."""
    return problem if language.startswith("en") else _in_french(problem)


def _in_french(problem: str) -> str:
    if found := WHERE.fullmatch(problem):
        column = f", colonne {found['column']}" if found["column"] else ""
        return f"Ligne {found['line']}{column} : {_inside(found['rest'])}"
    return _sentence(problem) or _lowered(problem) or _placed(problem) or problem


def _lowered(problem: str) -> str | None:
    """A sentence that begins in lower case, as behind a place."""
    told = _sentence(f"{problem[:1].upper()}{problem[1:]}")
    return f"{told[0].lower()}{told[1:]}" if told else None


def _inside(rest: str) -> str:
    """What follows a line's number begins in lower case, but for a place."""
    told = _sentence(rest[0].upper() + rest[1:]) or _sentence(rest)
    return told[0].lower() + told[1:] if told else (_placed(rest) or rest)


def _placed(problem: str) -> str | None:
    """`steps.a.type: this field is missing.`"""
    if (found := PLACE.fullmatch(problem)) is None:
        return None
    told = _sentence(found["rest"][0].upper() + found["rest"][1:])
    return f"{found['place']} : {told[0].lower()}{told[1:]}" if told else None


def _sentence(sentence: str) -> str | None:
    for pattern, french in _patterns():
        if found := pattern.fullmatch(sentence):
            return french.format(**{name: _field(name, text) for name, text in found.groupdict().items()})
    return None


def _field(name: str, text: str) -> str:
    if name == "names":
        return text.replace(" and ", " et ").replace(" or ", " ou ")
    if name not in INSIDE:
        return text
    return REASONS.get(text) or " ".join(_sentence(part) or part for part in re.split(r"(?<=\.) ", text))


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """The sentence with the fewest fields first, so that a fixed one is not taken for another."""
    ordered = sorted(FRENCH.items(), key=lambda pair: pair[0].count("{"))
    return [(re.compile(_pattern(english), re.DOTALL), french) for english, french in ordered]


def _pattern(english: str) -> str:
    return re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.*?)", re.escape(english))
