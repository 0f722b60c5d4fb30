"""What every repository needs: the Core table behind a model, records out of rows, and the answer “no”."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Executable, RowMapping, Table, inspect
from sqlmodel import SQLModel

Model = TypeVar("Model", bound=SQLModel)


@dataclass(frozen=True, slots=True)
class Refused:
    """An expected “no”. `reason` is a stable machine word; `found` stands in the way: a state, a number."""

    reason: str
    found: str | int | None = None


def table(model: type[SQLModel]) -> Table[Any]:
    """The Core table of a model: repositories write statements on it, never through an ORM session."""
    return cast("Table[Any]", inspect(model).local_table)


def record(model: type[Model], row: RowMapping) -> Model:
    """One row as its model; columns of other tables in the row are left out."""
    return model.model_validate({name: row[name] for name in model.model_fields})


def records(connection: Connection, model: type[Model], statement: Executable) -> list[Model]:
    """All rows of a select on one model's table, as models."""
    return [record(model, row) for row in connection.execute(statement).mappings()]


def one(connection: Connection, model: type[Model], statement: Executable) -> Model | None:
    """The only row of a select as its model, or None. Two rows are a fault and raise MultipleResultsFound."""
    row = connection.execute(statement).mappings().one_or_none()
    return None if row is None else record(model, row)
