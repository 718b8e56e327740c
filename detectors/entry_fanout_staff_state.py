"""Who came to accounts soon after staff changed them, and which of these visits one person's call may explain."""

from __future__ import annotations

from detectors.recurrence import DAY_S
from detectors.shared_state import Deed, SharedState

KNOWN_LEAST = 2  # accounts on a device that were known before: the others are new customers by themselves


class StaffState(SharedState, array_like=True):
    """By day, device and account, who came so."""

    def apart(self, sharers: dict[str, Deed]) -> dict[str, Deed]:
        """Return one of each network and of each day: who has two accounts asks for both in one call."""
        days: dict[int, str] = {}
        for name, one in super().apart(sharers).items():
            days.setdefault(int(one.time // DAY_S), name)
        found = {name: sharers[name] for name in days.values()}
        return found if sum([one.known for one in found.values()]) >= KNOWN_LEAST else {}
