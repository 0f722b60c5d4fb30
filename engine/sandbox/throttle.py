"""At most n sends in any rolling second."""

from __future__ import annotations

from collections import deque


class Throttle:
    """`at` is any clock in seconds that never goes back."""

    def __init__(self) -> None:
        self._taken: deque[float] = deque()

    def admit(self, at: float, per_second: int | None) -> bool:
        """Whether one more send fits; counts it when it does. No limit when `per_second` is None."""
        if per_second is None:
            return True
        while self._taken and self._taken[0] <= at - 1:
            self._taken.popleft()
        if len(self._taken) >= per_second:
            return False
        self._taken.append(at)
        return True
