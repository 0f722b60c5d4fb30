"""The definition of a journey, format 1: a public contract, the same in the database, in YAML files and on
the canvas."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

import orjson
from pydantic import Field, ValidationError, field_validator

from engine.journey.durations import Duration
from engine.journey.faults import Place, faults_of, unwritable_in
from engine.journey.model import LocalText, Part, languages_of, text_in
from engine.journey.quiet_hours import QuietHours
from engine.journey.segments import Segment
from engine.journey.steps import STEP_TYPES, Step, StepBase
from engine.journey.triggers import TRIGGER_TYPES, Trigger, TriggerBase

FORMAT = 1
ID_PATTERN = r"^[A-Za-z0-9_][A-Za-z0-9_-]{0,63}$"


class BadDefinition(ValueError):
    """A definition that cannot be read. `problems` are sentences; each names the place and the remedy.
    `places` says where each stands in the data, for a reader that knows lines."""

    def __init__(self, problems: Sequence[str], places: Sequence[Place] = ()) -> None:
        super().__init__("\n".join(problems))
        self.problems = list(problems)
        self.places = list(places) or [()] * len(self.problems)


class Entry(Part):
    """Who may start, how often. `per: event.order_id` allows one passage for each order."""

    again: Literal["never", "after_exit", "always"] = "after_exit"
    """Whether who was here before may come again: never, once they are out, or at any time, which begins anew."""
    not_within: Duration | None = None
    """How long after the latest entrance nobody enters again."""
    per: str | None = None
    """What one passage is for, such as `event.order_id`: each order has its own."""


class Listens(Part):
    """An event by name."""

    event: str
    """The event's name, as your site tells it at `POST /api/events`."""


class Journey(Part):
    """A whole journey. Texts may carry several languages; `language` is the one to fall back on."""

    parcours: Literal[1] = 1
    """The format the file is written in: always 1."""
    key: str = Field(pattern=ID_PATTERN)
    """The journey's own name in links and commands; letters, digits, - and _."""
    name: LocalText = ""
    """What people call it, one name for all or one for each language."""
    language: str = "fr"
    """The language to fall back on, such as fr."""
    purpose: Literal["marketing", "service"] = "service"
    """The consent its messages need."""
    sender: str | None = None
    """Which number it writes from; may be left out where there is one."""
    segments: dict[str, Segment] = Field(default_factory=dict[str, Segment])
    """People described by a condition, by key; an audience start names one."""
    triggers: list[Trigger] = Field(default_factory=list[Trigger])
    """What makes contacts start."""
    entry: Entry = Entry()
    """Who may start, and how often."""
    goal: Listens | None = None
    """The event that ends a passage with success."""
    exit_on: list[Listens] = Field(default_factory=list[Listens])
    """Events that end a passage."""
    quiet_hours: QuietHours | None = None
    """Hours in which it writes only to customers who just wrote; in the contact's zone."""
    steps: dict[str, Step] = Field(default_factory=dict)
    """Every step by its id."""
    layout: dict[str, tuple[int | float, int | float]] = Field(default_factory=dict)
    """Where cards stand on the canvas: [x, y]. Changes no meaning."""

    @field_validator("triggers")
    @classmethod
    def _trigger_ids_differ(cls, triggers: list[TriggerBase]) -> list[TriggerBase]:
        if twice := _twice(trigger.id for trigger in triggers):
            raise ValueError(f"two triggers have the id “{twice}”; give each its own")
        return triggers

    @field_validator("segments")
    @classmethod
    def _segment_keys_are_keys(cls, segments: dict[str, Segment]) -> dict[str, Segment]:
        if bad := next((key for key in segments if not re.fullmatch(ID_PATTERN, key)), None):
            raise ValueError(f"“{bad}” cannot name a segment; use letters, digits, - and _, at most 64")
        return segments

    @field_validator("steps")
    @classmethod
    def _step_and_branch_ids_differ(cls, steps: dict[str, StepBase]) -> dict[str, StepBase]:
        for step_id, step in steps.items():
            if not re.fullmatch(ID_PATTERN, step_id):
                raise ValueError(f"“{step_id}” cannot name a step; use letters, digits, - and _, at most 64")
            if twice := _twice(port.id.removeprefix("branch:") for port in step.ports() if ":" in port.id):
                raise ValueError(f"two branches of step “{step_id}” have the id “{twice}”; give each its own")
        return steps

    def languages(self) -> list[str]:
        """The default language, then every other one some text is written in."""
        used = {code for _, step in self.walk() for use in step.texts() for code in languages_of(use.text)}
        return [self.language, *sorted(used - {self.language})]

    def name_in(self, language: str | None = None) -> str:
        """What people of this language call it, the journey's own language where none is asked for; its key where it has no
        name."""
        return text_in(self.name, language, self.language).strip() or self.key

    @property
    def names(self) -> dict[str, str]:
        """The name by language; empty where there is one for all. A blank one is none."""
        written = self.name if isinstance(self.name, dict) else {}
        return {language: name.strip() for language, name in written.items() if name.strip()}

    def walk(self) -> Iterator[tuple[str, StepBase]]:
        """Steps in the order a customer meets them, most direct way first; unreachable ones last."""
        seen: dict[str, None] = {}
        pending = [trigger.next for trigger in reversed(self.triggers)]
        while pending:
            step_id = pending.pop()
            if step_id is None or step_id in seen or step_id not in self.steps:
                continue
            seen[step_id] = None
            pending.extend(port.to for port in reversed(self.steps[step_id].ports()))
        for step_id in [*seen, *(left for left in self.steps if left not in seen)]:
            yield step_id, self.steps[step_id]

    def to_json(self) -> dict[str, Any]:
        """What was written, nothing more: a field left out stays out, so that a file survives a round
        trip."""
        return {"parcours": FORMAT, **self.model_dump(mode="json", by_alias=True, exclude_unset=True)}

    def content_hash(self) -> str:
        """Fingerprint of the meaning: moving a card does not change it."""
        content = {name: value for name, value in self.to_json().items() if name != "layout"}
        return hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()[:32]


def read_definition(json: Mapping[str, Any]) -> Journey:
    """A definition from plain data. Raises BadDefinition with one sentence a problem."""
    if not isinstance(json, Mapping):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise BadDefinition(
            ["This is not a journey: it must start with “parcours: 1” and hold key, triggers and steps."]
        )
    version: Any = json.get("parcours")
    if isinstance(version, bool) or version != FORMAT:
        raise BadDefinition([_wrong_format(version)], [("parcours",)])
    faults = unwritable_in(json)
    if not faults:
        try:
            return Journey.model_validate(json)
        except ValidationError as failure:
            faults = faults_of(failure, json, {"steps": STEP_TYPES, "triggers": TRIGGER_TYPES})
    raise BadDefinition([str(fault) for fault in faults], [fault.place for fault in faults])


def _wrong_format(version: Any) -> str:
    if version is None:
        return "The first line must be “parcours: 1”: it says which format the file is written in."
    if isinstance(version, int) and version > FORMAT:
        return f"This file is written in format {version}; this Parcours reads format {FORMAT}. Update Parcours."
    written = f"the text “{version[:40]}”" if isinstance(version, str) else f"“{str(version)[:40]}”"
    return f"{written} is not a format; write parcours: 1, a number without quotes."


def _twice(ids: Iterable[str]) -> str | None:
    """The first id that is used twice."""
    seen: set[str] = set()
    return next((one for one in ids if one in seen or seen.add(one)), None)
