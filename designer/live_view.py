"""What the live page says beside its map: totals, a step's counts with reasons, where it is stuck. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from designer.figures import number, percent
from designer.path_words import port_label
from designer.reason_words import reason_words
from designer.start_words import starts_of
from designer.step_words import step_title
from designer.wording import count, labelled, say
from engine.journey.definition import Journey
from storage.counts import Deliveries, JourneyTotals, StepCounts

if TYPE_CHECKING:
    from designer.live_services import Live


RANGES = {"today": "Aujourd’hui", "week": "7 j", "all": "Tout"}


@dataclass(frozen=True, slots=True)
class Figure:
    """One total of the header: the figure and what it counts."""

    value: str
    label: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A line about a step, with its reasons. `tone`: `ok`, `wait`, `stop`."""

    text: str
    tone: str = "ok"
    reasons: tuple[str, ...] = ()


def header_figures(totals: JourneyTotals, journey: Journey, language: str) -> list[Figure]:
    """Inside, entered, received, read, answered; what is held or lost only when there is some; the goal if there is one."""
    sent, one = totals.messages, lambda value: number(value, language)
    found = [
        Figure(one(totals.active), say(language, "en cours")),
        Figure(one(totals.entered), say(language, "entrés")),
        Figure(one(sent.delivered), say(language, "messages reçus")),
        Figure(percent(sent.read, sent.sent, language), say(language, "lus, au moins")),
        Figure(percent(totals.replied, totals.entered, language), say(language, "ont répondu")),
    ]
    held, lost = sum(sent.held.values()), sum(sent.failed.values()) + sum(sent.refused.values())
    found += [Figure(one(held), say(language, "retenus"), "wait")] if held else []
    found += [Figure(one(sent.unknown), say(language, "sans confirmation"), "wait")] if sent.unknown else []
    found += [Figure(one(lost), say(language, "non partis"), "stop")] if lost else []
    if journey.goal is not None:
        found.append(Figure(percent(totals.reached_goal, totals.entered, language), say(language, "objectif")))
    return found


def step_sentences(counts: StepCounts, language: str) -> list[Sentence]:
    """What became of the messages of a step, the good news first."""
    sent = counts.messages
    found = _good_news(sent, language)
    kinds = [
        (sent.held, "{n} retenu", "{n} retenus", "wait"),
        (sent.refused, "{n} non parti", "{n} non partis", "stop"),
        (sent.failed, "{n} non arrivé", "{n} non arrivés", "stop"),
        (sent.cancelled, "{n} annulé", "{n} annulés", "stop"),
    ]
    for reasons, one, many, tone in kinds:
        if reasons:
            total = sum(reasons.values())
            found.append(Sentence(count(language, one, many, total), tone, told_reasons(reasons, language)))
    if sent.unknown:
        text = count(language, "{n} envoi sans confirmation : on demande au fournisseur",
                     "{n} envois sans confirmation : on demande au fournisseur", sent.unknown)  # fmt: skip
        found.append(Sentence(text, "wait"))
    return found


def told_reasons(reasons: Counter[str], language: str) -> tuple[str, ...]:
    """`9 : heures calmes`, the commonest first; codes that mean the same are one line."""
    told: Counter[str] = Counter()
    for reason, times in reasons.items():
        told[reason_words(reason, language)] += times
    return tuple(labelled(language, number(times, language), words) for words, times in told.most_common())


def paths_taken(journey: Journey, step_id: str, counts: StepCounts, language: str) -> list[tuple[str, int, str]]:
    """Way out in words, how many took it, their share; in the order of the step."""
    step = journey.steps[step_id]
    ports = [port for port in step.ports() if port.to is not None or counts.ports[port.id]]
    if len(ports) < 2:
        return []
    left = sum(counts.ports.values())
    return [
        (port_label(step, port, language, journey.language) or say(language, "Ensuite"), counts.ports[port.id],
         percent(counts.ports[port.id], left, language))
        for port in ports
    ]  # fmt: skip


def stuck(live: Live, language: str) -> list[tuple[str, str, list[Sentence]]]:
    """Steps with something held back, lost or unknown: step id, title, sentences; the most customers first."""
    found: list[tuple[int, str, str, list[Sentence]]] = []
    for step_id, counts in live.steps.items():
        sentences = [one for one in step_sentences(counts, language) if one.tone != "ok"]
        step = live.journey.steps.get(step_id)
        if sentences and step is not None:
            found.append((_troubled(counts.messages), step_id, step_title(step, language), sentences))
    return [(step_id, title, sentences) for _, step_id, title, sentences in sorted(found, key=lambda one: -one[0])]


def starts_when(journey: Journey, language: str) -> str:
    """`« menu », « bonjour »`, for the sentence of an empty page."""
    joint = say(language, " ou ")
    return joint.join(starts_of(journey, language))


def _good_news(sent: Deliveries, language: str) -> list[Sentence]:
    if not sent.sent:
        return []
    return [
        Sentence(count(language, "{n} envoyé", "{n} envoyés", sent.sent)),
        Sentence(count(language, "{n} reçu", "{n} reçus", sent.delivered)),
        Sentence(count(language, "au moins {n} lu ({share})", "au moins {n} lus ({share})", sent.read,
                       share=percent(sent.read, sent.sent, language))),
        *_opened(sent, language),
        *_by_sms(sent, language),
        *_by_fallback(sent, language),
    ]  # fmt: skip


def _opened(sent: Deliveries, language: str) -> list[Sentence]:
    """Messages of which a counted link was opened."""
    if not sent.clicked:
        return []
    share = percent(sent.clicked, sent.sent, language)
    return [
        Sentence(count(language, "{n} lien ouvert ({share})", "{n} liens ouverts ({share})", sent.clicked, share=share))
    ]


def _by_sms(sent: Deliveries, language: str) -> list[Sentence]:
    """What WhatsApp could not bring."""
    if not sent.by_sms:
        return []
    told = count(language, "dont {n} par SMS", "dont {n} par SMS", sent.by_sms)
    return [Sentence(told, "ok", (say(language, "WhatsApp ne les a pas remis"),))]


def _by_fallback(sent: Deliveries, language: str) -> list[Sentence]:
    """Free replies whose window had closed."""
    if not sent.fallbacks:
        return []
    told = count(language, "dont {n} par le modèle de secours", "dont {n} par le modèle de secours", sent.fallbacks)
    return [Sentence(told, "ok", (say(language, "les 24 h étaient passées"),))]


def _troubled(sent: Deliveries) -> int:
    return sum(sum(counter.values()) for counter in (sent.held, sent.refused, sent.failed)) + sent.unknown
