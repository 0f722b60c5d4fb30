"""A template that WhatsApp has still to approve and often refuses so: many values in little text, many emoji, signs at its
head, several blank lines (whatsapp.md, section 13; no limit is published, so it is asked)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checker.context import Scene
from engine.checker.names import step_name
from engine.checker.problem import Problem
from engine.checker.template_doubts import Doubt, doubts
from engine.checker.templates import TemplateUse, Version, templates_sent
from engine.checker.words import Fact

BEFORE_APPROVAL = ("DRAFT", "PENDING", "IN_APPEAL", "REJECTED")


def check(scene: Scene) -> Iterator[Problem]:
    for step_id, use, found in templates_sent(scene):
        for version in found:
            if version.parts and version.template.status.upper() in BEFORE_APPROVAL:
                told = list(
                    doubts(header=version.parts.header, body=version.parts.body, category=version.template.category)
                )
                yield from (_problem(step_id, use, version, doubt) for doubt in told)
                if told:
                    break


def _problem(step_id: str, use: TemplateUse, version: Version, doubt: Doubt) -> Problem:
    facts: dict[str, Fact] = {
        "step": step_name(use.step), "count": doubt.count, "length": doubt.length, "shown": doubt.shown
    }  # fmt: skip
    return Problem(
        "template_may_be_refused", "warning", step_id, None, use.at("template"), facts, wording=doubt.kind,
        proof={"language": version.language},
    )  # fmt: skip
