"""Choosing and describing the segment of an audience start. A journey holds the segments that its starts name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from designer.editing.outcome import Definition, Edited, Refused, edited
from designer.editing.places import free_id, need_node, triggers_of

NEW = {"name": "", "when": {"all": [{"attribute": "", "operator": "is", "value": ""}]}}


def choose_segment(
    definition: Definition, node: str, key: str | None, described: Mapping[str, Any] | None = None
) -> Edited | Refused:
    """Lead a start to this segment; None describes a new one. `described` brings one in that the journey does not hold
    yet. Segments that no start names any more are left out."""

    def change(after: Definition) -> None:
        segments: dict[str, Any] = after.setdefault("segments", {})
        chosen = key or free_id("segment", segments)
        segments.setdefault(chosen, dict(described or NEW))
        need_node(after, node)["segment"] = chosen
        named = {one.get("segment") for one in triggers_of(after)}
        after["segments"] = {name: one for name, one in segments.items() if name in named}

    return edited(definition, "change", change)


def bring_segment(
    definition: Definition, start: dict[str, Any], segment: Mapping[str, Any] | None, *, at_home: bool
) -> None:
    """Lead a pasted start to the segment that it was copied with: one of this journey that is equal, else that segment
    under a free key. The same key may be other people in another journey, so without a segment the start names none."""
    key, segments = start.get("segment"), definition.get("segments") or {}
    if key is None or (at_home and key in segments):
        return
    if segment is None:
        start.pop("segment")
        return
    equal = next((name for name in (key, *segments) if segments.get(name) == segment), None)
    start["segment"] = equal or (key if key not in segments else free_id(key, segments))
    definition["segments"] = {**segments, start["segment"]: dict(segment)}
