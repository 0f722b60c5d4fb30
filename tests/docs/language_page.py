"""docs/language.md, made from the models, their cases and the rules that speak of them: `python -m tests.docs.language_page`."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping
from functools import cache

from designer.palette import type_title
from engine.checker.rules import RULES
from engine.journey.model import Part
from engine.journey.schema import json_schema
from engine.journey.steps import STEP_TYPES
from engine.journey.triggers import TRIGGER_TYPES
from tests.docs.checker_page import found_in_cases
from tests.docs.examples import examples
from tests.docs.field_words import default_words, value_words
from tests.docs.pages import DOCS

PAGE = DOCS / "language.md"
BEGIN, END = "<!-- language: made by tests/docs/language_page.py -->", "<!-- end of language -->"
WHOLE = "the whole journey"


def reference() -> str:
    """The journey, every start, every step, then the parts that they are made of."""
    return "\n\n".join([
        *_part("The journey", json_schema(), ""), _looked_at(WHOLE),
        "## Starts", *(text for kind, model in TRIGGER_TYPES.items() for text in _type(kind, model)),
        "## Steps", *(text for kind, model in STEP_TYPES.items() for text in _type(kind, model)),
        "## Parts", *(text for name in _parts() for text in _part(title_of(name), definitions()[name], "#")),
    ])  # fmt: skip


def with_reference(page: str) -> str:
    before, rest = page.split(BEGIN)
    return f"{before}{BEGIN}\n\n{reference()}\n\n{rest[rest.index(END) :]}"


@cache
def definitions() -> Mapping[str, dict[str, object]]:
    return json_schema()["$defs"]


def _parts() -> list[str]:
    """What is neither a step nor a start."""
    types = {model.__name__ for model in [*STEP_TYPES.values(), *TRIGGER_TYPES.values()]}
    return sorted(name for name in definitions() if name not in types)


def _type(kind: str, model: type[Part]) -> Iterator[str]:
    """Name, meaning, fields, what the checker says, an example and a story of it."""
    yield f"### `{kind}`: {type_title(kind, 'en')} · {type_title(kind, 'fr')}"
    yield inspect.cleandoc(model.__doc__ or "")
    if table := _table(definitions()[model.__name__]):
        yield table
    yield _looked_at(kind)
    example = examples()[kind]
    yield f"```yaml\n{example.journey}\n```"
    if example.story:
        yield f"A story that it keeps:\n\n```yaml\n{example.story}\n```"


def _part(title: str, definition: Mapping[str, object], deeper: str) -> Iterator[str]:
    yield f"##{deeper} {title}"
    if said := str(definition.get("description", "")) if deeper else "":
        yield inspect.cleandoc(said)
    yield _table(definition)


def _table(definition: Mapping[str, object]) -> str:
    fields: Mapping[str, dict[str, object]] = definition.get("properties", {})  # type: ignore[assignment]
    required = set(definition.get("required", []))  # type: ignore[call-overload]
    rows = [_row(name, field, name in required) for name, field in fields.items() if name != "type"]
    return "\n".join(["| Field | Value | When left out | Meaning |", "|---|---|---|---|", *rows]) if rows else ""


def _row(name: str, field: Mapping[str, object], needed: bool) -> str:
    value = "id of a [step](#steps)" if name in ways() and value_words(field) == "text" else value_words(field)
    meaning = " ".join(str(field.get("description", "")).split())
    return f"| `{name}` | {value} | {default_words(field, needed=needed)} | {meaning} |"


@cache
def ways() -> frozenset[str]:
    """Fields that name the step to go to."""
    return frozenset({"otherwise", *(port.id for model in STEP_TYPES.values() for port in model().ports())})


def title_of(name: str) -> str:
    """`ReplyBranch` → `Reply branch`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).capitalize()


# What the checker says ----------------------------------------------------------------------------


def _looked_at(kind: str) -> str:
    rules = ", ".join(f"`{rule}`" for rule in rules_by_type().get(kind, []))
    return f"[The checker](checker.md#the-rules) may tell of it: {rules}." if rules else ""


@cache
def rules_by_type() -> dict[str, list[str]]:
    """Type of step or start → the rules that their cases find a problem of on one; `WHOLE` for those of the journey."""
    found: dict[str, set[str]] = {}
    for rule in RULES:
        for journey, problem in found_in_cases(rule):
            triggers = {trigger.id: trigger.type for trigger in journey.triggers}
            place = journey.steps[problem.step].type if problem.step else triggers.get(problem.trigger or "", WHOLE)
            found.setdefault(place, set()).add(problem.rule)
    return {kind: sorted(rules) for kind, rules in found.items()}


if __name__ == "__main__":
    PAGE.write_text(with_reference(PAGE.read_text("utf-8")), "utf-8")
