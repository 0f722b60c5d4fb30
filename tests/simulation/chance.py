"""Everything that a run leaves to chance, from one seed. Each kind has a stream of its own, so that more of one does not change
the others."""

from __future__ import annotations

import random
from dataclasses import dataclass

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True, slots=True)
class Faults:
    """The share of calls to the provider that go wrong, by kind. `taken`: it has the message all the same."""

    refused: float = 0.02
    throttled: float = 0.05
    down: float = 0.04
    down_taken: float = 0.03
    unreachable: float = 0.06
    lost: float = 0.04
    lost_taken: float = 0.06

    def names(self) -> list[tuple[str, float]]:
        return [(name, getattr(self, name)) for name in self.__slots__]


class Chance:
    """`faults`: set to None when the provider is to be well."""

    def __init__(self, seed: int) -> None:
        self._streams = {
            name: random.Random(f"{seed} {name}") for name in ("database", "net", "ids", "people", "trouble")
        }
        self.people, self.trouble, self.net = (self._streams[name] for name in ("people", "trouble", "net"))
        self._made = 0
        self.faults: Faults | None = Faults()

    def database(self) -> float:
        """Seconds until a transaction begins, or until its answer is known."""
        stream = self._streams["database"]
        return stream.uniform(0.02, 0.6) if stream.random() < 0.05 else stream.uniform(0.0, 0.006)

    def way_there(self) -> float:
        """Seconds to the first byte, and again from there to the receiver: together they vary by less than the jitter that the
        pacer reckons with."""
        return self.net.uniform(0.004, 0.026)

    def way_back(self) -> float:
        """Seconds until an answer has come: often longer than the receipt takes."""
        return self.net.uniform(1, 12) if self.net.random() < 0.1 else self.net.uniform(0.005, 0.2)

    def post(self) -> float:
        """Seconds that a webhook takes: shuffled, and some much too late."""
        pick = self.net.random()
        return (
            self.net.uniform(5, 40)
            if pick < 0.04
            else self.net.uniform(0.2, 3)
            if pick < 0.2
            else self.net.uniform(0, 0.1)
        )

    def fault(self) -> str:
        """What goes wrong with this call; empty for nothing."""
        pick = self.net.random()
        for name, share in self.faults.names() if self.faults else []:
            pick -= share
            if pick < 0:
                return name
        return ""

    def happens(self, share: float) -> bool:
        return self.net.random() < share

    def standstill(self) -> float:
        """Seconds: some are so long that others have settled meanwhile what the process was doing."""
        stream = self.trouble
        return stream.uniform(1, 12) if stream.random() < 0.5 else stream.uniform(75, 140)

    def new_id(self) -> str:
        """26 characters in the order in which they were made, as the real ones are sorted by their moment."""
        self._made += 1
        number = self._made << 80 | self._streams["ids"].getrandbits(80)
        return "".join(_ALPHABET[(number >> shift) & 31] for shift in range(125, -1, -5))
