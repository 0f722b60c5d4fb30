"""Structured logs on standard error. What could tell who a customer is, what they wrote, and what is secret is hidden in one
place, whoever writes the line: modules get their logger here, and a field that is not listed here is not told.
"""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Iterator, MutableMapping
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy.exc import OperationalError

from engine.masking import HIDDEN, masked
from storage.database import is_full

TOLD = frozenset({
    "event", "level", "timestamp", "exception", "logger", "before", "call", "code", "enrollment", "event_id", "job", "kind",
    "language", "message", "name", "now", "path", "queue", "reason", "sender", "shard",
})  # fmt: skip
"""Fields whose values are ids, words of ours or of a provider. `name` is a template's."""
FRAMES = 8


def get_logger(name: str) -> Any:
    """The logger of a module, already careful."""
    return structlog.get_logger(name)


def mask(_logger: Any, _method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Fields that are not listed are blanked, texts lose numbers, addresses and credentials."""
    for name, value in line.items():
        if name not in TOLD:
            line[name] = HIDDEN
        elif isinstance(value, str):
            line[name] = masked(value)
        elif not isinstance(value, int | float | None):
            line[name] = masked(str(value))
    return line


def describe(_logger: Any, _method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """An exception as its kind and the places it came through. Its own text may quote a customer and is left out; where
    it is about an event or a passage, the text stands beside that in the database."""
    problem = line.pop("exc_info", None)
    if problem is True:
        problem = sys.exc_info()[1]
    if isinstance(problem, tuple):
        problem = problem[1]  # pyright: ignore[reportUnknownVariableType]
    if isinstance(problem, BaseException):
        line["exception"] = "\n".join(_chain(problem))
    return line


def _chain(problem: BaseException | None) -> Iterator[str]:
    """The exception, then what caused it."""
    while problem is not None:
        yield f"{type(problem).__name__}{_harmless(problem)}"
        for frame in traceback.extract_tb(problem.__traceback__)[-FRAMES:]:
            yield f"  {'/'.join(Path(frame.filename).parts[-3:])}:{frame.lineno} {frame.name}"
        problem = problem.__cause__ or (None if problem.__suppress_context__ else problem.__context__)


def _harmless(problem: BaseException) -> str:
    """The text of an exception that speaks of the machine alone."""
    if isinstance(problem, OperationalError):
        remedy = " (make room on the database's disk; work goes on by itself)" if is_full(problem) else ""
        return f": {str(problem.orig).splitlines()[0]}{remedy}"
    return f": {problem}" if isinstance(problem, OSError) else ""


def _render(logger: Any, method: str, line: MutableMapping[str, Any]) -> Any:
    """One JSON object a line, or coloured words on a terminal."""
    write: Any = structlog.dev.ConsoleRenderer() if sys.stderr.isatty() else structlog.processors.JSONRenderer()
    return write(logger, method, line)


class Forwarding(logging.Handler):
    """What libraries log takes the same way."""

    def emit(self, record: logging.LogRecord) -> None:
        log = get_logger(record.name)
        log.log(record.levelno, record.getMessage(), logger=record.name, exc_info=record.exc_info or None)


def configure_libraries() -> None:
    """Call once in a process that serves or works: from now on libraries log through `Forwarding` alone."""
    root = logging.getLogger()
    root.handlers, root.level = [Forwarding()], logging.WARNING


structlog.configure(
    processors=[
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        describe,
        mask,
        _render,
    ],
    wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    logger_factory=lambda *_names: structlog.PrintLogger(sys.stderr),
    cache_logger_on_first_use=False,
)
