"""The database on the virtual clock: each transaction is done at one moment, some time after it was asked for, and its answer
comes some time later. A process may be killed just before or just after any commit of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, event

from engine.runner.background import BackgroundDatabase
from storage.database import reading, writing
from tests.crash.boundaries import tables_written

from .loop import Process

if TYPE_CHECKING:
    from .world import World


class Doomed(BaseException):
    """The process ends before its commit; never caught by what it runs."""


class Written:
    """The tables that the transaction under way has written so far."""

    def __init__(self, engine: Engine) -> None:
        self.tables: set[str] = set()

        @event.listens_for(engine, "after_cursor_execute")
        def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:  # pyright: ignore[reportUnusedFunction]
            self.tables |= tables_written(statement)


class Tables(BackgroundDatabase):
    """What one process of the engine uses."""

    def __init__(self, world: World, process: Process) -> None:
        self.engine, self._world, self._process = world.engine, world, process

    async def __call__(self, work: Callable[[Any], Any]) -> Any:
        return await self._ask(work, writing)

    async def read(self, work: Callable[[Any], Any]) -> Any:
        return await self._ask(work, reading)

    def close(self) -> None:
        """The connections are the world's."""

    async def _ask(self, work: Callable[[Any], Any], kind: Callable[[Engine], Any]) -> Any:
        answer = asyncio.get_running_loop().create_future()
        self._world.begin(self._carry_out(work, kind, answer))
        return await answer

    async def _carry_out(self, work: Callable[[Any], Any], kind: Any, answer: asyncio.Future[Any]) -> None:
        await asyncio.sleep(self._world.chance.database())
        while self._process.is_frozen:
            await asyncio.sleep(0.1)
        if not self._process.is_dead:
            await self._answer(work, kind, answer)

    async def _answer(self, work: Callable[[Any], Any], kind: Any, answer: asyncio.Future[Any]) -> None:
        try:
            result, problem = self._transact(work, kind), None
        except Doomed:
            self._world.kill(self._process, "before its commit")
            return
        except Exception as error:
            result, problem = None, error
        await asyncio.sleep(self._world.chance.database())
        if answer.done():
            return
        if problem is not None:
            answer.set_exception(problem)
        else:
            answer.set_result(result)

    def _transact(self, work: Callable[[Any], Any], kind: Any) -> Any:
        written = self._world.written
        written.tables = set()
        with kind(self.engine) as connection:
            result = work(connection)
            doom = self._world.doom_at(self._process, written.tables)
            if doom == "before":
                raise Doomed
        if written.tables:
            self._world.committed(self._process, frozenset(written.tables))
        if doom == "after" and not self._process.is_dead:
            self._world.kill(self._process, "after its commit")
        return result
