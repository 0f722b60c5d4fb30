"""`python -m tests.simulation [--seeds 1-200 | --seed 17]`: play them, tell each, and the story of what failed."""

from __future__ import annotations

import argparse
import logging
import os
import sys
import tempfile
from pathlib import Path

if os.environ.get("PYTHONHASHSEED") != "0":  # the order of a set of words must be the same in every run
    os.execve(sys.executable, [sys.executable, "-m", "tests.simulation", *sys.argv[1:]], {**os.environ, "PYTHONHASHSEED": "0"})

import structlog

from .furnishing import furnish
from .run import simulate


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", default="1-200")
    parser.add_argument("--story", action="store_true")
    given = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    sys.unraisablehook = lambda _problem: None  # what is left of the killed complains when it is collected
    first, _, last = given.seeds.partition("-")
    failed = 0
    with tempfile.TemporaryDirectory(prefix="simulation-") as folder:
        furnished = furnish(Path(folder))
        for seed in range(int(first), int(last or first) + 1):
            run = simulate(seed, furnished)
            print(run.told(), flush=True)
            failed += bool(run.faults)
            for fault in run.faults:
                print("  ", fault)
            if given.story:
                print("\n".join(run.lines))
    return bool(failed)


sys.exit(main())
