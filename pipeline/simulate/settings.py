"""What a simulation is asked for."""

from __future__ import annotations

from dataclasses import dataclass

HOUR_S = 3600.0
DAY_S = 86_400.0
START_S = 1_769_817_600.0  # Saturday 2026-01-31 00:00 UTC: three days hold a weekend, a first of the month, a Monday


@dataclass(frozen=True, slots=True)
class SimulationSettings:
    """`days` of event time from `start_s` (seconds since 1970 UTC), for a product of `accounts` accounts.

    `attacks` and `bursts` say whether campaigns and ordinary bursts are planted. `activity`: how much accounts do,
    against 2.4 sessions a day each, and how many of them are programs; at 0.1 one in five comes on a given day.
    """

    days: float = 3.0
    accounts: int = 7000
    seed: int = 1
    start_s: float = START_S
    attacks: bool = True
    bursts: bool = True
    activity: float = 1.0

    def __post_init__(self) -> None:
        if not 0 < self.days <= 3660:
            message = "days: more than 0, at most 3660"
            raise ValueError(message)
        if not 50 <= self.accounts <= 10_000_000:
            message = "accounts: 50 to 10,000,000"
            raise ValueError(message)
        if not 0 < self.activity <= 100:
            message = "activity: more than 0, at most 100"
            raise ValueError(message)
        if not 0 <= self.seed < 2**63:
            message = "seed: a whole number from 0"
            raise ValueError(message)

    @property
    def end_s(self) -> float:
        """Return the time after the last event."""
        return self.start_s + self.days * DAY_S
