"""“En bref”: what a reviewer wants to know before reading. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from designer.phrasing import hours_words
from designer.placeholders import field_label, read_value
from designer.preview import Sample
from designer.preview_view import Section, Shown
from designer.start_words import starts_of
from designer.template_parts import Templates, parts_of
from designer.wording import count, say
from engine.checker.problem import Problem
from engine.checker.templates import template_use
from engine.journey.definition import Journey
from engine.journey.keywords import fold
from engine.journey.rendering import BadText, placeholders_in
from engine.journey.steps import StepBase
from engine.journey.steps.ask import Ask

LINK = re.compile(r"https?://([^\s/\"'<>)]+)")
STOP = frozenset({"stop", "arret", "desinscrire", "desabonner", "unsubscribe"})


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the box: `Qui` and what stands behind it."""

    label: str
    text: str


def facts_in_brief(
    journey: Journey, sections: Sequence[Section], problems: Sequence[Problem], templates: Templates, language: str
) -> list[Fact]:
    """Who, how many, links, data, the way to stop, what is left to correct."""
    texts = {shown.number: list(message_texts(journey.steps[shown.step_id], templates, shown))
             for section in sections for shown in section.messages}  # fmt: skip
    return [
        Fact(say(language, "Qui"), _who(journey, language)),
        *([Fact(say(language, "Quand"), hours_words(journey.quiet_hours, language))] if journey.quiet_hours else []),
        Fact(say(language, "Messages"), _how_many(journey, texts, language)),
        Fact(say(language, "Liens"), ", ".join(links(texts)) or say(language, "aucun")),
        Fact(say(language, "Données utilisées"), ", ".join(fields_used(journey, language)) or say(language, "aucune")),
        Fact(say(language, "Arrêt"), _stop(texts, language)),
        Fact(say(language, "Vérifié"), _checked(problems, language)),
    ]


def message_texts(step: StepBase, templates: Templates, shown: Shown) -> Iterator[str]:
    """Everything a customer could read in this message of a step, in every language."""
    for use in step.texts():
        if _is_of(step, str(use.path[0]), shown):
            yield from use.text.values() if isinstance(use.text, dict) else (use.text or "",)
    sent = template_use(step)
    if sent is not None and bool(sent.place) == shown.fallback:
        for (name, _), template in templates.items():
            if name == sent.sent.template:
                parts = parts_of(template)
                yield from (parts.header, parts.body, parts.footer, *(one.title for one in parts.buttons))
                yield from (one.url for one in parts.buttons if one.url)


def _is_of(step: StepBase, field: str, shown: Shown) -> bool:
    """Whether the text is of this message: a question and its repetition, a free reply and its fallback are two each."""
    if isinstance(step, Ask):
        return field != ("text" if shown.again else "retry")
    return (field == "if_window_closed") == shown.fallback


def links(texts: Mapping[str, Sequence[str]]) -> list[str]:
    """`boutique.fr (2)`: each house that a message leads to, and in how many messages."""
    hosts: dict[str, set[str]] = {}
    for number, written in texts.items():
        for text in written:
            for host in LINK.findall(text):
                hosts.setdefault(host.removeprefix("www."), set()).add(number)
    return [f"{host} ({len(numbers)})" for host, numbers in hosts.items()]


def fields_used(journey: Journey, language: str) -> list[str]:
    """The customer's data that texts read, by their names for people."""
    return list(dict.fromkeys(field_label(path, language) for path in paths_used(journey)))


def paths_used(journey: Journey) -> list[str]:
    """`contact.name`, `event.total`: every place that a text reads, each once."""
    found: dict[str, None] = {}
    for _, step in journey.walk():
        for use in step.texts():
            for text in use.text.values() if isinstance(use.text, dict) else (use.text or "",):
                found.update(dict.fromkeys(_paths(text)))
    return list(found)


def completed(sample: Sample, journey: Journey) -> Sample:
    """The sample with a value for everything that the texts read: `‹Montant›` where it has none of its own, so that a
    missing value is not taken for a fault of the message. A customer who is meant to lack values keeps lacking them."""
    fills: dict[str, dict[str, Any]] = {"contact": {}, "event": {}, "answers": {}}
    for path in paths_used(journey):
        root, _, name = path.partition(".")
        if root in fills and "." not in name:
            fills[root][name] = f"‹{field_label(path, 'fr')}›"
    contact = sample.contact
    attributes = contact.attributes if contact.name is None else {**fills["contact"], **contact.attributes}
    return Sample(
        type(contact)(contact.id, contact.name, contact.language, contact.timezone, contact.country, dict(attributes)),
        {**fills["event"], **sample.event}, {**fills["answers"], **sample.answers},
    )  # fmt: skip


def _paths(text: str) -> list[str]:
    known = read_value(text)
    if known is not None:
        return [known.path]
    try:
        return [placeholder.path for placeholder in placeholders_in(text)]
    except BadText:
        return []


def _who(journey: Journey, language: str) -> str:
    starts = starts_of(journey, language)
    purpose = "avec accord marketing" if journey.purpose == "marketing" else "service, sans accord marketing"
    return " · ".join([", ".join(starts) or say(language, "rien ne le démarre"), say(language, purpose)])


def _how_many(journey: Journey, texts: Mapping[str, Any], language: str) -> str:
    templates = sum(template_use(step) is not None for step in journey.steps.values())
    parts = [
        count(language, "{n} message", "{n} messages", len(texts)),
        count(language, "{n} modèle", "{n} modèles", templates),
        ", ".join(journey.languages()),
    ]
    return " · ".join(parts)


def _stop(texts: Mapping[str, Sequence[str]], language: str) -> str:
    """In which messages the customer is told how to stop."""
    told = [
        number for number, written in texts.items() if STOP & {word for text in written for word in fold(text).split()}
    ]
    if not told:
        return say(language, "jamais annoncé")
    return say(language, "annoncé en {numbers}", numbers=", ".join(told))


def _checked(problems: Sequence[Problem], language: str) -> str:
    errors = sum(problem.is_error for problem in problems)
    return ", ".join([
        count(language, "{n} à corriger", "{n} à corriger", errors),
        count(language, "{n} à vérifier", "{n} à vérifier", len(problems) - errors),
    ])  # fmt: skip
