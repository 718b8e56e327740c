"""How quickly accounts were made on one device: people at a terminal take their time."""

from __future__ import annotations

from collections.abc import Sequence

from detectors.tally import Tally

SERVED_S = 60.0  # whoever signs up at a terminal types a name, an address of mail and a password
QUEUED = 5  # accounts on one device from which on their pace says anything: a friend may have begun on the other


def hurried(tallies: Sequence[Tally], device: str, step_s: float) -> bool:
    """Tell whether a device (its `slot`) made more accounts within any few steps than people at a terminal could.

    Sign-ups that are added never make it slower.
    """
    made: dict[int, float] = {}
    for tally in tallies:
        if amount := (tally.extra or {}).get(device):
            step = int(tally.first // step_s)
            made[step] = made.get(step, 0.0) + amount
    steps = sorted(made)
    for at, low in enumerate(steps):
        number = 0.0
        for high in steps[at:]:
            number += made[high]
            if number > max(QUEUED - 1, served(low, high, step_s)):
                return True
    return False


def served(first: int, last: int, step_s: float) -> float:
    """Return how many people a terminal serves at the most in the steps from `first` to `last`."""
    return 1 + (last - first + 1) * step_s / SERVED_S
