"""Journeys as YAML files: read with every problem in words and its line, written so that a person likes to
read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from engine.journey.definition import BadDefinition, Journey, read_definition
from engine.journey.faults import Place
from engine.journey.plain import is_group, is_list
from engine.journey.yaml_merging import merge_yaml
from engine.journey.yaml_reading import SIZE_LIMIT, BadYaml, Source, read_yaml
from engine.journey.yaml_writing import write_yaml

FIELDS = (
    "parcours", "key", "name", "language", "purpose", "segments", "triggers", "sender", "entry", "goal", "exit_on", "quiet_hours", "steps",
    "layout",
)  # fmt: skip
"""The order of a file."""
PART_FIELDS = ("id", "type", "title")
WAYS_OUT = ("next", "not_sent", "no_event", "not_started")
BLOCKS = ("steps", "triggers", "segments", "layout")


class BadFile(ValueError):
    """A file that cannot be used. `path` names it, `problems` are sentences: each names its line where it has
    one."""

    def __init__(self, path: str, problems: Sequence[str]) -> None:
        super().__init__("\n".join(f"{path}: {problem}" for problem in problems))
        self.path, self.problems = path, list(problems)


class NoText(BadFile):
    """A file whose text cannot be had: missing, a folder, not readable, too large, not UTF-8."""


def read_file(path: Path | str) -> Journey:
    """The journey in this file. Raises BadFile."""
    return read_text(load_text(path), str(path))


def read_text(text: str, name: str) -> Journey:
    """The journey in this text; `name` is what problems call it. Raises BadFile."""
    source = load_source(text, name, "journey", "It starts with “parcours: 1” and holds key, triggers and steps.")
    if "story" in source.value and "steps" not in source.value:
        raise BadFile(name, ["This is a story, not a journey. Play it with “parcours rehearse”."])
    try:
        return read_definition(source.value)
    except BadDefinition as bad:
        raise BadFile(name, [with_line(source, *pair) for pair in zip(bad.places, bad.problems, strict=True)]) from None


def write_text(journey: Mapping[str, Any], original: str | None = None) -> str:
    """The file of a definition given as plain values (`Journey.to_json()`). With `original`, the text it was
    read from, unchanged parts stay as they were written, comments included."""
    ordered = _in_order(journey)
    return write_yaml(ordered, block=BLOCKS) if original is None else merge_yaml(ordered, original, block=BLOCKS)


def load_text(path: Path | str) -> str:
    """The text of a file. Raises NoText: missing, a folder, unreadable, larger than 1 MB, not UTF-8."""
    name = str(path)
    try:
        with Path(path).open("rb") as file:
            raw = file.read(SIZE_LIMIT + 1)
    except FileNotFoundError:
        raise NoText(name, ["There is no such file; check the path."]) from None
    except IsADirectoryError:
        raise NoText(name, ["This is a folder; name a file in it."]) from None
    except (OSError, ValueError) as problem:
        raise NoText(name, [f"The file cannot be read: {getattr(problem, 'strerror', None) or problem}."]) from None
    if len(raw) > SIZE_LIMIT:
        raise NoText(name, ["The file is larger than 1 MB; split the journey."])
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = raw.count(b"\n", 0, problem.start) + 1
        raise NoText(name, [f"Line {line}: the file is not written in UTF-8; save it as UTF-8."]) from None


def load_source(text: str, name: str, what: str, remedy: str) -> Source:
    """The fields of a text. `what` the file should be, and what such a file starts with, for the problem's
    sentence. Raises BadFile: not YAML (line and column), empty, not a group of fields."""
    try:
        source = read_yaml(text)
    except BadYaml as bad:
        where = "".join([f"line {bad.line}" if bad.line else "", f", column {bad.column}" if bad.column else ""])
        raise BadFile(name, [_sentence(f"{where}: {bad.sentence}." if where else f"{bad.sentence}.")]) from None
    if source.value is None:
        raise BadFile(name, [f"The file is empty. {remedy}"])
    if not is_group(source.value):
        raise BadFile(name, [f"This is not a {what}. {remedy}"])
    return source


def with_line(source: Source, place: Place, problem: str) -> str:
    """The problem with the line it stands on."""
    line = source.line_of(place)
    return f"Line {line}: {problem}" if line else problem


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:]


def _in_order(journey: Mapping[str, Any]) -> dict[str, Any]:
    ordered = _first(journey, FIELDS)
    if is_group(steps := ordered.get("steps")):
        ordered["steps"] = {step_id: _part(step) for step_id, step in steps.items()}
    if is_list(triggers := ordered.get("triggers")):
        ordered["triggers"] = [_part(trigger) for trigger in triggers]
    return ordered


def _part(part: Any) -> Any:
    """A step or trigger: what it is, what it says, where it leads."""
    if not is_group(part):
        return part
    ways = {name: part[name] for name in WAYS_OUT if name in part}
    return _first({name: value for name, value in part.items() if name not in ways} | ways, PART_FIELDS)


def _first(fields: Any, names: Sequence[str]) -> Any:
    """The same fields, these names before the others."""
    if not is_group(fields):
        return fields
    return {**{name: fields[name] for name in names if name in fields}, **fields}
