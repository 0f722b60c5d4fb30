"""Plain values: what JSON and YAML hold, told apart in a way that a type checker follows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeGuard


def is_group(value: Any) -> TypeGuard[Mapping[str, Any]]:
    """Named values."""
    return isinstance(value, Mapping)


def is_list(value: Any) -> TypeGuard[list[Any]]:
    """Values in a row."""
    return isinstance(value, list)
