"""Whose words an edit replaced, read from the history of a draft. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from designer.editing.lists import are_words
from storage.tables import DraftEdit

LOOK_BACK = 300
"""So many edits of a draft are read to find who wrote what stood at a place."""
WRITTEN = frozenset(
    [
        "text",
        "retry",
        "words",
        "values",
        "title",
        "name",
        "any_of",
        "buttons",
        "choices",
        "list",
        "link_button",
        "set",
        "description",
    ]
)
Change = Mapping[str, Any]
Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Replaced:
    """`by` took the place of what `of` had put at `path`; `stood` is the change that did it."""

    by: DraftEdit
    of: DraftEdit
    path: Path
    stood: Change

    @property
    def words(self) -> str:
        """What stood there, where it was words; empty for lengths, ways and places on the canvas."""
        return words_of(self.path, lost_of(self.stood))


def replacements(edits: Sequence[DraftEdit], *, since: int) -> Iterator[Replaced]:
    """What each edit above this revision replaced of the last edit before it at the same place."""
    written: list[tuple[Path, DraftEdit]] = []
    for edit in edits:
        paths = [tuple(change["path"]) for change in edit.changes]
        for path, change in zip(paths, edit.changes, strict=True):
            if edit.revision > since and lost_of(change) is not None:
                writer = next((one for held, one in reversed(written) if _overlap(held, path)), None)
                if writer is not None:
                    yield Replaced(edit, writer, path, change)
        written += [(path, edit) for path in paths]


def lost_of(change: Change) -> Any:
    """What stands no more after a change: of a list of words, those that were taken out; None where nothing is gone."""
    before, after = change.get("before"), change.get("after")
    if are_words(before) and are_words(after):
        return [word for word in before if word not in after] or None
    return None if change["path"][-1] == "*" or before in ("", [], {}) else before


def words_of(path: Path, value: Any) -> str:
    """A value as a person wrote it: a text, its languages one below the other, words one after the other."""
    if isinstance(value, Mapping) and value and all(isinstance(one, str) for one in value.values()):
        value = "\n".join(value.values())
    if are_words(value):
        value = ", ".join(value)
    return value if isinstance(value, str) and not WRITTEN.isdisjoint(path) else ""


def _overlap(one: Path, other: Path) -> bool:
    shared = min(len(one), len(other))
    return one[:shared] == other[:shared]
