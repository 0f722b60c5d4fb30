"""What differs between two definitions, one sentence a difference, by step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias

from engine.checker.names import branch_name, quote, step_name, trigger_name, way_name
from engine.checker.words import Fact
from engine.comparing.naming import after_silence, condition_in, target_name
from engine.comparing.places import Item, Place, fields_of, plain_fields, texts_of
from engine.comparing.words import sentence
from engine.journey.definition import Journey
from engine.journey.steps import StepBase
from engine.journey.steps.branch import Branch
from engine.journey.steps.split import Split
from engine.journey.steps.wait_for_reply import WaitForReply
from engine.journey.triggers import TriggerBase

Kind: TypeAlias = Literal[
    "step_added", "step_removed", "step_replaced", "start_added", "start_removed",
    "text_added", "text_removed", "text", "button", "value", "wait", "words", "item_added", "item_removed",
    "way_added", "way_removed", "way", "condition", "setting", "journey",
]  # fmt: skip
WAITS = ("for", "after", "within")
MOMENT = {"fr": "moment", "en": "moment"}
CONDITIONS = ("when", "where", "condition")


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `step` or `trigger` is the id of the place, both None for the journey as a whole; `field` the way to
    it, by ids; `before` and `after` are plain values, None where there is none. `facts` are names for the sentence."""

    kind: Kind
    step: str | None = None
    trigger: str | None = None
    field: Place = ()
    before: Any = None
    after: Any = None
    facts: tuple[tuple[str, Fact], ...] = ()

    def message(self, language: str) -> str:
        """In the words of a marketer, French or English."""
        values = {"field": self.field, "before": self.before, "after": self.after}
        return sentence(self.kind, dict(self.facts), values, language)

    def to_json(self, language: str) -> dict[str, Any]:
        return {
            "kind": self.kind, "step": self.step, "trigger": self.trigger, "field": list(self.field),
            "before": self.before, "after": self.after, "message": self.message(language),
        }  # fmt: skip


def changes_between(before: Journey, after: Journey) -> list[Change]:
    """The journey's own first, then starts, then steps as a customer of the new version meets them; the removed last."""
    steps = [step_id for step_id, _ in after.walk()] + [one for one, _ in before.walk() if one not in after.steps]
    found = [
        *_settings(before, after), *_starts(before, after),
        *(change for step_id in steps for change in _step(before, after, step_id)),
    ]  # fmt: skip
    return [_with_conditions(change, before, after) for change in found]


def _with_conditions(change: Change, before: Journey, after: Journey) -> Change:
    """Its conditions as people would say them."""
    if change.kind not in ("condition", "journey") or change.field[-1] not in CONDITIONS:
        return change
    sides = (("before", change.before, before), ("after", change.after, after))
    said = tuple((name, words) for name, value, side in sides if (words := condition_in(value, side)) is not None)
    return replace(change, facts=(*change.facts, *said))


def _settings(before: Journey, after: Journey) -> Iterator[Change]:
    apart = ("steps", "triggers", "layout", "parcours", "key")
    old, new = plain_fields(before), plain_fields(after)
    for place in dict.fromkeys([*old, *new]):
        if place[0] not in apart and old.get(place) != new.get(place):
            yield Change("journey", None, None, place, old.get(place), new.get(place))


def _starts(before: Journey, after: Journey) -> Iterator[Change]:
    old, new = ({one.id: one for one in journey.triggers} for journey in (before, after))
    for trigger_id in dict.fromkeys([*new, *old]):
        one, other = old.get(trigger_id), new.get(trigger_id)
        if one is None or other is None:
            kind = "start_added" if one is None else "start_removed"
            yield Change(
                kind, None, trigger_id, facts=(("step", trigger_name(other or one or TriggerBase(id="", type=""))),)
            )
        else:
            facts: tuple[tuple[str, Fact], ...] = (("step", trigger_name(other)), ("id:when", MOMENT))
            yield from _fields(fields_of(one, {}), fields_of(other, {}), None, trigger_id, facts)
            if one.next != other.next:
                facts = (
                    *facts,
                    ("way", ""),
                    ("from", target_name(before, one.next)),
                    ("to", target_name(after, other.next)),
                )
                yield Change("way", None, trigger_id, ("next",), one.next, other.next, facts)


def _step(before: Journey, after: Journey, step_id: str) -> Iterator[Change]:
    one, other = before.steps.get(step_id), after.steps.get(step_id)
    if one is None or other is None:
        named = other or one
        kind = "step_added" if one is None else "step_removed"
        yield Change(kind, step_id, facts=(("step", step_name(named) if named else step_id),))
        return
    facts = (("step", step_name(other)), *_names(one, before.language), *_names(other, after.language))
    if type(one) is not type(other):
        yield Change("step_replaced", step_id, None, ("type",), one.type, other.type, (*facts, ("was", step_name(one))))
    yield from _texts(one, other, step_id, facts)
    if type(one) is type(other):
        yield from _fields(fields_of(one, texts_of(one)), fields_of(other, texts_of(other)), step_id, None, facts)
    yield from _ways(before, after, step_id, facts)


def _names(step: StepBase, language: str) -> list[tuple[str, Fact]]:
    """What its branches are called, by their ids."""
    branches = (
        step.paths if isinstance(step, Split) else step.branches if isinstance(step, Branch | WaitForReply) else []
    )
    return [(f"id:{branch.id}", quote(branch_name(branch, language))) for branch in branches]


def _texts(one: StepBase, other: StepBase, step_id: str, facts: tuple[tuple[str, Fact], ...]) -> Iterator[Change]:
    old, new = texts_of(one), texts_of(other)
    for place in dict.fromkeys([*new, *old]):
        before, after = old.get(place), new.get(place)
        if before == after:
            continue
        kind: Kind = "text_added" if before is None else "text_removed" if after is None else "text"
        if place[0] in ("buttons", "choices"):
            kind = "button"
        elif place[0] == "values":
            kind = "value"
        yield Change(kind, step_id, None, place, before, after, facts)


def _fields(
    old: Mapping[Place, Any], new: Mapping[Place, Any], step_id: str | None, trigger_id: str | None,
    facts: tuple[tuple[str, Fact], ...],
) -> Iterator[Change]:  # fmt: skip
    told: list[Place] = []
    for place in dict.fromkeys([*new, *old]):
        before, after = old.get(place), new.get(place)
        if before == after or any(place[: len(one)] == one for one in told):
            continue
        kind = _kind(place, before, after)
        if kind == "condition" and trigger_id is not None:
            kind = "setting"  # the moment of a sending
        if kind in ("item_added", "item_removed"):
            told.append(place)
        yield Change(kind, step_id, trigger_id, place, before, after, facts)


def _kind(place: Place, before: Any, after: Any) -> Kind:
    last = place[-1]
    if isinstance(before, Item) and after is None:
        return "item_removed"
    if isinstance(after, Item) and before is None:
        return "item_added"
    if isinstance(before or after, list) and isinstance(after or before, list):
        return "words"
    if last in CONDITIONS:
        return "condition"
    return "wait" if last in WAITS else "setting"


def _ways(before: Journey, after: Journey, step_id: str, facts: tuple[tuple[str, Fact], ...]) -> Iterator[Change]:
    old = {port.id: port.to for port in before.steps[step_id].ports()}
    new = {port.id: port.to for port in after.steps[step_id].ports()}
    for port, to in new.items():
        was = old.get(port)
        if port in old and was != to:
            named = way_name(after.steps[step_id], port, after.language) if port != "next" else ""
            ends = (
                ("way", named), ("from", target_name(before, was)), ("to", target_name(after, to)),
                *after_silence(after.steps[step_id], port, (before, was), (after, to)),
            )  # fmt: skip
            kind: Kind = "way_added" if was is None else "way_removed" if to is None else "way"
            yield Change(kind, step_id, None, (port,), was, to, (*facts, *ends))
