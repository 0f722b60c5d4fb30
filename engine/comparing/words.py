"""Differences in the words of a marketer, French and English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.checker.names import shorten, spoken_duration
from engine.checker.words import Fact, say, spoken_language
from engine.journey.durations import parse_duration
from engine.journey.plain import is_group, is_list

QUOTES = {"fr": ("« ", " »"), "en": ("“", "”")}
SENTENCES: dict[str, tuple[str, str]] = {
    "step_added": ("nouvelle étape « {step} »", "new step “{step}”"),
    "step_removed": ("étape « {step} » supprimée", "step “{step}” removed"),
    "step_replaced": ("« {step} » remplace « {was} »", "“{step}” replaces “{was}”"),
    "start_added": ("nouveau départ « {step} »", "new start “{step}”"),
    "start_removed": ("départ « {step} » supprimé", "start “{step}” removed"),
    "text": ("« {step} », {field} : {before} devient {after}", "“{step}”, {field}: {before} becomes {after}"),
    "text_added": ("« {step} », {field} : nouveau, {after}", "“{step}”, {field}: new, {after}"),
    "text_removed": ("« {step} », {field} : retiré, c'était {before}", "“{step}”, {field}: gone, it was {before}"),
    "button": ("« {step} », bouton ({field}) : {before} devient {after}", "“{step}”, button ({field}): {before} becomes {after}"),
    "value": ("« {step} », valeur {field} : {before} devient {after}", "“{step}”, value {field}: {before} becomes {after}"),
    "wait": ("« {step} » : {before} devient {after}", "“{step}”: {before} becomes {after}"),
    "words": ("« {step} », {field} : {words}", "“{step}”, {field}: {words}"),
    "item_added": ("« {step} » : nouveau, {field}", "“{step}”: new, {field}"),
    "item_removed": ("« {step} » : supprimé, {field}", "“{step}”: removed, {field}"),
    "way": ("« {step} »{way} mène à « {to} » au lieu de « {from} »", "“{step}”{way} leads to “{to}” instead of “{from}”"),
    "way_added": ("« {step} »{way} mène à « {to} »", "“{step}”{way} leads to “{to}”"),
    "way_removed": ("« {step} »{way} ne mène plus à « {from} »", "“{step}”{way} no longer leads to “{from}”"),
    "condition": ("« {step} », {field} : c'était {before}, maintenant {after}", "“{step}”, {field}: was {before}, now {after}"),
    "setting": ("« {step} », {field} : {before} devient {after}", "“{step}”, {field}: {before} becomes {after}"),
    "journey": ("parcours, {field} : {before} devient {after}", "journey, {field}: {before} becomes {after}"),
}  # fmt: skip
AFTER_SILENCE = ("« {step} », après {silence} de silence : {was_then}, {is_now}", "“{step}”, after {silence} of silence: {was_then}, {is_now}")  # fmt: skip
FIELDS: dict[str, tuple[str, str]] = {
    "text": ("texte", "text"), "retry": ("deuxième question", "second question"), "template": ("modèle", "template"),
    "any_of": ("mots", "words"), "match": ("façon de reconnaître", "way of matching"), "typos": ("fautes tolérées", "typos"),
    "buttons": ("boutons", "buttons"), "choices": ("choix", "choices"), "branches": ("chemin", "path"), "title": ("titre", "title"),
    "save_as": ("noté dans", "saved as"), "set": ("noté", "noted"), "tries": ("essais", "tries"), "kind": ("genre", "kind"),
    "scale": ("échelle", "scale"), "words": ("mots montrés", "words shown"), "given": ("donné", "given"),
    "media": ("fichier", "file"), "header_media": ("fichier d'en-tête", "header file"), "url": ("adresse", "address"),
    "name": ("nom", "name"), "purpose": ("but", "purpose"), "language": ("langue", "language"), "entry": ("entrée", "entry"),
    "again": ("de nouveau", "again"), "not_within": ("pas avant", "not within"), "per": ("un passage pour", "one passage per"),
    "goal": ("objectif", "goal"), "exit_on": ("sortie anticipée", "early exit"), "event": ("événement", "event"),
    "list": ("liste", "list"), "button": ("bouton", "button"), "sections": ("partie", "section"), "rows": ("ligne", "row"),
    "description": ("description", "description"), "link_button": ("lien", "link"), "location": ("position", "location"),
    "location_request": ("demande de position", "request for the location"), "method": ("façon de demander", "method"),
    "if_window_closed": ("modèle de secours", "fallback template"), "headers": ("en-têtes", "headers"),
    "body": ("envoyé", "sent along"), "save": ("noté de la réponse", "saved of the answer"),
    "sender": ("numéro", "sender"), "values": ("valeurs", "values"), "when": ("condition", "condition"),
    "where": ("condition", "condition"), "until": ("jusqu'à", "until"), "date": ("date", "date"), "at": ("heure", "hour"),
    "attribute": ("attribut", "attribute"), "offset": ("décalage", "offset"), "weekday": ("jours", "days"),
    "quiet_hours": ("heures calmes", "quiet hours"), "from": ("de", "from"), "to": ("à", "to"), "days": ("jours", "days"),
    "paths": ("chemin", "path"), "share": ("part", "share"), "control": ("groupe témoin", "control group"),
    "code": ("code", "code"), "greeting": ("salutation", "greeting"), "ads": ("publicités", "ads"),
    "segment": ("segment", "segment"), "segments": ("segment", "segment"), "every": ("répétition", "repeated"),
    "message": ("message", "message"), "journey": ("parcours", "journey"),
    "if_unconfirmed": ("sans confirmation", "without confirmation"),
}  # fmt: skip
NOTHING = {"fr": "rien", "en": "nothing"}
YES_NO = {"fr": ("oui", "non"), "en": ("yes", "no")}


def sentence(kind: str, facts: Mapping[str, Fact], values: Mapping[str, Any], language: str) -> str:
    """One difference, filled in."""
    spoken = spoken_language(language)
    said = {name: say(fact, spoken) for name, fact in facts.items()}
    if "way" in said:
        said["way"] = _of_way(said["way"], spoken)
    written = kind in ("text", "text_added", "text_removed", "button", "value")
    said = {
        name: _quoted(values[name], spoken) if written else shown(values[name], spoken) for name in ("before", "after")
    } | said
    place: Sequence[str] = values["field"]
    said["field"] = _field([said.get(f"id:{name}") or name for name in place], spoken)
    said["words"] = _words(values["before"], values["after"], spoken)
    worded = AFTER_SILENCE if "silence" in said else SENTENCES[kind]
    return worded[0 if spoken == "fr" else 1].format_map(said)


def shown(value: Any, language: str = "fr") -> str:
    """A plain value in words."""
    if value is None or value == "":
        return NOTHING[language]
    if isinstance(value, bool):
        return YES_NO[language][0 if value else 1]
    if is_list(value):
        return ", ".join(shown(item, language) for item in value) or NOTHING[language]
    if is_group(value):
        return ", ".join(f"{name} = {shown(item, language)}" for name, item in value.items())
    return _length(value, language) or shorten(str(value))


def _length(value: Any, language: str) -> str | None:
    """A duration as it is spoken: `20 h`; None for anything else."""
    if not isinstance(value, str) or not value[:1].isdigit() or value[-1:].isdigit():
        return None
    try:
        return say(spoken_duration(parse_duration(value)), language)
    except ValueError:
        return None


def _quoted(value: Any, language: str) -> str:
    before, after = QUOTES[language]
    return f"{before}{shorten(str(value))}{after}" if value else NOTHING[language]


def _of_way(name: str, language: str) -> str:
    before, after = QUOTES[language]
    return (
        (f", chemin {before}{name}{after}," if language == "fr" else f", path {before}{name}{after},") if name else ""
    )


def _field(place: Sequence[str], language: str) -> str:
    """`texte fr`, `chemin « Oui », mots`."""
    named = [FIELDS.get(name, (name, name))[0 if language == "fr" else 1] for name in place]
    return " ".join(named) if len(named) < 3 else f"{named[0]} {named[1]}, {' '.join(named[2:])}"


def _words(before: Any, after: Any, language: str) -> str:
    """`+ « ok », − « yes »`."""
    old, new = (list(one) if is_list(one) else [] for one in (before, after))
    added = [f"+ {_quoted(word, language)}" for word in new if word not in old]
    gone = [f"− {_quoted(word, language)}" for word in old if word not in new]
    return ", ".join([*added, *gone]) or shown(after, language)
