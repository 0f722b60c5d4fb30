"""Which SQLite is used. Python's own is as old as the system; the wheel `pysqlite3` carries a present one along."""

from __future__ import annotations

import sqlite3
from importlib import import_module
from types import ModuleType
from typing import Any

# Before these versions several connections to one file in WAL mode can corrupt it (the WAL-reset race,
# sqlite.org/wal.html): the first fixed release and the two branches it was carried back to.
WAL_IS_SAFE_FROM = (3, 51, 3)
WAL_BACKPORTS = ((3, 44, 6), (3, 50, 7))


def is_wal_safe(version: tuple[int, ...]) -> bool:
    """Whether several connections may write in WAL mode with this version of SQLite."""
    backported = any(version[:2] == fixed[:2] and version >= fixed for fixed in WAL_BACKPORTS)
    return version >= WAL_IS_SAFE_FROM or backported


def journal_mode(version: tuple[int, ...]) -> str:
    """`WAL` where it is safe, else `PERSIST`: slower with several writers, never corrupt."""
    return "WAL" if is_wal_safe(version) else "PERSIST"


def choose_driver(system: Any = sqlite3, carried: str = "pysqlite3.dbapi2") -> Any:
    """The module (DB-API) through which a process opens its files: Python's own where its SQLite is safe with WAL, else the
    one that is carried along, where there is one for this machine (docs/decisions/0095)."""
    if is_wal_safe(system.sqlite_version_info):
        return system
    other = _import(carried)
    return other if other is not None and is_wal_safe(other.sqlite_version_info) else system


def _import(name: str) -> ModuleType | None:
    try:
        return import_module(name)
    except ImportError:
        return None


DRIVER = choose_driver()
"""One for the whole process: two copies of SQLite in one process would lift each other's locks on a file."""
