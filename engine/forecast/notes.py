"""What to know beside the figures: what was made up, what could not be counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.checker.templates import template_use
from engine.forecast.answers import Answers
from engine.forecast.audience import Audience
from engine.forecast.counting import price_of
from engine.forecast.facts import UnknownFacts
from engine.forecast.library import Library
from engine.forecast.outcome import Note
from engine.forecast.setting import Setting
from engine.forecast.tally import Tally
from engine.journey.steps.start_journey import StartJourney
from engine.journey.steps.wait_for_reply import WaitForReply
from engine.journey.triggers import AudienceTrigger, DateTrigger, TriggerBase

SENTENCES: Mapping[str, tuple[str, str]] = {
    "made_up_people": (
        "Personnes inventées : d’un seul pays et d’une seule langue, avec tous les accords. Donnez votre liste pour compter vos clients.",
        "Made-up people: one country, one language, every consent. Give your own list to count your customers.",
    ),
    "consents_unknown": (
        "La liste n’a pas de colonne « consent » : tout le monde est compté comme d’accord.",
        "The list has no column “consent”: everybody counts as agreeing.",
    ),
    "event_made_up": (
        "{paths} : absent de la liste, donc inventé. Chaque cas que le parcours distingue compte autant.",
        "{paths}: not in the list, so made up. Each case that the journey tells apart counts as much.",
    ),
    "record_lacks": (
        "{paths} : la liste n’a pas cette colonne ; les clients sont comptés sans.",
        "{paths}: the list has no such column; customers are counted without it.",
    ),
    "template_unknown": (
        "Modèle inconnu ici : {names}. Compté comme {category} ; son texte n’est pas comparé aux SMS.",
        "Template not known here: {names}. Counted as {category}; its text is not compared with SMS.",
    ),
    "way_never_taken": (
        "« {ways} » : aucune réponse n’a pu être inventée pour ce chemin ; il est compté comme un silence.",
        "“{ways}”: no answer could be made up for this path; it counts as silence.",
    ),
    "price_unsure": (
        "Sans tarif propre ici : {countries}. Compté au prix « Other ».",
        "No price of their own here: {countries}. Counted at the price “Other”.",
    ),
    "other_journeys": (
        "Les messages des parcours enchaînés ({names}) ne sont pas comptés.",
        "The messages of the journeys that are started ({names}) are not counted.",
    ),
    "estimate": (
        "Estimation, hors frais du fournisseur ; tarif WhatsApp du {day}.",
        "An estimate without the provider’s own fee; WhatsApp prices of {day}.",
    ),
}
CATEGORIES = {"marketing": ("marketing", "marketing"), "utility": ("utilitaire", "utility")}


def note_sentence(note: Note, language: str) -> str:
    """In French for `fr…`, else in English."""
    place = 0 if language.startswith("fr") else 1
    facts = {name: CATEGORIES[value][place] if name == "category" else value for name, value in note.facts.items()}
    return SENTENCES[note.key][place].format(**facts)


@dataclass(frozen=True)
class Knowledge:
    """What one forecast is made from."""

    setting: Setting
    audience: Audience
    answers: Answers
    facts: UnknownFacts
    library: Library


def notes_on(knowledge: Knowledge, tallies: Sequence[Tally], trigger: TriggerBase) -> list[Note]:
    """The ones that matter to these figures; the estimate last."""
    cards = {one.card for tally in tallies for one in tally.charged}
    day = max(cards, default=knowledge.setting.start.date())
    return [
        *_on_people(knowledge, trigger), *_on_templates(knowledge), *_on_ways(knowledge, tallies),
        *_on_prices(tallies), *_on_journeys(knowledge), Note("estimate", {"day": day.isoformat()}),
    ]  # fmt: skip


def _on_people(knowledge: Knowledge, trigger: TriggerBase) -> Iterator[Note]:
    audience, facts = knowledge.audience, knowledge.facts
    if audience.is_made_up:
        yield Note("made_up_people")
    elif not audience.knows_consents and knowledge.setting.journey.journey.purpose == "marketing":
        yield Note("consents_unknown")
    if not isinstance(trigger, AudienceTrigger | DateTrigger):
        told = [path for path in facts.paths("event") if path not in audience.fields and path != "event.text"]
        yield from _listed("event_made_up", "paths", told)
    if not audience.is_made_up:
        lacking = [path for path in facts.paths("contact") if path not in audience.fields and not facts.writes(path)]
        yield from _listed("record_lacks", "paths", lacking)


def _on_templates(knowledge: Knowledge) -> Iterator[Note]:
    journey = knowledge.setting.journey.journey
    uses = [use.sent.template for step in journey.steps.values() if (use := template_use(step)) is not None]
    unknown = [name for name in dict.fromkeys(uses) if name and name not in knowledge.library.names]
    category = "marketing" if journey.purpose == "marketing" else "utility"
    yield from _listed("template_unknown", "names", unknown, category=category)


def _on_ways(knowledge: Knowledge, tallies: Sequence[Tally]) -> Iterator[Note]:
    steps = knowledge.setting.journey.journey.steps
    asked = [
        one.short for one in knowledge.setting.assumptions
        if one.step and one.port and isinstance(steps[one.step], WaitForReply) and one.range.high > 0
        and not knowledge.answers.can_take(one.step, one.port) and any(tally.arrived[one.step] for tally in tallies)
    ]  # fmt: skip
    yield from _listed("way_never_taken", "ways", asked)


def _on_prices(tallies: Sequence[Tally]) -> Iterator[Note]:
    unsure = {one.country for tally in tallies for one in tally.charged if not price_of(one).is_sure}
    yield from _listed("price_unsure", "countries", sorted(unsure))


def _on_journeys(knowledge: Knowledge) -> Iterator[Note]:
    steps = knowledge.setting.journey.journey.steps.values()
    names = [step.journey or "" for step in steps if isinstance(step, StartJourney)]
    yield from _listed("other_journeys", "names", [name for name in dict.fromkeys(names) if name])


def _listed(key: str, fact: str, found: Iterable[str], **more: str) -> Iterator[Note]:
    listed = list(found)
    if listed:
        yield Note(key, {fact: ", ".join(listed), **more})
