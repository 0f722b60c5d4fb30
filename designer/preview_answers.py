"""What a customer says on the way through a reading, and what the journey knows of them afterwards. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from designer.path_words import branch_label
from designer.preview import Sample
from engine.journey.model import text_in
from engine.journey.rendering import BadText, CannotRender, compile_text, render_text
from engine.journey.steps import Port, StepBase
from engine.journey.steps.ask import Ask
from engine.journey.steps.call_http import CallHttp
from engine.journey.steps.update_contact import UpdateContact
from engine.journey.steps.wait_for_reply import ReplyBranch, WaitForReply


@dataclass(frozen=True, slots=True)
class Said:
    """What the customer answers to come here, and whether it is a button that they touch."""

    text: str
    tapped: bool = False


def answer_for(step: StepBase, port: Port, sample: Sample, default: str) -> Said | None:
    """An answer that takes this way: the label of its button, else its first word; None where no words lead there."""
    if not isinstance(step, WaitForReply) or not port.id.startswith("branch:"):
        return None
    branch = next(one for one in step.branches if f"branch:{one.id}" == port.id)
    if branch.location and not branch.any_of:
        return Said("📍", tapped=True)
    if branch.buttons:
        return Said(_label(branch, sample.language(default), default), tapped=True)
    return Said(branch.any_of[0]) if branch.any_of and branch.match not in ("regex", "any") else None


def answered(sample: Sample, step_id: str, said: Said | None) -> Sample:
    """The journey remembers what was said at this step."""
    return replace(sample, answers={**sample.answers, step_id: said.text}) if said else sample


def answer_to(step: Ask, sample: Sample, default: str) -> Said | None:
    """An answer that this question understands; None for a free text, where any would be invented."""
    language = sample.language(default)
    match step.kind:
        case "choice":
            title = text_in(step.choices[0].title, language, default) if step.choices else ""
            return Said(title, tapped=True) if title else None
        case "text":
            return None
        case _:
            value = str(_understood(step))
            return Said(".".join(reversed(value.split("-"))) if step.kind == "date" else value)


def _understood(step: Ask) -> Any:
    """What the journey keeps of that answer."""
    if step.kind == "choice":
        return step.choices[0].id if step.choices else None
    return {"rating": step.scale[1], "number": 3, "date": "2026-05-12", "email": "amina@example.org"}.get(step.kind)


def noted(sample: Sample, step_id: str, step: StepBase, default: str) -> Sample:
    """The customer's record and answers after a step, so that later texts can read what it notes."""
    if isinstance(step, Ask) and answer_to(step, sample, default):
        value = _understood(step)
        kept = {**sample.contact.attributes, **({step.save_as: value} if step.save_as else {})}
        return replace(
            sample, contact=replace(sample.contact, attributes=kept), answers={**sample.answers, step_id: value}
        )
    if isinstance(step, CallHttp):
        return _called(sample, step_id, step)
    if not isinstance(step, UpdateContact):
        return _marked(sample, step.notes())
    attributes = dict(sample.contact.attributes)
    for name, value in step.set.items():
        try:
            attributes[name] = render_text(compile_text(value), sample.facts()) if isinstance(value, str) else value
        except (BadText, CannotRender):
            continue
    return replace(sample, contact=replace(sample.contact, attributes=attributes))


def _called(sample: Sample, step_id: str, step: CallHttp) -> Sample:
    """A good answer without its values: nobody is asked while reading, so each shows its name, `‹parcel›`."""
    values = {name: f"‹{name}›" for name in step.notes()}
    marked = _marked(sample, step.notes())
    return replace(marked, answers={**sample.answers, step_id: {"status": 200, **values}})


def _marked(sample: Sample, names: Sequence[str]) -> Sample:
    """Fields whose values only a real passage makes, each shown by its name where the sample has none."""
    values = {name: f"‹{name}›" for name in names}
    return replace(sample, contact=replace(sample.contact, attributes={**values, **sample.contact.attributes}))


def _label(branch: ReplyBranch, language: str, default: str) -> str:
    if branch.title:
        return branch_label(branch, language, default)
    return branch.any_of[0] if branch.any_of else branch.id
