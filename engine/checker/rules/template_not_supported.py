"""A template with a part that no step can fill: WhatsApp refuses it without a place, a code, products or cards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from engine.checker.context import KnownTemplate, Scene
from engine.checker.names import step_name
from engine.checker.problem import Problem
from engine.checker.templates import Version, templates_sent
from engine.checker.words import Fact, word

PARTS = ("header", "body", "footer", "buttons")
BUTTONS = {"COPY_CODE": "code", "OTP": "code", "MPM": "products", "SPM": "products"}
OTHERS = {"CAROUSEL": "cards", "LIMITED_TIME_OFFER": "offer"}


def check(scene: Scene) -> Iterator[Problem]:
    for step_id, use, found in templates_sent(scene):
        part = next((part for version in found if (part := _unsupported(version))), None)
        if part is not None:
            facts: dict[str, Fact] = {"step": step_name(use.step), "part": word("template_parts", part) or part}
            yield Problem("template_not_supported", "error", step_id, None, use.at("template"), facts)


def _unsupported(version: Version) -> str | None:
    if version.parts is None:
        return None
    if version.parts.has_media and _header_kind(version.template) == "location":
        return "place"
    kinds = [BUTTONS[button.kind] for button in version.parts.buttons if button.kind in BUTTONS]
    others = [OTHERS[kind] for kind in _other_kinds(version.template) if kind in OTHERS]
    return next(iter([*kinds, *others]), None)


def _listed(template: KnownTemplate) -> list[Mapping[str, Any]]:
    """WhatsApp's own components; from a group of parts only the ones that are none of the four."""
    held: Any = template.components
    if isinstance(held, Mapping):
        held = held.get("components") or held.get("others") or []  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]
    if not isinstance(held, Sequence) or isinstance(held, str):
        return []
    parts: Sequence[Any] = held  # pyright: ignore[reportUnknownVariableType]
    return [part for part in parts if isinstance(part, Mapping)]


def _header_kind(template: KnownTemplate) -> str:
    held: Any = template.components
    header: Any = held.get("header") if isinstance(held, Mapping) else None  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]
    if header is None:
        header = next((part for part in _listed(template) if str(part.get("type")).upper() == "HEADER"), None)
    return str(header.get("kind") or header.get("format") or "").lower() if isinstance(header, Mapping) else ""  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType]


def _other_kinds(template: KnownTemplate) -> list[str]:
    return [kind for part in _listed(template) if (kind := str(part.get("type") or "").upper()).lower() not in PARTS]
