"""The paths of a test and their shares."""

from __future__ import annotations

from typing import Any

from designer.editing.outcome import Definition, Edited, Refused, edited
from designer.editing.places import free_id, need_node
from engine.journey.steps.split import WHOLE

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def add_split_path(definition: Definition, step_id: str) -> Edited | Refused:
    """One more path, last; the shares are made equal again."""

    def change(after: Definition) -> None:
        paths = need_node(after, f"step:{step_id}").setdefault("paths", [])
        taken = [str(path.get("id")) for path in paths]
        free = next((letter for letter in LETTERS if letter not in taken), None)
        paths.append({"id": free or free_id("path", taken)})
        _share(paths)

    return edited(definition, "branch", change)


def remove_split_path(definition: Definition, step_id: str, path_id: str) -> Edited | Refused:
    """The others get equal shares; a control group that goes is none any more."""

    def change(after: Definition) -> None:
        step = need_node(after, f"step:{step_id}")
        step["paths"] = [path for path in step.get("paths") or [] if path.get("id") != path_id]
        if step.get("control") == path_id:
            del step["control"]
        _share(step["paths"])

    return edited(definition, "branch", change)


def share_evenly(definition: Definition, node: str, _facts: Any = None) -> Edited | Refused:
    """Equal shares in whole percents; what is left over goes to the first."""

    def change(after: Definition) -> list[str]:
        _share(need_node(after, node).get("paths") or [])
        return [node]

    return edited(definition, "repair", change)


def _share(paths: list[dict[str, Any]]) -> None:
    for place, path in enumerate(paths):
        each, left = divmod(WHOLE, len(paths))
        path["share"] = each + (1 if place < left else 0)
