"""Kills and pauses at random moments, while a crowd talks."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, field

from .cluster import Cluster
from .verdict import count_doubles, faults_of, left_open

STEP = 0.02
CALM = 0.5
"""Seconds in which nothing is on its way, so that what the provider had planned has happened."""


@dataclass(slots=True)
class Figures:
    """What one run came to."""

    name: str
    kills: int = 0
    pauses: int = 0
    customers: int = 0
    messages: int = 0
    doubles: int = 0
    unanswered: int = 0
    longest_wait: float = 0.0
    seconds: float = 0.0
    faults: list[str] = field(default_factory=list[str])

    def __str__(self) -> str:
        return (
            f"{self.name}: {self.kills} kills, {self.pauses} pauses, {self.customers} customers, {self.messages} messages, "
            f"{self.doubles} doubles, {self.unanswered} unanswered, longest wait {self.longest_wait:.1f} s, {len(self.faults)} faults, {self.seconds:.0f} s"
        )


@dataclass
class Disorder:
    """`every`: seconds between two blows. A killed process comes back after a moment, a stopped one goes on."""

    cluster: Cluster
    chance: random.Random
    every: float
    pauses: bool = True
    struck: int = 0
    paused: int = 0
    back_at: dict[str, float] = field(default_factory=dict[str, float])
    on_at: dict[str, float] = field(default_factory=dict[str, float])
    next_at: float = 0.0
    aims: bool = True

    def tend(self, now: float) -> None:
        """Whoever's moment has come begins again."""
        for name in [it for it, at in self.back_at.items() if at <= now]:
            del self.back_at[name]
            self.cluster.start(name)
        for name in [it for it, at in self.on_at.items() if at <= now]:
            del self.on_at[name]
            self.cluster.go_on(name)

    def strike(self, now: float) -> None:
        """One blow, when it is time and somebody stands: every second one at whoever is sending."""
        if now < self.next_at:
            return
        name = self._choose()
        if name is None:
            return
        self.next_at = now + self.chance.uniform(0.5, 1.5) * self.every
        if self.pauses and self.chance.random() < 0.3 and self.cluster.parts[name] == "worker":
            self.cluster.stop(name)
            self.on_at[name] = now + self.chance.uniform(0.2, 7.0)
            self.paused += 1
        else:
            self.cluster.kill(name)
            self.back_at[name] = now + self.chance.uniform(0.0, 0.5)
            self.struck += 1
        self.aims = self.chance.random() < 0.5

    def _choose(self) -> str | None:
        if self.aims and (sender := self.cluster.sender_at_work()) is not None:
            return None if sender in self.on_at else sender
        standing = [name for name in self.cluster.processes if name not in self.on_at]
        return None if self.aims or not standing else self.chance.choice(standing)

    def end(self) -> None:
        """Everybody stands again."""
        self.tend(float("inf"))


def disturb(
    cluster: Cluster,
    name: str,
    *,
    kills: int,
    every: float,
    at_once: int,
    seed: int,
    pauses: bool,
    patience: float = 60.0,
) -> Figures:
    """Kill until it is enough, then let everybody finish; faults are what is wrong afterwards."""
    crowd, began = cluster.crowd, time.monotonic()
    disorder = Disorder(cluster, random.Random(seed), every, pauses, next_at=began + 1.0)
    while disorder.struck < kills:
        while len(crowd.talking) < at_once:
            crowd.come()
        crowd.go_on()
        disorder.tend(now := time.monotonic())
        disorder.strike(now)
        time.sleep(STEP)
    disorder.end()
    in_the_way = settle(cluster, patience)
    figures = Figures(
        name, disorder.struck, disorder.paused, len(crowd.customers), crowd.received(), count_doubles(crowd), len(crowd.talking),
        crowd.longest_wait(), time.monotonic() - began, faults_of(crowd, cluster.engine),
    )  # fmt: skip
    if in_the_way:
        figures.faults.insert(0, f"the house did not settle: {in_the_way}")
    figures.faults += [
        f"{ended} ended by itself: {cluster.log_of(ended)[-500:]}" for ended in cluster.ended_by_itself()
    ]
    return figures


def settle(cluster: Cluster, patience: float) -> str:
    """Play on until all have had their answers and nothing is open; what stands in the way when nothing moved for `patience` (seconds)."""
    crowd, moved_at, before = cluster.crowd, time.monotonic(), (-1, -1)
    calm_since: float | None = None
    while (now := time.monotonic()) < moved_at + patience:
        crowd.go_on()
        counts = (crowd.received(), len(crowd.talking))
        if counts != before:
            before, moved_at, calm_since = counts, now, None
        if not crowd.talking:
            calm = not left_open(cluster.engine) and crowd.waiting_at_provider()["waiting"] == 0
            calm_since = (calm_since or now) if calm else None
            if calm_since and now - calm_since >= CALM:
                return ""
        time.sleep(STEP if crowd.talking else 0.1)
    waiting = {it.who: (it.done, len(it.phone)) for it in crowd.talking.values()}
    return f"waiting customers: {waiting}, open: {left_open(cluster.engine)}, provider: {crowd.waiting_at_provider()}"
