"""`python -m tests.simulation`: play seeds, tell each in a line, and the story of what failed; with `--sown`, show that bugs
are found."""

from __future__ import annotations

import argparse
import logging
import os
import sys
import tempfile
import warnings
from pathlib import Path

if os.environ.get("PYTHONHASHSEED") != "0":  # the order of a set of words must be the same in every run
    os.execve(
        sys.executable, [sys.executable, "-m", "tests.simulation", *sys.argv[1:]], {**os.environ, "PYTHONHASHSEED": "0"}
    )

import structlog

from engine.app import keep_memory_quiet

from .furnishing import furnish
from .run import Run, simulate
from .sown import SOWN, sown

MOST = 12
"""Seeds in which a sown bug must show."""


def main() -> int:
    given = _read()
    _keep_quiet()
    with tempfile.TemporaryDirectory(prefix="simulation-") as folder:
        furnished = furnish(Path(folder))
        keep_memory_quiet()
        if given.sown is not None:
            return _find(given.sown or list(SOWN), furnished, given.seeds)
        return _play(given.seeds, furnished, whole=given.story)


def _read() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--seeds", type=_seeds, default=range(1, 201), help="17, 1-200, or 3,3 to play one twice")
    parser.add_argument("--story", action="store_true", help="print all that happened, not its end only")
    parser.add_argument("--sown", nargs="*", choices=SOWN, help="these bugs, or all: each must be found")
    return parser.parse_args()


def _seeds(words: str) -> list[int]:
    spans = [part.partition("-") for part in words.split(",")]
    return [seed for first, _, last in spans for seed in range(int(first), int(last or first) + 1)]


def _play(seeds: list[int], furnished: Path, *, whole: bool) -> int:
    failed, events = 0, 0
    for seed in seeds:
        run = simulate(seed, furnished)
        print(run.told(), flush=True)
        if run.faults or whole:
            _tell(run, whole=whole)
        failed, events = failed + bool(run.faults), events + len(run.lines)
    print(f"{len(seeds)} runs, {events} events, {failed} with faults", flush=True)
    return bool(failed)


def _tell(run: Run, *, whole: bool) -> None:
    print("\n".join(run.lines if whole else run.story))
    for fault in run.faults:
        print(f"FAULT {fault}")
    print(f"again: make simulate SEED={run.seed}", flush=True)


def _find(names: list[str], furnished: Path, seeds: list[int]) -> int:
    """Each bug in the first seeds that show it."""
    missed = 0
    for name in names:
        found = ""
        with sown(name):
            for seed in seeds[:MOST]:
                if faults := simulate(seed, furnished).faults:
                    found = f"seed {seed}: {faults[0]}"
                    break
        missed += not found
        print(f"{name}: {found or 'NOT FOUND'}", flush=True)
    return bool(missed)


def _keep_quiet() -> None:
    """The killed complain when they are collected, and the engine tells of each fault that was ordered."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore", RuntimeWarning)
    sys.unraisablehook = lambda _problem: None


sys.exit(main())
