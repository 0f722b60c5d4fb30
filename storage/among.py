"""`column IN (these values)` with the values as one parameter: the statement stays the same however many there are, so that it
is compiled and planned once. Both databases look each value up in the column's index (tests/storage/test_plans.py)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Self

import orjson
from sqlalchemy import ARRAY, BigInteger, Boolean, ColumnElement, Dialect, Integer, Text, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.operators import OperatorType
from sqlalchemy.types import TypeDecorator, TypeEngine

from storage.columns import BigId


class _Texts(TypeDecorator[Collection[str]]):
    """An array on Postgres, a JSON list on SQLite."""

    impl = Text
    cache_ok = True
    item: type[TypeEngine[Any]] = Text

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else ARRAY(self.item))

    def process_bind_param(self, value: Collection[Any] | None, dialect: Dialect) -> Any:
        values = list(value or ())
        return orjson.dumps(values).decode() if dialect.name == "sqlite" else values


class _Numbers(_Texts):
    cache_ok = True
    item = BigInteger


class _Among(FunctionElement[bool]):
    name = "among"
    type = Boolean()
    inherit_cache = True

    def self_group(self, against: OperatorType | None = None) -> Self:
        """It is a condition already. Left alone, SQLAlchemy writes `… = 1` behind it on SQLite, and no index is used then."""
        return self


def among(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """Whether the column's value is one of the parameter `name`, a collection of texts or of whole numbers."""
    of_numbers = isinstance(column.type, BigId | Integer)
    return _Among(column, bindparam(name, type_=_Numbers() if of_numbers else _Texts()))


@compiles(_Among)
def _compile(element: Any, compiler: SQLCompiler, **how: Any) -> str:  # pyright: ignore[reportUnusedFunction]
    column, values = element.clauses
    return f"{compiler.process(column, **how)} = ANY({compiler.process(values, **how)})"


@compiles(_Among, "sqlite")
def _compile_for_sqlite(element: Any, compiler: SQLCompiler, **how: Any) -> str:  # pyright: ignore[reportUnusedFunction]
    column, values = element.clauses
    these = f"SELECT value FROM json_each({compiler.process(values, **how)})"  # noqa: S608 — a parameter's mark
    return f"{compiler.process(column, **how)} IN ({these})"
