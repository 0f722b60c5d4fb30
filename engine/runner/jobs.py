"""The names of jobs."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from storage.shards import lot_of

ROUTE, CALLS, SHARDS = "route", "calls", "shards"
TEMPLATES, NUMBERS = "templates", "numbers"
"""Reading these of the provider anew: a worker does, whoever heard that they changed."""
FEW = 32
"""Shards that one turn of the router takes along."""


def jobs_of(numbers: Collection[int]) -> list[str]:
    """The jobs that advance these shards. Few of them are taken along by the next turn of the router, in its transaction; many
    are worked in lots, which several workers share."""
    if not numbers:
        return []
    return [ROUTE] if len(numbers) <= FEW else lots_of(numbers)


def lots_of(numbers: Iterable[int]) -> list[str]:
    """The jobs that advance these shards with the others of their lots, each once."""
    return sorted({f"{SHARDS}:{lot_of(number)}" for number in numbers})
