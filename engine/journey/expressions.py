"""Regular expressions that cannot hang: RE2 answers in time linear in the text, whatever the expression.

Its language: no look-around, no back references; `\\w`, `\\d` and `\\b` know ASCII letters only (`\\pL` is
any letter).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Protocol, cast

import re2  # pyright: ignore[reportMissingTypeStubs]

LONGEST_SOURCE = 500
MEMORY_LIMIT = 1 << 20
"""Bytes one compiled expression may take."""


class Expression(Protocol):
    """A compiled expression."""

    @property
    def pattern(self) -> str: ...

    def search(self, text: str, /) -> object | None:
        """Something when it is found anywhere in the text."""
        ...


@lru_cache(maxsize=1024)
def compile_expression(source: str) -> Expression:
    """Case does not count. Raises ValueError naming the expression and what is wrong with it."""
    if len(source) > LONGEST_SOURCE:
        raise ValueError(f"an expression is at most {LONGEST_SOURCE} characters long")
    library: Any = re2
    options = library.Options()
    options.case_sensitive, options.log_errors, options.max_mem = False, False, MEMORY_LIMIT
    try:
        return cast(Expression, library.compile(source, options))
    except (library.error, UnicodeError) as problem:
        raise ValueError(f"“{source}” is not an expression: {_words(problem)}") from None


def is_found(expression: Expression, text: str) -> bool:
    """Whether it occurs in the text; halves of characters count as unknown ones."""
    return expression.search(text.encode("utf-8", "replace").decode()) is not None


def _words(problem: Exception) -> str:
    said = problem.args[0] if problem.args else problem
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    if words.startswith(("invalid perl operator", "invalid escape sequence")):
        return f"{words}; look-around and back references are not known here"
    return words
