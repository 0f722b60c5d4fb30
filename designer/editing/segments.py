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
