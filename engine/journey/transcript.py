"""What happened in a rehearsal, and what should have, in words: French or English."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, Literal, TypeAlias

from engine.journey import expectations
from engine.journey.effects import CallHttp, Exited, Media, Passed, RecordConsent, Send, StartJourney, UpdateContact
from engine.journey.happenings import (
    ChoiceConfirmed,
    Fact,
    Happening,
    Heard,
    HeldBack,
    Ignored,
    NotSent,
    Postponed,
    Sent,
)

Language: TypeAlias = Literal["fr", "en"]

WORDS: dict[str, dict[str, str]] = {
    "fr": {
        "template": "modèle {name}", "fallback": "modèle de secours {name}", "session": "message « {text} »", "buttons": "boutons {titles}", "in": "en {language}", "list": "liste {titles}", "link": "lien {url}", "location_request": "demande la position",
        "image": "image {file}", "video": "vidéo {file}", "document": "document {file}", "file": "fichier {file}",
        "values": "avec {values}", "exit": "sortie ({reason})", "refused": "pas envoyé ({reason})", "held": "retenu jusqu’au {until:%Y-%m-%d %H:%M} UTC : heures calmes",
        "opt_out": "désinscription confirmée", "opt_in": "retour confirmé", "branch": "chemin {way}",
        "contact": "fiche : {values}", "consent": "accord {purpose} enregistré", "no_consent": "accord {purpose} retiré", "nothing": "rien", "empty": "vide", "event": "événement {words}",
        "text": "« {words} »", "tap": "touche [{words}]", "agreement": "accord donné : {words}", "media": "envoie : {words}",
        "ignored": "aucun parcours ne prend ce message", "expected": "attendu", "got": "obtenu",
        "line": "ligne {number}", "so_far": "La conversation jusque-là :",
        "kept": "{name} : {lines}, tout est comme attendu",
        "failed": "{name} : {lines}, {failed} ne se passent pas comme attendu",
        "failed_one": "{name} : {lines}, 1 ne se passe pas comme attendu", "line_one": "1 ligne", "lines": "{count} lignes",
        "by_word": "mot « {what} »", "by_near": "proche de « {what} »", "by_button": "bouton {what}",
        "by_any": "tout message", "by_condition": "condition remplie", "by_answered": "réponse comprise",
        "by_share": "tirage à {what} %", "by_no_message": "message jamais envoyé", "by_event": "évènement {what}", "by_past": "date déjà passée", "by_no_date": "pas de date", "by_too_far": "date trop lointaine",
        "starts": "entre dans « {key} »", "by_started": "entré", "by_not_started": "pas entré : {what}", "receipt": "accusé : {words}", "no_link": "aucun message qui tient un lien n’est parti avant cette ligne", "nothing_left": "aucun message n’est parti avant cette ligne",
        "by_location": "position partagée", "http": "l’autre système répond {words}", "call": "interroge {url}", "no_call": "aucun autre système n’est interrogé à ce moment",
        "no_message": "aucun message à boutons n’a été envoyé avant cette ligne",
        "no_button": "le dernier message n’a pas de bouton « {title} » ; il a {titles}",
        "postponed": "ce message attend la réponse de l’opérateur", "fault": "le parcours ne peut pas continuer : {fault}",
        "provider_accepts": "l’opérateur accepte les messages", "provider_refuses": "l’opérateur refuse les messages",
        "provider_unreachable": "ce numéro n’est plus joignable", "provider_slow": "l’opérateur ne répond plus",
    },
    "en": {
        "template": "template {name}", "fallback": "fallback template {name}", "session": "message “{text}”", "buttons": "buttons {titles}", "in": "in {language}", "list": "list {titles}", "link": "link {url}", "location_request": "asks for the location",
        "image": "image {file}", "video": "video {file}", "document": "document {file}", "file": "file {file}",
        "values": "with {values}", "exit": "exit ({reason})", "refused": "not sent ({reason})", "held": "held until {until:%Y-%m-%d %H:%M} UTC: quiet hours",
        "opt_out": "opt-out confirmed", "opt_in": "return confirmed", "branch": "way {way}",
        "contact": "record: {values}", "consent": "{purpose} consent recorded", "no_consent": "{purpose} consent taken back", "nothing": "nothing", "empty": "empty", "event": "event {words}",
        "text": "“{words}”", "tap": "taps [{words}]", "agreement": "agrees: {words}", "media": "sends: {words}",
        "ignored": "no journey takes this message", "expected": "expected", "got": "got",
        "line": "line {number}", "so_far": "The conversation so far:",
        "kept": "{name}: {lines}, all as expected",
        "failed": "{name}: {lines}, {failed} not as expected",
        "failed_one": "{name}: {lines}, 1 not as expected", "line_one": "1 line", "lines": "{count} lines",
        "by_word": "word “{what}”", "by_near": "close to “{what}”", "by_button": "button {what}",
        "by_any": "any message", "by_condition": "condition holds", "by_answered": "answer understood",
        "by_share": "drawn at {what}%", "by_no_message": "message never sent", "by_event": "event {what}", "by_past": "date already past", "by_no_date": "no date", "by_too_far": "date too far away",
        "starts": "enters “{key}”", "by_started": "entered", "by_not_started": "not let in: {what}", "receipt": "receipt: {words}", "no_link": "no message that holds a link left before this line", "nothing_left": "no message left before this line",
        "by_location": "shared location", "http": "the other system answers {words}", "call": "asks {url}", "no_call": "no other system is being asked at this point",
        "no_message": "no message with buttons was sent before this line",
        "no_button": "the last message has no button “{title}”; it has {titles}",
        "postponed": "this message waits for the provider’s answer", "fault": "the journey cannot go on: {fault}",
        "provider_accepts": "the provider accepts messages", "provider_refuses": "the provider refuses messages",
        "provider_unreachable": "this number cannot be reached any more", "provider_slow": "the provider answers no more",
    },
}  # fmt: skip


def say(language: Language, key: str, /, **values: Any) -> str:
    """One sentence of the list above."""
    return WORDS[language][key].format(**values)


def tell(fact: Fact, language: Language) -> str:
    """What happened, in one line."""
    match fact:
        case Sent():
            return _message(fact, [button.title for button in fact.buttons], language)
        case NotSent():
            return say(language, "refused", reason=fact.reason)
        case HeldBack():
            return say(language, "held", until=fact.until)
        case ChoiceConfirmed():
            return say(language, fact.choice)
        case Heard():
            return say(language, fact.what, words=fact.words)
        case Ignored() | Postponed():
            return say(language, "ignored" if isinstance(fact, Ignored) else "postponed")
        case Passed():
            return say(language, "branch", way=way_of(fact)) + why_of(fact, language)
        case Exited():
            place = f"{fact.reason}, {fact.step_id}" if fact.step_id else fact.reason
            return say(language, "exit", reason=place)
        case UpdateContact():
            return say(language, "contact", values=_pairs(fact.changes, language))
        case StartJourney():
            return say(language, "starts", key=fact.journey)
        case CallHttp():
            return say(language, "call", url=fact.url)
        case RecordConsent():
            return say(language, "consent" if fact.given else "no_consent", purpose=fact.purpose)


def tell_expected(expectation: expectations.Expectation, language: Language) -> str:
    """What should have happened, in one line."""
    match expectation:
        case expectations.TemplateSent():
            said = say(language, "fallback" if expectation.fallback else "template", name=expectation.template)
            return (
                said
                + _file(expectation.media, language)
                + _details(expectation.values or {}, None, expectation.language, language)
            )
        case expectations.SessionSent():
            said = say(language, "session", text=expectation.session)
            return (
                said
                + _file(expectation.media, language)
                + _details({}, expectation.buttons, expectation.language, language)
                + _wanted(expectation, language)
            )
        case expectations.Exits():
            return say(language, "exit", reason=expectation.exit)
        case expectations.Refused():
            return say(language, "refused", reason=expectation.refused)
        case expectations.Confirmed():
            return say(language, expectation.confirmation)
        case expectations.Takes():
            return say(language, "branch", way=expectation.branch)
        case expectations.Knows():
            return say(language, "contact", values=_pairs(expectation.contact, language))
        case expectations.Begins():
            return say(language, "starts", key=expectation.starts)
        case expectations.Asks():
            return say(language, "call", url=expectation.call)
        case expectations.Consents():
            return say(language, "consent" if expectation.given else "no_consent", purpose=expectation.consent)


def way_of(passed: Passed) -> str:
    """`answer.yes` for the branch `yes` of the step `answer`, `remind.next`."""
    return f"{passed.step_id}.{(passed.port or '').removeprefix('branch:')}"


def conversation(
    happened: Iterable[Happening], language: Language, telling: Callable[[Fact], str] | None = None
) -> list[str]:
    """A little transcript: what came in, what went out, which ways were taken. Arrivals and plain `next` ways
    are left out. `telling`: how one thing is told, if otherwise than by `tell`."""
    say_fact: Callable[[Fact], str] = telling or partial(tell, language=language)
    lines: list[str] = []
    day = ""
    for happening in happened:
        if isinstance(happening.fact, Passed) and (happening.fact.port is None or happening.fact.why is None):
            continue
        if day != (day := f"{happening.at:%Y-%m-%d}"):
            lines.append(day)
        lines.append(f"  {happening.at:%H:%M} {_side(happening.fact)} {say_fact(happening.fact)}")
    return lines


def why_of(passed: Passed, language: Language) -> str:
    """Which word, button or reason led here; nothing where the way says it itself."""
    kind, _, what = (passed.why or "").partition(":")
    if not kind or kind == passed.port:
        return ""
    key = f"by_{kind}"
    return f" ({say(language, key, what=what) if key in WORDS[language] else passed.why})"


def _side(fact: Fact) -> str:
    return "→" if isinstance(fact, Sent | ChoiceConfirmed) else "←" if isinstance(fact, Heard) else "·"


def _message(sent: Sent, titles: list[str], language: Language) -> str:
    send = sent.send
    if send.kind == "template":
        name = "fallback" if sent.fell_back else "template"
        said = say(language, name, name=send.template) + _file(send.media, language)
        return said + _details(send.values, titles or None, send.language, language)
    said = say(language, "session", text=send.text) + _file(send.media, language)
    buttons = titles if send.buttons else None
    return said + _details({}, buttons, None, language) + _offered(send, language)


def _offered(send: Send, language: Language) -> str:
    """`, liste [Paris] [Lyon]`."""
    rows = say(language, "list", titles=bracketed(row.title for row in send.list.rows())) if send.list else ""
    link = say(language, "link", url=send.link.url) if send.link else ""
    asks = say(language, "location_request") if send.asks_location else ""
    return "".join(f", {part}" for part in (rows, link, asks) if part)


def _wanted(sent: expectations.SessionSent, language: Language) -> str:
    rows = say(language, "list", titles=bracketed(sent.list_)) if sent.list_ is not None else ""
    link = say(language, "link", url=sent.link) if sent.link is not None else ""
    asks = say(language, "location_request") if sent.location_request else ""
    return "".join(f", {part}" for part in (rows, link, asks) if part)


def _file(media: Media | expectations.FileSent | None, language: Language) -> str:
    """`, document https://… (billet.pdf)`."""
    if media is None:
        return ""
    shown = " ".join(part for part in (media.url, f"({media.name})" if media.name else "") if part)
    return f", {say(language, media.kind or 'file', file=shown)}".rstrip()


def _details(values: Mapping[str, Any], titles: Iterable[str] | None, spoken: str | None, language: Language) -> str:
    parts = [
        say(language, "values", values=_pairs(values, language)) if values else "",
        say(language, "buttons", titles=bracketed(titles)) if titles is not None else "",
        say(language, "in", language=spoken) if spoken else "",
    ]
    return "".join(f", {part}" for part in parts if part)


def bracketed(titles: Iterable[str]) -> str:
    """`[Oui] [Non]`."""
    return " ".join(f"[{title}]" for title in titles)


def _pairs(values: Mapping[str, Any], language: Language) -> str:
    return ", ".join(f"{name} = {say(language, 'empty') if value is None else value}" for name, value in values.items())
