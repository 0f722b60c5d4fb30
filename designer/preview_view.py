"""A whole journey as a person reads it: every message in the order of the path, conditions as headings, waits between.

Pure. A step with several ways out opens a section for each way that holds a message; a way without one is a grey line.
A message that several ways lead to stands where the first one comes, with the others' conditions.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

from designer.path_words import port_label
from designer.phrasing import duration_words
from designer.preview import Sample
from designer.preview_answers import Said, answer_for, answer_to, answered, noted
from designer.start_words import start_words
from designer.step_words import consent_words, step_line, step_title
from designer.template_parts import Templates
from designer.wording import labelled, say
from engine.journey.definition import Journey
from engine.journey.model import text_in
from engine.journey.steps import Port, StepBase
from engine.journey.steps.ask import Ask
from engine.journey.steps.branch import Branch
from engine.journey.steps.branch_on_message import BranchOnMessage
from engine.journey.steps.record_consent import RecordConsent
from engine.journey.steps.send_session import SendSession
from engine.journey.steps.split import Split
from engine.journey.steps.wait import Wait
from engine.journey.steps.wait_for_event import WaitForEvent
from engine.journey.steps.wait_for_reply import WaitForReply


@dataclass(frozen=True, slots=True)
class Shown:
    """A message: its number (`M1`), its step, and the sample as the journey knows it when it comes here. `again`: what a
    question says after an answer that does not fit; `fallback`: the template that leaves in place of a free reply."""

    number: str
    step_id: str
    sample: Sample
    also: list[str] = field(default_factory=list[str], compare=False)
    again: bool = False
    fallback: bool = False


@dataclass(slots=True)
class Grey:
    """Something that is not a message: a wait, a note, a way that only ends. Without text it is not shown."""

    text: str
    kind: Literal["wait", "note", "end", "way", "back"] = "way"


Row: TypeAlias = Shown | Said | Grey


@dataclass(slots=True)
class Section:
    """Rows under one condition. `trail`: the conditions above it, outermost first; `depth` 0 is the main path."""

    heading: str
    depth: int = 0
    trail: tuple[str, ...] = ()
    rows: list[Row] = field(default_factory=list[Row])
    parts: int = 0
    """How many ways of it are read as sections of their own."""

    @property
    def messages(self) -> list[Shown]:
        return [row for row in self.rows if isinstance(row, Shown)]


class _Ahead(NamedTuple):
    """A way still to be read. `slot` keeps its line in the section above, used when there is nothing new on it."""

    step_id: str
    section: Section
    sample: Sample
    above: Section | None = None
    slot: Grey | None = None


def read_journey(journey: Journey, sample: Sample, language: str, templates: Templates | None = None) -> list[Section]:
    """The sections in reading order. `language` is the reader's; the sample's own decides the texts."""
    reading = _Reading(journey, sample, language, templates or {})
    for section in reading.sections:
        section.rows = [row for row in section.rows if not isinstance(row, Grey) or row.text]
    return [section for section in reading.sections if section.messages or section.parts]


class _Reading:
    """Reads every way once, with a list of what lies ahead instead of recursion: a journey may be long."""

    def __init__(self, journey: Journey, sample: Sample, language: str, templates: Templates) -> None:
        self.journey, self.sample, self.language, self.templates = journey, sample, language, templates
        self.shown: dict[str, Shown] = {}
        self.numbered = 0
        self.entered: set[str] = set()
        self.sections: list[Section] = []
        for step_id, heading in self._beginnings():
            if step_id not in self.entered:
                self._read_from(_Ahead(step_id, Section(heading), sample))

    def _beginnings(self) -> Iterator[tuple[str, str]]:
        """What starts it, then the messages that nothing leads to."""
        starts = [trigger.next for trigger in self.journey.triggers if trigger.next in self.journey.steps]
        segments = self.journey.segments
        for place, step_id in enumerate(dict.fromkeys(start for start in starts if start)):
            words = [start_words(one, self.language, segments) for one in self.journey.triggers if one.next == step_id]
            yield (
                step_id,
                self._say("Départ : {start}", start=", ".join(words)) if place else self._say("Chemin principal"),
            )
        for step_id, step in self.journey.walk():
            if step.sends:
                yield step_id, self._say("Personne n’arrive ici")

    def _read_from(self, beginning: _Ahead) -> None:
        ahead = [beginning]
        while ahead:
            here = ahead.pop()
            self.sections.append(here.section)
            parts = self._follow(here)
            ahead += reversed(parts)
            if here.above and here.slot and not here.section.messages and not parts:
                here.slot.text = self._folded(here.section)
                here.above.parts -= 1

    def _follow(self, here: _Ahead) -> list[_Ahead]:
        """Read on until ways part or end; the ways that are sections of their own."""
        step_id, section, sample = here.step_id, here.section, here.sample
        parts: list[_Ahead] = []
        while (step := self.journey.steps.get(step_id or "")) is not None:
            if step_id in self.entered:
                section.rows.append(self._again(step_id, section))
                break
            self.entered.add(step_id)
            self._note_row(step_id, step, section, sample)
            sample = noted(sample, step_id, step, self.journey.language)
            ways = [port for port in step.ports() if port.to is not None or not port.optional]
            parts += self._part(step_id, step, [port for port in ways if port.id != "next"], section, sample)
            step_id = next((port.to for port in ways if port.id == "next"), None) or ""
        return parts

    def _part(self, step_id: str, step: StepBase, ways: list[Port], section: Section, sample: Sample) -> list[_Ahead]:
        trail = (*section.trail, section.heading) if section.depth else ()
        parts: list[_Ahead] = []
        for port in ways:
            label = self._condition(step, port)
            if port.to is None or self._first_message(port.to) is None:
                section.rows.append(Grey(labelled(self.language, label, self._ending(port.to))))
                continue
            said = answer_for(step, port, sample, self.journey.language)
            below = Section(label, section.depth + 1, trail, [said] if said else [])
            slot = Grey("", "back")
            section.rows.append(slot)
            section.parts += 1
            parts.append(_Ahead(port.to, below, answered(sample, step_id, said), section, slot))
        return parts

    def _note_row(self, step_id: str, step: StepBase, section: Section, sample: Sample) -> None:
        """What the step is to a reader; a choice by what is known shows in its headings alone."""
        if step.sends:
            shown = self.shown[step_id] = Shown(self._number(), step_id, sample)
            section.rows.append(shown)
            if isinstance(step, Ask):
                section.rows += self._conversation(shown, step, sample)
            elif isinstance(step, SendSession) and step.if_window_closed is not None:
                section.rows.append(Grey(self._say("Si les 24 h sont passées :"), "wait"))
                section.rows.append(Shown(self._number(), step_id, sample, fallback=True))
        elif isinstance(step, Wait):
            length = duration_words(step.for_, self.language) if step.for_ else "?"
            told = step_title(step, self.language) if step.until else self._say("Attendre {length}", length=length)
            section.rows.append(Grey(told, "wait"))
        elif isinstance(step, WaitForReply | WaitForEvent | BranchOnMessage):
            section.rows.append(Grey(step_title(step, self.language), "wait"))
        elif not step.ports():
            section.rows.append(Grey(step_title(step, self.language), "end"))
        elif not isinstance(step, Branch | Split):
            line = self._consent(step, sample) if isinstance(step, RecordConsent) else self._line(step)
            told = step_title(step, self.language)
            section.rows.append(Grey(labelled(self.language, told, line) if line else told, "note"))

    def _number(self) -> str:
        self.numbered += 1
        return f"M{self.numbered}"

    def _conversation(self, shown: Shown, step: Ask, sample: Sample) -> Iterator[Row]:
        """What follows a question in its own conversation: the question again, an answer that fits, where it is noted."""
        again = text_in(step.retry, sample.language(self.journey.language), self.journey.language).strip()
        if step.tries > 1 and again:
            yield Grey(self._say("Si la réponse n’est pas comprise :"))
            yield Shown(self._number(), shown.step_id, sample, again=True)
        elif step.tries > 1 and step.kind != "text":
            yield Grey(
                self._say("Si la réponse n’est pas comprise : {number} encore une fois", number=shown.number), "back"
            )
        said = answer_to(step, sample, self.journey.language)
        if said:
            yield said
        if step.save_as:
            yield Grey(self._say("Réponse notée sur la fiche : {field}", field=step.save_as), "note")

    def _consent(self, step: RecordConsent, sample: Sample) -> str:
        """In full: who reads a journey approves these words too."""
        text_language = sample.language(self.journey.language)
        return consent_words(
            step, self.language, facts=sample.facts(), text_language=text_language, default=self.journey.language
        )

    def _again(self, step_id: str, section: Section) -> Grey:
        """A way to something that was read before."""
        shown = self.shown.get(self._first_message(step_id) or "")
        if shown is None:
            return Grey(self._ending(step_id), "end")
        if section.depth and section.heading not in shown.also:
            shown.also.append(section.heading)
        return Grey(self._say("la suite est la même : {number}", number=shown.number), "back")

    def _folded(self, section: Section) -> str:
        """A way whose messages were all read before, as one line."""
        told = [row.text for row in section.rows if isinstance(row, Grey) and row.text]
        return labelled(self.language, section.heading, " ; ".join(told))

    def _condition(self, step: StepBase, port: Port) -> str:
        label = port_label(step, port, self.language, self.journey.language)
        if isinstance(step, WaitForReply) and port.id.startswith("branch:"):
            return self._say("Si le client répond {answer}", answer=label)
        return label

    def _line(self, step: StepBase) -> str:
        return step_line(
            step, self.language, facts=self.sample.facts(), text_language=self.journey.language,
            default=self.journey.language, templates=self.templates,
        )  # fmt: skip

    def _ending(self, step_id: str | None) -> str:
        """Where a way without a message leads."""
        step = self.journey.steps.get(step_id or "")
        return step_title(step, self.language) if step else self._say("rien n’est prévu")

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

    def _say(self, text: str, **facts: object) -> str:
        return say(self.language, text, **facts)
