"""One run from its seed to its verdict."""

from __future__ import annotations

import asyncio
import re
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from . import people
from .asgi import live
from .furnishing import copy
from .trouble import WORKERS, Trouble
from .verdict import faults_of
from .world import World

CUSTOMERS = 9
TROUBLED, ALL = 50.0, 600.0
"""Seconds with trouble, and the longest that the house may take to come to rest."""
NIGHT = 20 * 3600.0
NAMES = re.compile(r"336\d{8}|[0-9A-Z]{26}\.\d+")
PENDING = """
SELECT 1 FROM inbound_event WHERE status IN ('new', 'routed') UNION ALL
SELECT 1 FROM message WHERE status IN ('queued', 'sending', 'unknown', 'accepted', 'sent') UNION ALL
SELECT 1 FROM enrollment WHERE status = 'active' AND waiting IN ('time', 'outcome')
"""


@dataclass(slots=True)
class Run:
    """What one seed gave. `lines`: all that happened; `story`: the end of what concerns the faults."""

    seed: int
    faults: list[str]
    fingerprint: str
    lines: list[str]
    story: list[str]
    kills: int
    commits: int
    messages: int
    calls: Counter[str]
    seconds: float

    def told(self) -> str:
        return (
            f"seed {self.seed}: {len(self.lines)} events, {self.commits} commits, {self.messages} messages, {self.kills} kills, "
            f"{self.seconds / 3600:.1f} h, {self.fingerprint}, {len(self.faults)} faults"
        )


def simulate(seed: int, furnished: Path) -> Run:
    """Play it."""
    with tempfile.TemporaryDirectory(prefix="simulated-") as folder:
        engine = copy(furnished, Path(folder))
        world = World(seed, engine, Path(folder))
        try:
            return _play(seed, world)
        finally:
            world.loop.end()
            engine.dispose()


def _play(seed: int, world: World) -> Run:
    customers = people.invent(world, CUSTOMERS)
    trouble = Trouble(world)
    world.begin(live(world.sandbox, asyncio.Event(), asyncio.Event()))
    for _ in range(WORKERS):
        world.start_one()
    lives = [world.begin(people.live(world, customer)) for customer in customers]
    world.begin(trouble.make())
    world.begin(trouble.keep_up())
    _pass(world, TROUBLED)
    _come_to_rest(world)
    world.story.tell("world", "*** a night passes")
    world.loop.jump(NIGHT)
    _pass(world, TROUBLED / 4)
    trouble.goes_on, world.chance.faults = False, None
    world.dooms.clear()
    rested = _come_to_rest(world)
    faults = list(world.found) or faults_of(world, customers, rested)
    faults += [f"a customer failed: {life.exception()!r}" for life in lives if life.done() and life.exception()]
    return Run(
        seed, faults, world.story.fingerprint(), world.story.lines, _story(world, faults), world.kills, world.commits,
        sum(map(len, world.phones.values())), world.faults, world.loop.time(),
    )  # fmt: skip


def _pass(world: World, seconds: float) -> None:
    """Unless something was seen that must not happen: then there is nothing to wait for."""
    world.loop.advance(lambda: bool(world.found), world.loop.time() + seconds)


def _come_to_rest(world: World) -> bool:
    """Nothing is to be done, twice in a row, a while apart: whatever was on its way has come."""
    end, calm = world.loop.time() + ALL, 0
    while world.loop.time() < end and calm < 2 and not world.found:
        _pass(world, 40)
        calm = 0 if world.query(PENDING) else calm + 1
    return calm == 2


def _story(world: World, faults: list[str]) -> list[str]:
    """What was told of the people and messages that the faults name, and of the processes."""
    named = NAMES.findall(" ".join(faults))
    return world.story.about(named) if named else world.story.last()
