"""An asyncio loop on a virtual clock: nothing happens between two timers, so a day passes in no time, and one run is like
another.

Every callback belongs to the process in whose context it was made. What belongs to a killed one is never run again, not even
its clean-up; what belongs to a frozen one waits. Sockets, threads and signals are absent: whoever asks for them fails.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
from collections import deque
from collections.abc import Callable
from contextvars import Context, ContextVar, copy_context
from typing import Any

OWNER: ContextVar[Process | None] = ContextVar("owner", default=None)


class Process:
    """What may be killed or frozen as a whole."""

    def __init__(self) -> None:
        self.is_dead = self.is_frozen = False
        self.held: list[Turn] = []
        self.tasks: list[asyncio.Task[Any]] = []
        """Kept to the end: what the collector of garbage ends would run its `finally`, which a killed process does not."""

    def has_turn(self, turn: Turn) -> bool:
        """Whether it may run now; else it is held for the end of the frost, or for ever."""
        if self.is_dead or self.is_frozen:
            self.held.append(turn)
            return False
        return True


class Turn:
    """One callback, in its context: what asyncio calls a handle."""

    def __init__(self, callback: Callable[..., object], args: tuple[Any, ...], context: Context | None) -> None:
        self.context = copy_context() if context is None else context
        self._callback, self._args, self._is_cancelled = callback, args, False

    def cancel(self) -> None:
        self._is_cancelled = True

    def cancelled(self) -> bool:
        return self._is_cancelled

    def run(self) -> None:
        owner = self.context.get(OWNER)
        if not self._is_cancelled and (owner is None or owner.has_turn(self)):
            self.context.run(self._callback, *self._args)


class Loop(asyncio.AbstractEventLoop):
    """`advance` runs what is due; time passes only there, and by `jump`."""

    def __init__(self) -> None:
        self._now, self._ready, self._numbers = 0.0, deque[Turn](), itertools.count()
        self._timers: list[tuple[float, int, Turn]] = []
        self._is_over = False
        self.turns = 0
        self.complaints: list[dict[str, Any]] = []

    def advance(self, goal: Callable[[], bool], until: float) -> bool:
        """Run until the goal is reached (True), or nothing is due before `until`."""
        asyncio._set_running_loop(self)
        try:
            while not goal():
                if not self._ready and not self._move_to_next(until):
                    return False
                self.turns += 1
                self._ready.popleft().run()
            return True
        finally:
            asyncio._set_running_loop(None)

    def _move_to_next(self, until: float) -> bool:
        if not self._timers or self._timers[0][0] > until:
            self._now = max(self._now, until)
            return False
        self._now = max(self._now, self._timers[0][0])
        while self._timers and self._timers[0][0] <= self._now:
            self._ready.append(heapq.heappop(self._timers)[2])
        return True

    def jump(self, seconds: float) -> None:
        """Everybody slept so long: what was due meanwhile is late."""
        self._now += seconds

    def thaw(self, process: Process) -> None:
        process.is_frozen = False
        self._ready.extend(process.held)
        process.held = []

    def end(self) -> None:
        """From now on nothing is planned any more."""
        self._is_over = True
        self._ready.clear()
        self._timers.clear()

    # What asyncio asks of a loop ---------------------------------------------------------------------------------

    def time(self) -> float:
        return self._now

    def call_soon(self, callback: Callable[..., object], *args: Any, context: Context | None = None) -> Any:
        turn = Turn(callback, args, context)
        if not self._is_over:
            self._ready.append(turn)
        return turn

    def call_soon_threadsafe(self, callback: Callable[..., object], *args: Any, context: Context | None = None) -> Any:
        return self.call_soon(callback, *args, context=context)

    def call_later(
        self, delay: float, callback: Callable[..., object], *args: Any, context: Context | None = None
    ) -> Any:
        return self.call_at(self._now + delay, callback, *args, context=context)

    def call_at(self, when: float, callback: Callable[..., object], *args: Any, context: Context | None = None) -> Any:
        turn = Turn(callback, args, context)
        if not self._is_over:
            heapq.heappush(self._timers, (when, next(self._numbers), turn))
        return turn

    def create_future(self) -> asyncio.Future[Any]:
        return asyncio.Future(loop=self)

    def create_task(self, coro: Any, *, name: str | None = None, context: Context | None = None) -> asyncio.Task[Any]:
        task = asyncio.Task(coro, loop=self, name=name, context=context)
        owner = (context or copy_context()).get(OWNER)
        if owner is not None:
            owner.tasks.append(task)
        return task

    def run_in_executor(self, executor: Any, func: Callable[..., Any], *args: Any) -> asyncio.Future[Any]:
        """There is one thread: the work is done at once."""
        done = self.create_future()
        try:
            done.set_result(func(*args))
        except Exception as problem:
            done.set_exception(problem)
        return done

    def get_debug(self) -> bool:
        return False

    def is_running(self) -> bool:
        return not self._is_over

    def is_closed(self) -> bool:
        return self._is_over

    def call_exception_handler(self, context: dict[str, Any]) -> None:
        if not self._is_over:
            self.complaints.append(context)
