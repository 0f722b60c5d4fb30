"""What happens to the processes of the engine: they are killed at a commit or anywhere, frozen for seconds, ended in order."""

from __future__ import annotations

import asyncio

from .instances import Instance
from .world import Doom, World

WORKERS = 3
EVERY = 5.0
"""Seconds between two troubles, on average."""

DOOMS = (
    Doom("before", "message"), Doom("after", "message"), Doom("before", "enrollment"), Doom("after", "enrollment"),
    Doom("before", "inbound_event"), Doom("after", "inbound_event"), Doom("before"), Doom("after"), *(Doom("sent"),) * 4,
    *(Doom("claimed"),) * 4,
)  # fmt: skip


class Trouble:
    """`goes_on` is True as long as there is to be any."""

    def __init__(self, world: World) -> None:
        self.world, self.goes_on = world, True

    async def make(self) -> None:
        chance = self.world.chance.trouble
        while True:
            await asyncio.sleep(chance.expovariate(1 / EVERY))
            awake = [it for it in self.world.living() if not it.is_frozen]
            if self.goes_on and awake:
                await self._strike(chance.choice(awake), chance.random())

    async def keep_up(self) -> None:
        """Whoever is killed is started anew, under another name, some time later."""
        while True:
            await asyncio.sleep(self.world.chance.trouble.uniform(0.2, 6))
            if len(self.world.living()) < WORKERS:
                self.world.start_one()

    async def _strike(self, victim: Instance, pick: float) -> None:
        world, chance = self.world, self.world.chance.trouble
        if pick < 0.55:
            world.dooms[victim] = chance.choice(DOOMS)
        elif pick < 0.6:
            world.kill(victim, "anywhere")
        elif pick < 0.9:
            seconds = chance.choice((chance.uniform(0.05, 1), chance.uniform(1, 12)))
            world.freeze(victim, seconds)
            await asyncio.sleep(seconds)
        else:
            await self._end(victim)

    async def _end(self, victim: Instance) -> None:
        """SIGTERM; what does not end in time is killed."""
        self.world.story.tell(victim.name, "*** is asked to end")
        victim.ending.set()
        try:
            async with asyncio.timeout(15):
                await asyncio.shield(victim.life)
        except TimeoutError:
            pass
        if not victim.is_dead:
            self.world.kill(victim, "at its end")
