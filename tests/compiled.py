"""One memory of compiled statements for all databases of a run.

SQLAlchemy keeps it with each engine, so a fresh database for each test would compile every statement anew: a good half of
what opening a house costs. The engines of one kind are all made alike (`open_database`), and so is what they compile.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, create_engine


class Compilations(dict[Any, Any]):
    """What SQLAlchemy compiled, known by the statement alone: it asks with the engine's own dialect before it."""

    def get(self, key: tuple[Any, ...], default: Any = None) -> Any:
        return super().get(key[1:], default)

    def __setitem__(self, key: tuple[Any, ...], compiled: Any) -> None:
        super().__setitem__(key[1:], compiled)


_by_kind: dict[str, Compilations] = {}


def create_sharing_engine(*given: Any, **options: Any) -> Engine:
    """As `sqlalchemy.create_engine`."""
    engine = create_engine(*given, **options)
    kind = f"{engine.dialect.name}+{engine.dialect.driver}"
    engine.update_execution_options(compiled_cache=_by_kind.setdefault(kind, Compilations()))
    return engine
