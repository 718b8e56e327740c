"""Whether events come as from a meter, at fixed steps or on whole minutes, not when somebody does something."""

from __future__ import annotations

from math import inf, remainder
from typing import Protocol

LEAST_GAP_S = 30.0  # what comes faster is a client, not a meter
TOLERANCE = 0.1  # of the gap before
WHOLE_S = 60.0  # a meter that leaves steps out, or varies them, still reads on the minute
WHOLE_WITHIN_S = 0.05  # by chance one gap in 600 is as near to a whole minute
STEADY_FROM = 8  # equal gaps in a row: chance gives that to one in a million where gaps vary
STEADY_MOST = 32
# A meter leaves out the steps in which nothing was used, a night's say. By chance at most one gap in ten is as near to
# a whole number of the steps before: eight in a row are rarer still than one in a million.
LEFT_OUT_MOST, LEFT_OUT_WITHIN = 24, 0.05


class Rhythm(Protocol):
    """The time of the newest event, the gap before it, and a count of a meter's gaps that decays at each other one."""

    last: float  # -inf before the first
    gap: float
    steady: int


def see(rhythm: Rhythm, time: float) -> None:
    """Take the next event's time; one that is late changes nothing."""
    gap = time - rhythm.last
    if gap <= 0:
        return
    off, within = gap - rhythm.gap, TOLERANCE * rhythm.gap
    if gap >= LEAST_GAP_S and (-within <= off <= within or _whole(gap)):
        if rhythm.steady < STEADY_MOST:
            rhythm.steady += 1
    elif off > 0 and rhythm.gap >= LEAST_GAP_S and _leaves_out(gap, rhythm.gap):
        rhythm.steady += rhythm.steady < STEADY_MOST
        rhythm.last = time  # the step stays what it was
        return
    elif rhythm.steady:
        rhythm.steady = rhythm.steady * 3 // 4  # one missing step must not cost the whole record
    rhythm.last, rhythm.gap = time, gap


def _leaves_out(gap: float, step: float) -> bool:
    """Tell whether a gap is a whole number of steps.

    >>> _leaves_out(7190.0, 3600.0), _leaves_out(9000.0, 3600.0)
    (True, False)
    """
    return gap <= LEFT_OUT_MOST * step and abs(remainder(gap, step)) <= LEFT_OUT_WITHIN * step


def _whole(gap: float) -> bool:
    """Tell whether a gap is a whole number of minutes.

    >>> _whole(300.0), _whole(840.01), _whole(0.01), _whole(95.0)
    (True, True, False, False)
    """
    return WHOLE_S - WHOLE_WITHIN_S <= gap < inf and abs(remainder(gap, WHOLE_S)) <= WHOLE_WITHIN_S
