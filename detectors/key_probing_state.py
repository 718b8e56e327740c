"""What an account's new keys asked for, by the hour, and how much of it was denied."""

from __future__ import annotations

from msgspec import Struct, field

from detectors.base import State
from detectors.by_time import since, times_since
from detectors.nothing import NOTHING
from detectors.recurrence import DAY_S
from detectors.steps import HOUR_S

STEPS = 6  # hours of a window: who walks through names does so all day, and shares them among the keys
YOUNG_S = 7 * DAY_S
KEYS_MOST = 64


class Asked(Struct, array_like=True):
    """What one key asked for in an hour: requests that were denied, and all."""

    denied: float = 0.0
    every: float = 0.0


class ProbingState(State, array_like=True):
    """`made`: keys of the last week, and when. `hours`: what these asked for. `waiting` hours to be judged."""

    made: dict[str, float] = NOTHING
    hours: dict[int, dict[str, Asked]] = field(default_factory=dict)
    waiting: dict[int, int] = field(default_factory=dict)

    def make(self, name: str, time: float) -> None:
        """Note a key's making; of too many the names that come first are kept, whatever order they come in."""
        self.made = {**self.made, name: min(time, self.made.get(name, time))}
        if len(self.made) > KEYS_MOST:
            self.made = {key: self.made[key] for key in sorted(self.made)[:KEYS_MOST]}

    def window(self, end: int) -> dict[str, Asked]:
        """Return what each key asked for in the hours up to `end`."""
        found: dict[str, Asked] = {}
        for hour in range(end - STEPS + 1, end + 1):
            for name, asked in self.hours.get(hour, {}).items():
                sums = found.setdefault(name, Asked())
                sums.denied, sums.every = sums.denied + asked.denied, sums.every + asked.every
        return found

    def young(self, hour: int) -> int:
        """Return how many keys were made within the week that an hour ends."""
        end = (hour + 1) * HOUR_S
        return sum([end - YOUNG_S < time <= end for time in self.made.values()])

    def forget(self, oldest: int, made_from: float) -> None:
        """Drop hours before `oldest`, and keys made before `made_from`."""
        self.hours = since(self.hours, oldest)
        self.made = times_since(self.made, made_from) or NOTHING
