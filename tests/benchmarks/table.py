"""What a benchmark says: rows with a goal, the figure that was measured, and whether the goal is met."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """`met` is None for a figure without a goal. `detail`: the figures of both sides, and how they were taken."""

    name: str
    goal: str
    measured: str
    met: bool | None
    detail: str = ""


MET = {True: "yes", False: "NO", None: "–"}
UNEXPLAINED = "why is not known."
HEADINGS = ("what", "goal", "measured", "met", "both sides")


def cells(row: Row) -> tuple[str, ...]:
    return (row.name, row.goal or "–", row.measured, MET[row.met], row.detail)


def as_text(rows: Sequence[Row]) -> str:
    """For a terminal: what, goal, measured, met in columns; the detail below each."""
    table = [HEADINGS[:4], *(cells(row)[:4] for row in rows)]
    widths = [max(len(line[column]) for line in table) for column in range(4)]
    lines: list[str] = []
    for line, row in zip(table, [None, *rows], strict=True):
        lines.append("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())
        if row is not None and row.detail:
            lines.append(f"    {row.detail}")
    return "\n".join(lines)


def as_markdown(rows: Sequence[Row], reasons: Mapping[str, str]) -> str:
    """For the page: the table, and below it why a goal is missed."""
    lines = [HEADINGS, tuple("---" for _ in HEADINGS), *map(cells, rows)]
    table = "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
    missed = [f"- **{row.name}**: {reasons.get(row.name, UNEXPLAINED)}" for row in rows if row.met is False]
    return "\n\n".join([table, *(["Goals that are missed:\n\n" + "\n".join(missed)] if missed else [])])
