"""Known problems as sentences, for commands and pages. What is not known here is a fault of ours and shows as one."""

from __future__ import annotations

from pydantic import ValidationError
from sqlalchemy.exc import ArgumentError, OperationalError

from engine.journey.definition import BadDefinition
from engine.journey.files import BadFile
from engine.providers.base import ProviderError
from storage.database import is_full


def explain(problem: Exception) -> list[str] | None:
    """The sentences of a known problem, each with its remedy; None for an unforeseen one."""
    match problem:
        case BadFile():
            return [f"{problem.path}: {sentence}" for sentence in problem.problems]
        case BadDefinition():
            return problem.problems
        case ProviderError():
            return [str(problem)]
        case ValidationError() if problem.title == "Settings":
            return [_setting(error) for error in problem.errors()]
        case ArgumentError():
            return [
                "PARCOURS_DATABASE_URL is not the address of a database; write sqlite:///data/parcours.db or postgresql+psycopg://…"
            ]
        case OSError() if problem.filename:
            return [f"{problem.filename}: {problem.strerror}. Check the path and its permissions."]
        case OperationalError() if is_full(problem):
            return ["The database's disk is full, nothing was written. Make room, then try again."]
        case OperationalError():
            cause = str(problem.orig).splitlines()[0]
            return [f"The database does not answer: {cause}. Check PARCOURS_DATABASE_URL; see “parcours doctor”."]
        case _:
            return None


def _setting(error: object) -> str:
    assert isinstance(error, dict)
    name = "PARCOURS_" + "_".join(str(part) for part in error["loc"]).upper()  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    return f"{name}: {error['msg']}. See .env.example."
