"""Database work beside the event loop: SQLite has one writer, so one thread; Postgres may use several."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from storage.database import is_full, reading, writing

Result = TypeVar("Result")


class BackgroundDatabase:
    """`await database(work)` runs `work(connection)` in a transaction that is committed when it returns."""

    def __init__(self, engine: Engine, threads: int | None = None) -> None:
        self.engine = engine
        count = threads or (1 if engine.dialect.name == "sqlite" else 4)
        self.times_full = 0
        """How often something could not be written because the disk is full."""
        self._threads = ThreadPoolExecutor(max_workers=count, thread_name_prefix="database")

    async def __call__(self, work: Callable[[Connection], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._write, work)

    async def read(self, work: Callable[[Connection], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._read, work)

    def _write(self, work: Callable[[Connection], Result]) -> Result:
        try:
            with writing(self.engine) as connection:
                return work(connection)
        except DBAPIError as problem:
            self.times_full += is_full(problem)
            raise

    def _read(self, work: Callable[[Connection], Result]) -> Result:
        with reading(self.engine) as connection:
            return work(connection)

    def close(self) -> None:
        self._threads.shutdown(wait=True)
