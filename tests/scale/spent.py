"""How long the processes of a house worked, which a busy machine changes little, unlike how long something took."""

from __future__ import annotations

import os
from pathlib import Path

from .cluster import Cluster


def spent_of(house: Cluster) -> float:
    """Seconds that the engine's processes worked since they began: in their own code and in the system's. Without the
    database's server, the provider and the customers."""
    return sum(_spent(process.pid) for process in house.processes.values())


def _spent(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return sum(int(ticks) for ticks in fields[11:13]) / os.sysconf("SC_CLK_TCK")
