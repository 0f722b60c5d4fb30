"""A definition, its problems and counts as the drawing that the canvas shows. Pure: the page adds what is its own
(acknowledged edits, focus, selection, undo)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from designer.card_words import w
from designer.editing.layout import positions
from designer.editing.places import STEP, TRIGGER, find_node
from designer.palette import palette, type_title
from designer.path_words import port_label
from designer.preview import Sample
from designer.start_words import trigger_line, trigger_title
from designer.step_words import step_line, step_title
from designer.template_parts import Templates, template_texts
from engine.checker.problem import Problem
from engine.checker.words import say as say_fact
from engine.checker.words import spoken_language
from engine.journey.definition import Journey, read_definition
from engine.journey.state import Contact
from engine.journey.steps import Port
from engine.journey.steps.send_template import SendTemplate
from engine.journey.triggers import TriggerBase

WORDS: dict[str, tuple[str, str]] = {
    "place": ("Étape {place} sur {total}", "Step {place} of {total}"),
    "start": ("Départ", "Start"),
    "one_problem": ("un problème à corriger", "one problem to mend"),
    "problems": ("{count} problèmes à corriger", "{count} problems to mend"),
    "one_warning": ("un point à vérifier", "one thing to check"),
    "warnings": ("{count} points à vérifier", "{count} things to check"),
    "leads_to": ("mène à {titles}", "leads to {titles}"),
    "leads_nowhere": ("ne mène nulle part", "leads nowhere"),
    "here": ("{count} ici", "{count} here"),
}
# A few words for the card, by rule, or by rule and wording; the whole sentence stands in the list of problems.
BADGES: dict[str, tuple[str, str]] = {
    "step_without_next": ("Rien n’est prévu ensuite", "Nothing follows"),
    "unreachable_step": ("Personne n’arrive ici", "Nobody gets here"),
    "unknown_step": ("Mène à une étape absente", "Leads to a missing step"),
    "trigger_without_words": ("Mots à choisir", "Choose words"),
    "event_without_name": ("Évènement à nommer", "Name the event"),
    "audience_without_people": ("Segment à décrire", "Describe the segment"),
    "audience_without_consent": ("Accord non demandé", "Consent not asked for"),
    "date_without_attribute": ("Date à choisir", "Choose a date"),
    "link_without_code": ("Code à choisir", "Choose a code"),
    "code_used_elsewhere": ("Code pris ailleurs", "Code taken elsewhere"),
    "template_missing": ("Modèle à choisir", "Choose a template"),
    "template_not_approved": ("Modèle pas approuvé", "Template not approved"),
    "template_paused": ("Modèle suspendu", "Template paused"),
    "template_values_missing": ("Valeurs à remplir", "Values to fill in"),
    "unknown_field": ("Champ inconnu", "Unknown field"),
    "field_may_be_empty": ("Champ parfois vide", "Field may be empty"),
    "bad_text": ("Texte à corriger", "Text to mend"),
    "text_empty": ("Texte à écrire", "Text to write"),
    "text_empty.choices": ("Choix à écrire", "Choices to write"),
    "text_too_long": ("Texte trop long", "Text too long"),
    "button_too_long": ("Bouton trop long", "Button too long"),
    "too_many_buttons": ("Trop de boutons", "Too many buttons"),
    "button_twice": ("Deux boutons pareils", "Two buttons alike"),
    "button_without_path": ("Bouton sans chemin", "Button without a path"),
    "empty_branch": ("Chemin sans mot", "Path without a word"),
    "answer_not_handled": ("Autre réponse non prévue", "Other replies not handled"),
    "answer_not_handled.invalid": ("Réponse non comprise, sans suite", "No way for what is not understood"),
    "answer_not_handled.invalid_photo": ("Photo ou vocal non prévus", "Photo or voice not handled"),
    "silence_not_handled": ("Silence non prévu", "Silence not handled"),
    "keyword_never_matches": ("Mot jamais reconnu", "Word never recognised"),
    "keyword_is_opt_out": ("Mot de désinscription", "Opt-out word"),
    "keyword_used_elsewhere": ("Mot pris ailleurs", "Word taken elsewhere"),
    "language_missing": ("Langue manquante", "Language missing"),
    "purpose_mismatch": ("Marketing en service", "Marketing in service"),
    "message_branch_incomplete": ("À compléter", "To complete"),
    "journey_not_started": ("Parcours à choisir", "Choose a journey"),
    "journey_not_started.offline": ("Parcours hors ligne", "Journey not live"),
    "journey_not_started.window": ("Peut être trop tard", "Can come too late"),
    "split_incomplete": ("Parts à corriger", "Shares to mend"),
    "quiet_hours_close_window": ("Heures calmes", "Quiet hours"),
    "quiet_hours_never_end": ("Heures calmes sans fin", "Quiet hours never end"),
    "outside_window": ("Peut être trop tard", "Can come too late"),
    "condition_incomplete": ("Condition à remplir", "Condition to fill in"),
    "impossible_condition": ("Chemin impossible", "Impossible path"),
    "wait_without_length": ("Durée à choisir", "Choose how long"),
    "endless_loop": ("Tourne sans fin", "Repeats for ever"),
    "no_way_to_stop": ("STOP non annoncé", "STOP not mentioned"),
    "media_not_accepted": ("Fichier refusé", "File not accepted"),
    "media_not_accepted.nowhere": ("Fichier à donner", "File to give"),
    "media_not_accepted.link": ("Adresse du fichier à corriger", "File address to mend"),
    "template_values_missing.file": ("Fichier à donner", "File to give"),
    "one_offer_only": ("Deux choses à toucher", "Two things to touch"),
    "link_not_accepted": ("Adresse du lien à corriger", "Link address to mend"),
    "link_not_accepted.nowhere": ("Adresse du lien à donner", "Link address to give"),
    "text_empty.list": ("Lignes à écrire", "Rows to write"),
    "button_without_path.row": ("Ligne sans chemin", "Row without a path"),
    "button_without_path.location": ("Position non attendue", "Location not awaited"),
    "too_many_buttons.rows": ("Trop de lignes", "Too many rows"),
    "call_incomplete": ("Adresse à donner", "Address to give"),
    "call_incomplete.path": ("Réponse non gardée", "Answer not kept"),
    "call_incomplete.target": ("Réponse non gardée", "Answer not kept"),
    "http_host_not_listed": ("Système non autorisé", "System not allowed"),
    "ask_without_save": ("Réponse non gardée", "Answer not kept"),
    "consent_without_name": ("Entreprise non nommée", "Business not named"),
    "consent_without_name.no_words": ("Mots à écrire", "Words to write"),
    "answer_may_be_missing": ("Réponse parfois absente", "Reply may be missing"),
    "asks_for_secret": ("Demande un secret", "Asks for a secret"),
    "code_in_marketing": ("Code en marketing", "Code in marketing"),
    "consent_not_asked": ("Accord à demander", "Consent not asked"),
    "entry_never_differs": ("Entrée à préciser", "Entry rule to mend"),
    "event_detail_missing": ("Détail parfois absent", "Detail may be missing"),
    "event_used_elsewhere": ("Évènement pris ailleurs", "Event taken elsewhere"),
    "formatting_not_shown": ("Mise en forme ignorée", "Formatting not shown"),
    "language_unknown": ("Langue inconnue", "Unknown language"),
    "link_broken": ("Lien incomplet", "Incomplete link"),
    "start_never_used": ("Départ jamais utilisé", "Start never used"),
    "taps_not_heard": ("Bouton pas écouté", "Button not heard"),
    "template_name_impossible": ("Nom de modèle refusé", "Template name refused"),
    "template_not_supported": ("Modèle non pris en charge", "Template not supported"),
    "text_may_be_too_long": ("Texte parfois trop long", "Text may be too long"),
    "too_many_in_a_row": ("Trop de messages à la suite", "Too many in a row"),
    "event_ends_journey": ("Événement qui fait sortir", "Event ends the journey"),
    "starts_at_night": ("Part la nuit", "Leaves at night"),
    "retried_too_soon": ("Renvoyé trop tôt", "Sent again too soon"),
    "click_not_counted": ("Lien non compté", "Link not counted"),
    "template_may_be_refused": ("Modèle à relire", "Template to look at"),
    "us_marketing": ("Pas remis aux États-Unis", "Not delivered in the US"),
}
TO_MEND, TO_CHECK = ("À corriger", "To mend"), ("À vérifier", "To check")


class StepCount(NamedTuple):
    """How many passed a step, and how many are there now."""

    passed: int
    here: int = 0


@dataclass(frozen=True, slots=True)
class Surround:
    """What stands around a definition on its drawing. Counts are by node id."""

    problems: Sequence[Problem] = ()
    counts: Mapping[str, StepCount] = field(default_factory=dict[str, StepCount])
    templates: Templates = field(default_factory=dict)
    sample: Sample = field(default_factory=lambda: Sample(Contact("sample", name="Amina", language="fr")))


def snapshot(definition: Mapping[str, Any], around: Surround, *, language: str) -> dict[str, Any]:
    """`nodes`, `palette`, `journey` and `language` of a canvas snapshot."""
    drawing = _Drawing(definition, read_definition(definition), around, language)
    return {
        "language": spoken_language(language),
        "journey": str(definition.get("key", "")),
        "palette": palette(language),
        "nodes": drawing.nodes(),
    }


class _Drawing:
    def __init__(self, definition: Mapping[str, Any], journey: Journey, around: Surround, language: str) -> None:
        self.definition, self.journey, self.around, self.language = definition, journey, around, language
        self.places = positions(definition)
        self.order = {step_id: place for place, (step_id, _) in enumerate(journey.walk(), start=1)}
        self.titles = {step_id: step_title(step, language) for step_id, step in journey.steps.items()}
        self.problems: dict[str, list[Problem]] = {}
        for problem in around.problems:
            self.problems.setdefault(node_of(problem) or "", []).append(problem)

    def nodes(self) -> list[dict[str, Any]]:
        """Triggers first, then steps in the order in which a customer meets them."""
        triggers = [self._trigger(trigger) for trigger in self.journey.triggers]
        return [*triggers, *(self._step(step_id) for step_id in self.order)]

    def _trigger(self, trigger: TriggerBase) -> dict[str, Any]:
        title, line = trigger_title(trigger, self.language), trigger_line(trigger, self.language, self.journey.segments)
        ports = [Port("next", trigger.next)]
        node = self._node(f"{TRIGGER}{trigger.id}", trigger.type, title=title, line=line, ports=ports, labels=[""])
        named = (self.definition.get("segments") or {}).get(getattr(trigger, "segment", None))
        return node if named is None else {**node, "segment": named}

    def _step(self, step_id: str) -> dict[str, Any]:
        step, default = self.journey.steps[step_id], self.journey.language
        line = step_line(
            step, self.language, facts=self.around.sample.facts(), text_language=self.around.sample.language(default),
            default=default, templates=self.around.templates,
        )  # fmt: skip
        ports = [port for port in step.ports() if port.to is not None or not port.optional]
        labels = [port_label(step, port, self.language, default) for port in ports]
        node = self._node(
            f"{STEP}{step_id}", step.type, title=self.titles[step_id], line=line, ports=ports, labels=labels
        )
        return (
            {**node, "texts": template_texts(step.template, self.around.templates)}
            if isinstance(step, SendTemplate)
            else node
        )

    def _node(
        self, node: str, type_: str, *, title: str, line: str, ports: list[Port], labels: list[str]
    ) -> dict[str, Any]:
        x, y = self.places[node]
        drawn = [
            {"id": port.id, "label": label, "target": f"{STEP}{port.to}" if port.to in self.journey.steps else None}
            for port, label in zip(ports, labels, strict=True)
        ]
        return {
            "id": node, "kind": node.partition(":")[0], "type": type_, "icon": type_, "title": title, "line": line,
            "x": round(x), "y": round(y), "badge": self._badge(node), "counts": self._counts(node), "ports": drawn,
            "description": self._description(node, type_, title, ports),
            "definition": find_node(self.definition, node),
        }  # fmt: skip

    def _badge(self, node: str) -> dict[str, str] | None:
        worst = min(self.problems.get(node, []), key=lambda problem: not problem.is_error, default=None)
        if worst is None:
            return None
        default = BADGES.get(worst.rule, TO_MEND if worst.is_error else TO_CHECK)
        words = BADGES.get(f"{worst.rule}.{worst.wording}", default)
        return {"level": worst.severity, "text": _pick(words, self.language)}

    def _counts(self, node: str) -> dict[str, str] | None:
        count = self.around.counts.get(node)
        if count is None:
            return None
        spoken = spoken_language(self.language)
        here = self._say("here", count=say_fact(count.here, spoken)) if count.here else ""
        return {"left": say_fact(count.passed, spoken), "right": here}

    def _description(self, node: str, type_: str, title: str, ports: list[Port]) -> str:
        """`Étape 3 sur 9, Message modèle Rappel, un problème à corriger, mène à Sa réponse`."""
        kind = type_title(type_, self.language)
        named = title if title.startswith(kind) else f"{kind} {title}"
        parts = [self._place(node), named, *self._trouble(node)]
        if ports:
            titles = list(dict.fromkeys(self.titles[port.to] for port in ports if port.to in self.titles))
            leads = self._say("leads_to", titles=w("and", self.language).join(titles)) if titles else ""
            parts.append(leads or self._say("leads_nowhere"))
        return ", ".join(parts)

    def _place(self, node: str) -> str:
        if node.startswith(TRIGGER):
            return self._say("start")
        place = self.order[node.removeprefix(STEP)]
        return self._say("place", place=str(place), total=str(len(self.order)))

    def _trouble(self, node: str) -> list[str]:
        held = self.problems.get(node, [])
        errors = sum(problem.is_error for problem in held)
        counted = [("problem", errors), ("warning", len(held) - errors)]
        return [
            self._say(f"one_{name}") if count == 1 else self._say(f"{name}s", count=str(count))
            for name, count in counted
            if count
        ]

    def _say(self, key: str, **facts: str) -> str:
        return _pick(WORDS[key], self.language).format(**facts)


def node_of(problem: Problem) -> str | None:
    """The card that a problem belongs to; None for the journey as a whole."""
    if problem.step is not None:
        return f"{STEP}{problem.step}"
    return f"{TRIGGER}{problem.trigger}" if problem.trigger is not None else None


def _pick(pair: tuple[str, str], language: str) -> str:
    return pair[0] if spoken_language(language) == "fr" else pair[1]
