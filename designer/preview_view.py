"""A whole journey as a person reads it: every message in the order of the path, conditions as headings, waits between.

Pure. A step with several ways out opens a section for each way that holds a message; a way without one is a grey line.
A message that several ways lead to stands where the first one comes, with the others' conditions.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from designer.card_words import (
    branch_label,
    duration_words,
    port_label,
    step_line,
    step_title,
)
from designer.preview import Sample
from designer.start_words import start_words
from designer.template_parts import Templates
from designer.wording import say
from engine.journey.definition import Journey
from engine.journey.rendering import BadText, CannotRender, compile_text, render_text
from engine.journey.steps import Port, StepBase
from engine.journey.steps.update_contact import UpdateContact
from engine.journey.steps.wait import Wait
from engine.journey.steps.wait_for_reply import ReplyBranch, WaitForReply

MOST_SECTIONS = 200


@dataclass(frozen=True, slots=True)
class Shown:
    """A message: its number (`M1`), its step, and the sample as the journey knows it when it comes here."""

    number: str
    step_id: str
    sample: Sample
    also: list[str] = field(default_factory=list[str], compare=False)


@dataclass(frozen=True, slots=True)
class Said:
    """What the customer answers to come here, and whether it is a button that they touch."""

    text: str
    tapped: bool = False


@dataclass(frozen=True, slots=True)
class Grey:
    """Something that is not a message: a wait, a note, a way that only ends."""

    text: str
    kind: Literal["wait", "note", "end", "way", "back"] = "way"


Row: TypeAlias = Shown | Said | Grey


@dataclass(slots=True)
class Section:
    """Rows under one condition. `trail`: the conditions above it, outermost first; `depth` 0 is the main path."""

    heading: str
    depth: int
    trail: tuple[str, ...]
    rows: list[Row] = field(default_factory=list[Row])

    @property
    def messages(self) -> list[Shown]:
        return [row for row in self.rows if isinstance(row, Shown)]


def read_journey(journey: Journey, sample: Sample, language: str, templates: Templates | None = None) -> list[Section]:
    """The sections in reading order. `language` is the reader's; the sample's own decides the texts."""
    return list(_Reading(journey, sample, language, templates or {}).sections())


class _Reading:
    def __init__(self, journey: Journey, sample: Sample, language: str, templates: Templates) -> None:
        self.journey, self.sample, self.language, self.templates = journey, sample, language, templates
        self.shown: dict[str, Shown] = {}
        self.entered: set[str] = set()
        self.found: list[Section] = []

    def sections(self) -> Iterator[Section]:
        starts = [trigger.next for trigger in self.journey.triggers if trigger.next in self.journey.steps]
        main = Section(self.say("Chemin principal"), 0, ())
        for place, step_id in enumerate(dict.fromkeys(starts)):
            section = main if place == 0 else Section(self._start_heading(step_id or ""), 0, ())
            if step_id not in self.entered:
                self.follow(step_id, section, self.sample)
        lost = [step_id for step_id, step in self.journey.walk() if step.sends and step_id not in self.entered]
        for step_id in lost:
            if step_id not in self.entered:
                self.follow(step_id, Section(self.say("Personne n’arrive ici"), 0, ()), self.sample)
        return iter([section for section in self.found if section.messages])

    def say(self, text: str, **facts: object) -> str:
        return say(self.language, text, **facts)

    def follow(self, step_id: str | None, section: Section, sample: Sample) -> None:
        """Read on from a step until ways part or end; then read each way."""
        self.found.append(section)
        while step_id is not None and step_id in self.journey.steps:
            step = self.journey.steps[step_id]
            if step_id in self.entered:
                self._again(step_id, section)
                return
            self.entered.add(step_id)
            sample = self._row(step_id, step, section, sample)
            ways = [port for port in step.ports() if port.to is not None or not port.optional]
            straight = next((port for port in ways if port.id == "next"), None)
            aside = [port for port in ways if port is not straight]
            if straight is None or len(self.found) > MOST_SECTIONS:
                self._part(step_id, step, aside, section, sample)
                return
            if aside:
                self._part(step_id, step, aside, section, sample)
            step_id = straight.to

    def _part(self, step_id: str, step: StepBase, ways: list[Port], section: Section, sample: Sample) -> None:
        for port in ways:
            label = self._condition(step, port)
            if port.to is None or not self._holds_message(port.to):
                section.rows.append(Grey(f"{label} : {self._ending(port.to)}"))
            elif self._first_message(port.to) in self.shown and port.to in self.entered:
                self._again(port.to, section, label)
            else:
                below = Section(label, section.depth + 1, (*section.trail, *self._above(section)))
                said = _said(step, port, self.journey.language, sample)
                below.rows += [said] if said else []
                place = len(self.found)
                self.follow(port.to, below, _answered(sample, step_id, said))
                if not any(one.messages for one in self.found[place:]):
                    section.rows.append(self._folded(label, below))

    def _row(self, step_id: str, step: StepBase, section: Section, sample: Sample) -> Sample:
        """Note what the step is; the sample as it is afterwards."""
        if step.sends:
            shown = Shown(f"M{len(self.shown) + 1}", step_id, sample)
            self.shown[step_id] = shown
            section.rows.append(shown)
        elif isinstance(step, Wait):
            length = duration_words(step.for_, self.language) if step.for_ else "?"
            section.rows.append(Grey(self.say("Attendre {length}", length=length), "wait"))
        elif isinstance(step, UpdateContact):
            section.rows.append(Grey(f"{step_title(step, self.language)} : {self._line(step)}", "note"))
            return _noted(sample, step)
        elif not step.ports():
            section.rows.append(Grey(step_title(step, self.language), "end"))
        elif isinstance(step, WaitForReply):
            section.rows.append(Grey(step_title(step, self.language), "wait"))
        return sample

    def _again(self, step_id: str, section: Section, label: str = "") -> None:
        """A way back to something that was read already."""
        message = self._first_message(step_id)
        if message is None or message not in self.shown:
            section.rows.append(Grey(self._ending(step_id), "end"))
            return
        shown = self.shown[message]
        words = self.say("la suite est la même : {number}", number=shown.number)
        section.rows.append(Grey(f"{label} : {words}" if label else f"→ {words}", "back"))
        if condition := label or (section.heading if section.depth else ""):
            shown.also.extend([condition] if condition not in shown.also else [])

    def _folded(self, label: str, below: Section) -> Grey:
        """A way whose messages were all read before, as one line."""
        told = [row.text.removeprefix("→ ") for row in below.rows if isinstance(row, Grey)]
        return Grey(f"{label} : {' ; '.join(told)}", "back")

    def _condition(self, step: StepBase, port: Port) -> str:
        label = port_label(step, port, self.language, self.journey.language)
        if isinstance(step, WaitForReply) and port.id.startswith("branch:"):
            return self.say("Si le client répond {answer}", answer=label)
        return label

    def _start_heading(self, step_id: str) -> str:
        starts = [start_words(one, self.language) for one in self.journey.triggers if one.next == step_id]
        return self.say("Départ : {start}", start=", ".join(starts))

    def _above(self, section: Section) -> tuple[str, ...]:
        return (section.heading,) if section.depth else ()

    def _line(self, step: StepBase) -> str:
        return step_line(
            step, self.language, facts=self.sample.facts(), text_language=self.journey.language,
            default=self.journey.language, templates=self.templates,
        )  # fmt: skip

    def _ending(self, step_id: str | None) -> str:
        """Where a way without a message leads."""
        step = self.journey.steps.get(step_id or "")
        if step is None:
            return self.say("rien n’est prévu")
        return step_title(step, self.language)

    def _holds_message(self, step_id: str) -> bool:
        return self._first_message(step_id) is not None

    def _first_message(self, step_id: str) -> str | None:
        """The first message that this way leads to, the nearest first."""
        pending, seen = [step_id], set[str]()
        while pending:
            here = pending.pop(0)
            step = self.journey.steps.get(here)
            if step is None or here in seen:
                continue
            seen.add(here)
            if step.sends:
                return here
            pending += [port.to for port in step.ports() if port.to]
        return None


def _said(step: StepBase, port: Port, default: str, sample: Sample) -> Said | None:
    """An answer that takes this way: its first word, else the label of its button."""
    if not isinstance(step, WaitForReply) or not port.id.startswith("branch:"):
        return None
    branch = next(one for one in step.branches if f"branch:{one.id}" == port.id)
    language = sample.language(default)
    if branch.buttons:
        return Said(_title(branch, language, default), tapped=True)
    return Said(branch.any_of[0]) if branch.any_of and branch.match not in ("regex", "any") else None


def _title(branch: ReplyBranch, language: str, default: str) -> str:
    if branch.title:
        return branch_label(branch, language, default)
    return branch.any_of[0] if branch.any_of else branch.id


def _answered(sample: Sample, step_id: str, said: Said | None) -> Sample:
    return replace(sample, answers={**sample.answers, step_id: said.text}) if said else sample


def _noted(sample: Sample, step: UpdateContact) -> Sample:
    """The customer's record after a note, so that later texts can read it."""
    attributes = dict(sample.contact.attributes)
    for name, value in step.set.items():
        try:
            attributes[name] = render_text(compile_text(value), sample.facts()) if isinstance(value, str) else value
        except (BadText, CannotRender):
            continue
    return replace(sample, contact=replace(sample.contact, attributes=attributes))


