"""Holes of a template that nothing fills, or a file at its head that nothing gives (WhatsApp refuses the message), and values
or a file that it has no place for (nobody sees them)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checker.context import Scene
from engine.checker.names import quoted, step_name
from engine.checker.problem import Problem
from engine.checker.templates import Parts, Slot, TemplateUse, slots, templates_sent
from engine.checker.words import Fact, word


def check(scene: Scene) -> Iterator[Problem]:
    for step_id, use, found in templates_sent(scene):
        known = [version.parts for version in found if version.parts is not None]
        if known:
            yield from _missing(step_id, use, known)
            yield from _unused(step_id, use, known)
            yield from _file(step_id, use, known)


def _missing(step_id: str, use: TemplateUse, known: list[Parts]) -> Iterator[Problem]:
    empty = [slot for parts in known for slot in slots(parts) if not _is_filled(slot, use)]
    names = list(dict.fromkeys(slot.name for slot in empty))
    if names:
        facts = {"step": step_name(use.step), "names": quoted(names, "and", most=5)}
        proof = {"missing": [slot.keys[0] for slot in dict.fromkeys(empty)]}
        yield Problem("template_values_missing", "error", step_id, None, use.at("values"), facts, proof=proof)


def _is_filled(slot: Slot, use: TemplateUse) -> bool:
    return any(use.sent.values.get(key, "").strip() for key in slot.keys)


def _unused(step_id: str, use: TemplateUse, known: list[Parts]) -> Iterator[Problem]:
    accepted = {key for parts in known for key in _accepted(parts)}
    for name in use.sent.values:
        if name not in accepted and not (name.startswith("header") and any(parts.has_media for parts in known)):
            yield Problem(
                "template_values_missing", "warning", step_id, None, use.at("values", name),
                {"step": step_name(use.step), "name": name}, "remove", "unused",
            )  # fmt: skip


def _file(step_id: str, use: TemplateUse, known: list[Parts]) -> Iterator[Problem]:
    wanted = [parts.file for parts in known if parts.file]
    given = use.sent.header_media.kind if use.sent.header_media else None
    facts: dict[str, Fact] = {"step": step_name(use.step)}
    place = use.at("header_media")
    if given is None and wanted:
        facts["file"] = word("files", wanted[0]) or wanted[0]
        yield Problem("template_values_missing", "error", step_id, None, place, facts, wording="file")
    elif given is not None and any(kind != given for kind in wanted):
        other = next(kind for kind in wanted if kind != given)
        facts |= {"file": word("files", other) or other, "given": word("files", given) or given}
        yield Problem("template_values_missing", "error", step_id, None, place, facts, wording="other_file")
    elif given is not None and not wanted:
        yield Problem("template_values_missing", "warning", step_id, None, place, facts, "remove", "unused_file")


def _accepted(parts: Parts) -> set[str]:
    keys = {key for slot in slots(parts) for key in slot.keys}
    return keys | {f"button.{place}" for place in range(len(parts.buttons))}
