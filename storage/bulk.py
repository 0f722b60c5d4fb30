"""Writing many rows at once: a statement of SQLAlchemy, compiled once a database and run by the driver with plain tuples.

Core's own way with a list of dictionaries costs as much again as the writing (docs/decisions/0023). The statement still goes
through SQLAlchemy's connection: transactions, events and errors stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from typing import Any, TypeAlias

import orjson
from sqlalchemy import BindParameter, Connection, Dialect, bindparam
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.types import TypeEngine

from storage.columns import Json, UtcDateTime

Row: TypeAlias = Mapping[str, Any]
Convert: TypeAlias = Callable[[Any], Any]
GIVEN = "given_"
BLOCK = 64
"""Rows of one insert. Together they cost the driver less than one by one, and on SQLite the interpreter's lock is let go and
fetched again once a statement, not once a row: another thread is answering requests meanwhile."""
_VALUES = re.compile(r"VALUES (\([^()]*\))")


def given(name: str, type_: TypeEngine[Any] | None = None) -> BindParameter[Any]:
    """The row's value called `name`, in a condition or a `SET`, where the bare name would mean the column's own value."""
    return bindparam(f"{GIVEN}{name}", type_=type_)


class Bulk:
    """`build` gets the name of the dialect and gives the statement; `names` are the columns that an insert fills.

    Calling it writes the rows in their order and gives the number of rows that the driver counts. No rows, no statement. Raises
    TypeError when the first row holds a column that an insert does not name.
    """

    def __init__(self, build: Callable[[str], UpdateBase], names: Sequence[str] = ()) -> None:
        self._build, self._names = build, tuple(names)
        self._ready: dict[str, _Ready] = {}

    def __call__(self, connection: Connection, rows: Sequence[Row]) -> int:
        if not rows:
            return 0
        if self._names and (unknown := rows[0].keys() - set(self._names)):
            raise TypeError(f"these columns would not be written: {', '.join(sorted(unknown))}")
        ready = self._ready.get(connection.dialect.name) or self._prepare(connection.dialect)
        if ready.values is None:
            return connection.exec_driver_sql(ready.statement, ready.tuples(rows)).rowcount
        tuples = ready.tuples(rows)
        blocks = [tuples[first : first + BLOCK] for first in range(0, len(tuples), BLOCK)]
        return sum(
            connection.exec_driver_sql(ready.for_rows(len(block)), tuple(chain.from_iterable(block))).rowcount
            for block in blocks
        )

    def _prepare(self, dialect: Dialect) -> _Ready:
        ready = _Ready(self._build(dialect.name), self._names, dialect)
        self._ready[dialect.name] = ready
        return ready


class _Ready:
    """The text of a statement, and for each of its marks the row's value and how it becomes the driver's."""

    def __init__(self, statement: UpdateBase, names: Sequence[str], dialect: Dialect) -> None:
        # Marks by place on both databases: tuples are cheaper than dictionaries.
        by_place: Dialect = type(dialect)(paramstyle="qmark" if dialect.name == "sqlite" else "format")  # pyright: ignore[reportCallIssue]
        compiled = statement.compile(dialect=by_place, column_keys=list(names) or None)
        assert isinstance(compiled, SQLCompiler) and compiled.positiontup is not None
        self.statement = str(compiled)
        self.values = _VALUES.search(self.statement)
        self._columns = [_column(name, compiled.binds[name], names, dialect) for name in compiled.positiontup]

    def for_rows(self, number: int) -> str:
        """The insert with so many groups of values."""
        assert self.values is not None
        start, end = self.values.span(1)
        return f"{self.statement[:start]}{', '.join([self.values[1]] * number)}{self.statement[end:]}"

    def tuples(self, rows: Sequence[Row]) -> list[tuple[Any, ...]]:
        """Column by column: most need no conversion, and many rows share one moment."""
        return list(zip(*(column(rows) for column in self._columns), strict=True))


def _column(
    mark: str, bind: BindParameter[Any], names: Sequence[str], dialect: Dialect
) -> Callable[[Sequence[Row]], Sequence[Any]]:
    """The values of one mark for all rows: the rows' own, or one that stands in the statement."""
    convert = _conversion(bind.type, dialect)
    if not mark.startswith(GIVEN) and mark not in names:
        constant = bind.effective_value if convert is None else convert(bind.effective_value)
        return lambda rows: [constant] * len(rows)
    name = mark.removeprefix(GIVEN)
    if convert is None:
        return lambda rows: [row[name] for row in rows]
    return lambda rows: [convert(row[name]) for row in rows]


def _conversion(kind: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    if isinstance(kind, Json):
        return _to_json
    process = kind.dialect_impl(dialect).bind_processor(dialect)
    return _once_each(process) if process is not None and isinstance(kind, UtcDateTime) else process


def _to_json(value: Any) -> str | None:
    return None if value is None else orjson.dumps(value).decode()


def _once_each(process: Convert) -> Convert:
    """The rows of a chunk share their moments: the last one is remembered (in one tuple, since threads share it)."""
    last: tuple[Any, Any] = (None, None)

    def convert(value: Any) -> Any:
        nonlocal last
        known, ready = last
        if value is not known:
            ready = process(value)
            last = (value, ready)
        return ready

    return convert
