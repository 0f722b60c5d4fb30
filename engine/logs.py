"""Structured logs on standard error. Personal data is masked in one place, whoever writes the line."""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

from engine.masking import masked

SECRET_KEYS = {"token", "secret", "authorization", "password", "key_secret", "text", "body", "raw"}


def mask(_logger: Any, _method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Phone numbers and business-scoped ids keep their last two characters; what a customer or a credential says is left out."""
    for name, value in line.items():
        if name in SECRET_KEYS:
            line[name] = "•••"
        elif isinstance(value, str):
            line[name] = masked(value)
    return line


def configure_logs() -> None:
    """One JSON object a line, or coloured words on a terminal."""
    output: Any = structlog.dev.ConsoleRenderer() if sys.stderr.isatty() else structlog.processors.JSONRenderer()
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            mask,
            output,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
