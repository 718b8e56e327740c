"""Whether events come at fixed steps, as from a meter, rather than when somebody does something."""

from __future__ import annotations

from msgspec import Struct

LEAST_GAP_S = 30.0  # what comes faster is a client, not a meter
TOLERANCE = 0.1  # of the gap before
STEADY_FROM = 8  # equal gaps in a row: chance gives that to one in a million where gaps vary
STEADY_MOST = 32


class Rhythm(Struct, array_like=True, omit_defaults=True):
    """The time of the newest event, the gap before it, and a count of equal gaps that decays at each unequal one."""

    last: float = float("-inf")
    gap: float = 0.0
    steady: int = 0

    def fixed(self) -> bool:
        """Tell whether the steps have been fixed for long enough."""
        return self.steady >= STEADY_FROM

    def see(self, time: float) -> None:
        """Take the next event's time; one that is late changes nothing."""
        gap = time - self.last
        if gap <= 0:
            return
        if gap >= LEAST_GAP_S and abs(gap - self.gap) <= TOLERANCE * self.gap:
            self.steady = min(self.steady + 1, STEADY_MOST)
        else:
            self.steady = self.steady * 3 // 4  # one missing step must not cost the whole record
        self.last, self.gap = time, gap
