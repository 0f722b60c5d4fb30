"""What a piece of work wrote, found by comparing two databases, and the same rows written by the bare driver."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Table = Mapping[Any, Mapping[str, Any]]
"""primary key → row."""


@dataclass(frozen=True)
class Written:
    """One statement and its rows, for the driver's `executemany`."""

    statement: str
    rows: list[tuple[Any, ...]]


def written(
    before: Mapping[str, Table], after: Mapping[str, Table], columns: Mapping[str, Sequence[str]], mark: str
) -> list[Written]:
    """The inserts and updates that lead from one to the other. `columns`: of a table's updates, those that are written;
    of its inserts, those that hold something. `mark`: the driver's parameter (`?`, `%s`)."""
    statements: list[Written] = []
    for name in after:
        changed = [key for key, row in after[name].items() if key in before[name] and before[name][key] != row]
        added = [row for key, row in after[name].items() if key not in before[name]]
        if changed:
            assigned = ", ".join(f"{column} = {mark}" for column in columns[name])
            key_column = next(iter(after[name][changed[0]]))
            rows = [(*(after[name][key][column] for column in columns[name]), key) for key in changed]
            statements.append(Written(f"UPDATE {name} SET {assigned} WHERE {key_column} = {mark}", rows))
        if added:
            held = [column for column in added[0] if any(row[column] is not None for row in added)]
            marks = ", ".join([mark] * len(held))
            rows = [tuple(row[column] for column in held) for row in added]
            statements.append(Written(f"INSERT INTO {name} ({', '.join(held)}) VALUES ({marks})", rows))
    return statements
