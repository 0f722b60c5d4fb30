"""The names of jobs."""

from __future__ import annotations

from collections.abc import Iterable

from storage.shards import lot_of

ROUTE, CALLS, SHARDS = "route", "calls", "shards"


def job_of(number: int) -> str:
    """The job that advances a shard, with the others of its lot."""
    return f"{SHARDS}:{lot_of(number)}"


def jobs_of(numbers: Iterable[int]) -> list[str]:
    """The jobs that advance these shards, each once."""
    return sorted({job_of(number) for number in numbers})
