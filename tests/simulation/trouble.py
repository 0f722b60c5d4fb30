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
)  # fmt: skip


class Trouble:
    """`goes_on` is True as long as there is to be any."""

    def __init__(self, world: World) -> None:
        self.world, self.goes_on = world, True

    async def make(self) -> None:
        chance = self.world.chance.trouble
        while True:
            await asyncio.sleep(chance.expovariate(1 / EVERY))
            living = self.world.living()
            if not self.goes_on or not living:
                continue
            victim = chance.choice(living)
            await self._strike(victim, chance.random())

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
            await self._freeze(victim, chance.choice((chance.uniform(0.05, 1), chance.uniform(1, 12))))
        else:
            await self._end(victim)

    async def _freeze(self, victim: Instance, seconds: float) -> None:
        self.world.story.tell(victim.name, f"*** stands still for {seconds:.2f} s")
        victim.is_frozen = True
        await asyncio.sleep(seconds)
        if not victim.is_dead:
            self.world.loop.thaw(victim)

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
