"""`python -m tests.benchmarks.alone conversation [--short] --to FILE`: one module of benchmarks in a process of its own."""

from __future__ import annotations

import argparse
import dataclasses
import importlib
import json
from pathlib import Path


def main() -> None:
    given = argparse.ArgumentParser()
    given.add_argument("module")
    given.add_argument("--short", action="store_true")
    given.add_argument("--to", type=Path, required=True)
    options = given.parse_args()
    module = importlib.import_module(f"tests.benchmarks.{options.module}")
    rows = [dataclasses.asdict(row) for row in module.rows(options.short)]
    options.to.write_text(json.dumps({"rows": rows, "reasons": getattr(module, "REASONS", {})}), "utf-8")


if __name__ == "__main__":
    main()
