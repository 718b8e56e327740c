"""What is remembered of a range that asks for password resets: how many it asked for on each of the last days."""

from __future__ import annotations

from math import inf

from msgspec import field

from detectors.login_address_state import AddressState
from detectors.recurrence import DAY_S, most_surprise, note

DESK_DAYS = 5  # earlier days with resets: somebody works there who sets passwords for others


class ResetState(AddressState, array_like=True):
    """Adds how many resets each of the last days had."""

    days: dict[int, float] = field(default_factory=dict)

    def asked(self, time: float) -> None:
        """Count a reset."""
        note(self.days, time, self.days.get(int(time // DAY_S), 0.0) + 1.0)

    def left(self, time: float) -> float:
        """Return the most surprise that a day may have: no bound where on few days before any was asked for."""
        today = int(time // DAY_S)
        earlier = {day: number for day, number in self.days.items() if day < today}
        return most_surprise(earlier, time, self.days.get(today, 0.0)) if len(earlier) >= DESK_DAYS else inf
