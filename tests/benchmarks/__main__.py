"""`python -m tests.benchmarks [--short] [MODULE…]`: every table of this folder; the long run also writes the page.

A module of benchmarks is one that has a function `rows(short)`. Each runs in a process of its own; one that fails shows its
error as a row and stops no other. It ends with 1 where something was not measured, or a goal is missed without a reason.
"""

from __future__ import annotations

import argparse
import ast
import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from .machine import describe
from .table import Row, as_markdown, as_text

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "benchmarks.md"
LONGEST = 3600
INTRODUCTION = """# Benchmarks

`make bench` measures these tables and writes this page; `make bench-short` prints them in a few minutes. A ratio has both sides measured by turns in one run, in CPU time of the measured process, so that a busy machine weighs on both alike; the figure is the median of the pairs.
"""


@dataclass(frozen=True)
class Table:
    title: str
    rows: list[Row]
    reasons: dict[str, str]


def modules() -> list[str]:
    return [path.stem for path in sorted(HERE.glob("*.py")) if _has_rows(path)]


def _has_rows(path: Path) -> bool:
    tree = ast.parse(path.read_text("utf-8"))
    return any(isinstance(node, ast.FunctionDef) and node.name == "rows" for node in tree.body)


def measure(name: str, *, short: bool) -> Table:
    with tempfile.TemporaryDirectory() as home:
        answer = Path(home) / "rows.json"
        command = [
            sys.executable,
            "-m",
            "tests.benchmarks.alone",
            name,
            "--to",
            str(answer),
            *(["--short"] if short else []),
        ]
        try:
            ended = subprocess.run(
                command, cwd=HERE.parents[1], capture_output=True, text=True, timeout=LONGEST, check=False
            )
        except subprocess.TimeoutExpired:
            return _failed(name, f"not done after {LONGEST} s")
        if ended.returncode or not answer.exists():
            return _failed(
                name, next(iter(reversed(ended.stderr.strip().splitlines())), f"ended with {ended.returncode}")
            )
        told = json.loads(answer.read_text("utf-8"))
        return Table(name, [Row(**row) for row in told["rows"]], told["reasons"])


def _failed(name: str, problem: str) -> Table:
    return Table(name, [Row(name, "", "not measured", False, problem)], {})


def page(tables: list[Table], facts: list[tuple[str, str]]) -> str:
    machine = "\n".join(["| | |", "|---|---|", *(f"| {word} | {value} |" for word, value in facts)])
    parts = [
        f"## {table.title.replace('_', ' ').capitalize()}\n\n{as_markdown(table.rows, table.reasons)}"
        for table in tables
    ]
    return "\n\n".join([INTRODUCTION.strip(), machine, *parts]) + "\n"


def main() -> int:
    given = argparse.ArgumentParser()
    given.add_argument("names", nargs="*", help="modules; all without")
    given.add_argument("--short", action="store_true", help="fewer repeats; prints and leaves the page alone")
    options = given.parse_args()
    facts = describe("make bench-short" if options.short else "make bench")
    print("\n".join(f"{word}: {value}" for word, value in facts))
    tables: list[Table] = []
    for name in options.names or modules():
        tables.append(measure(name, short=options.short))
        print(f"\n{name}\n{as_text(tables[-1].rows)}", flush=True)
    if not options.short and not options.names:
        PAGE.write_text(page(tables, facts), "utf-8")
    return 1 if unexplained(tables) else 0


def unexplained(tables: list[Table]) -> list[str]:
    """Rows without a figure, and goals that are missed without a reason."""
    return [row.name for table in tables for row in table.rows if row.met is False and row.name not in table.reasons]


if __name__ == "__main__":
    sys.exit(main())
