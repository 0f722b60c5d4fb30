"""The definition of a journey, format 1: a public contract, the same in the database, in YAML files and on the canvas."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any, Literal

import orjson
from pydantic import Field, ValidationError, field_validator

from engine.journey.durations import Duration
from engine.journey.model import Part, languages_of
from engine.journey.steps import STEP_TYPES, Step, StepBase
from engine.journey.triggers import TRIGGER_TYPES, Trigger

FORMAT = 1
ID_PATTERN = r"^[A-Za-z0-9_][A-Za-z0-9_-]{0,63}$"


class BadDefinition(ValueError):
    """A definition that cannot be read. `problems` are sentences; each names the place and the remedy."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Entry(Part):
    """Who may start, how often. `per: event.order_id` allows one passage for each order."""

    again: Literal["never", "after_exit", "always"] = "after_exit"
    not_within: Duration | None = None
    per: str | None = None


class Listens(Part):
    """An event by name."""

    event: str


class Journey(Part):
    """A whole journey. Texts may carry several languages; `language` is the one to fall back on."""

    parcours: Literal[1] = 1
    key: str = Field(pattern=ID_PATTERN)
    name: str = ""
    language: str = "fr"
    purpose: Literal["marketing", "service"] = "service"
    sender: str | None = None
    triggers: list[Trigger] = []
    entry: Entry = Entry()
    goal: Listens | None = None
    exit_on: list[Listens] = []
    steps: dict[str, Step] = Field(default_factory=dict)
    layout: dict[str, tuple[int | float, int | float]] = Field(default_factory=dict)

    @field_validator("steps")
    @classmethod
    def _step_ids_are_words(cls, steps: dict[str, Any]) -> dict[str, Any]:
        import re

        for step_id in steps:
            if not re.fullmatch(ID_PATTERN, step_id):
                raise ValueError(f"“{step_id}” cannot name a step; use letters, digits, - and _, at most 64")
        return steps

    def languages(self) -> list[str]:
        """The default language, then every other one some text is written in."""
        used = {code for _, step in self.walk() for use in step.texts() for code in languages_of(use.text)}
        return [self.language, *sorted(used - {self.language})]

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
        """What was written, nothing more: a field left out stays out, so that a file survives a round trip."""
        return {"parcours": FORMAT, **self.model_dump(mode="json", by_alias=True, exclude_unset=True)}

    def content_hash(self) -> str:
        """Fingerprint of the meaning: moving a card does not change it."""
        content = {name: value for name, value in self.to_json().items() if name != "layout"}
        return hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()[:32]


def read_definition(json: Mapping[str, Any]) -> Journey:
    """A definition from plain data. Raises BadDefinition with one sentence a problem."""
    if not isinstance(json, Mapping):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise BadDefinition(["This is not a journey: it must start with “parcours: 1” and hold key, triggers and steps."])
    version = json.get("parcours")
    if version != FORMAT or isinstance(version, bool):
        raise BadDefinition([_wrong_format(version)])
    try:
        return Journey.model_validate(json)
    except ValidationError as failure:
        raise BadDefinition([_sentence(error, json) for error in failure.errors()]) from None


def _wrong_format(version: Any) -> str:
    if version is None:
        return "The first line must be “parcours: 1”: it says which format the file is written in."
    if isinstance(version, int) and version > FORMAT:
        return f"This file is written in format {version}; this Parcours reads format {FORMAT}. Update Parcours."
    return f"“parcours: {version}” is not a format; write “parcours: 1”."


def _sentence(error: Any, json: Mapping[str, Any]) -> str:
    place = _place(error["loc"], json)
    match error["type"]:
        case "union_tag_invalid":
            known = sorted(STEP_TYPES) if error["loc"][0] == "steps" else sorted(TRIGGER_TYPES)
            return f"{place}: “{error['ctx']['tag']}” is not a type; known are {', '.join(known)}."
        case "union_tag_not_found":
            return f"{place}: the type is missing, such as “type: exit”."
        case "extra_forbidden":
            return f"{place}: this field is not known here; check its spelling or remove it."
        case "missing":
            return f"{place}: this field is missing."
        case _:
            message = error["msg"].removeprefix("Value error, ")
            return f"{place}: {message[0].lower()}{message[1:]}{'' if message.endswith('.') else '.'}"


def _place(loc: tuple[str | int, ...], json: Mapping[str, Any]) -> str:
    """`steps.remind.for` — without the type names that the reader of a union adds."""
    parts: list[str] = []
    value: Any = json
    for name in loc:
        if isinstance(value, Mapping) and name in value:
            value = value[name]  # pyright: ignore[reportUnknownVariableType]
        elif isinstance(value, list) and isinstance(name, int) and name < len(value):  # pyright: ignore[reportUnknownArgumentType]
            value = value[name]  # pyright: ignore[reportUnknownVariableType]
        elif name in STEP_TYPES or name in TRIGGER_TYPES or (isinstance(name, str) and name[:1].isupper()):
            continue
        parts.append(str(name))
    return ".".join(parts) or "journey"
