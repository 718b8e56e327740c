"""Whom an account has written to: told from strangers, and how many it reached on each of its earlier days.

All that is kept merges in any order: sets by day, and each target's last day. Only days that are over and complete
speak of an event, so that what it shows does not depend on how others were interleaved with it.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from zlib import crc32

from msgspec import Struct, field

from detectors.base import LATENESS_MAX_S
from detectors.by_time import times_since
from detectors.recurrence import DAY_S, DAYS_KEPT

MASS = 20  # targets in a day: by hand few people write to so many
TIMES, MOST_TIMES = 10, 20  # of its fullest such day, after one and two of them: what an account may reach at once
REMEMBERED = 60  # days after which a target not written to is a stranger again
A_DAY_MOST, KNOWN_MOST = 2048, 4096  # targets
PLACES_MOST = 3  # a day
ANSWERED = 3  # in place of the place from which a target that came first was answered: such are no sign of reach


class Contacts(Struct, array_like=True):
    """`days`: day -> hashed targets -> whence (`detectors.customs`); `known`: those of days that are over -> last day.

    `reached`: their number; `places`: day -> place -> how many were written to from there for the first time, or none.
    """

    days: dict[int, dict[int, int]] = field(default_factory=dict)
    known: dict[int, int] = field(default_factory=dict)
    reached: dict[int, int] = field(default_factory=dict)
    places: dict[int, dict[int, int]] = field(default_factory=dict)

    def write(self, target: str, time: float, whence: int = 1) -> None:
        """Remember that the account wrote to a target; 0, if from several places on one day."""
        targets, code = self.days.setdefault(int(time // DAY_S), {}), hashed(target)
        if code not in targets:
            if len(targets) < A_DAY_MOST:
                targets[code] = whence
        elif targets[code] != whence and whence != ANSWERED:
            targets[code] = whence if targets[code] == ANSWERED else 0

    def knows(self, target: str, time: float) -> bool:
        """Tell whether the account had written to a target on a day before."""
        code, today = hashed(target), int((time - LATENESS_MAX_S) // DAY_S)  # `today_of`: asked at every message
        if self.known and self.known.get(code, -REMEMBERED) >= today - REMEMBERED:
            return True
        for day in self.days:  # a plain loop: likewise
            if day < today and code in self.days[day]:
                return True
        return False

    def allowed(self, time: float) -> int:
        """Return how many it may reach at once by what it did before: 0 for one that never reached many in a day."""
        today = today_of(time)
        reached = [most for day, most in self.reached.items() if today - DAYS_KEPT <= day < today]
        reached += [_strangers(targets) for day, targets in self.days.items() if day < today]
        full = [most for most in reached if most >= MASS]
        return max(full) * min(TIMES * len(full), MOST_TIMES) if full else 0

    def fold(self, since: float) -> None:
        """Put together the days before that of `since`: nothing can be added, and no window to come reaches them."""
        done = int(since // DAY_S)
        for day in sorted([day for day in self.days if day < done]):
            targets = self.days.pop(day)
            if places := _places(targets, self.known):
                self.places[day] = places
            self.known |= dict.fromkeys(targets, day)
            if (reached := _strangers(targets)) >= MASS:
                self.reached[day] = reached
        self._forget(done)

    def earlier(self, today: int) -> list[dict[int, int]]:
        """Return `places` of each day before."""
        found = [places for day, places in self.places.items() if today - DAYS_KEPT <= day < today]
        met = dict(self.known)
        for day in sorted([day for day in self.days if day < today]):
            found.append(_places(self.days[day], met))
            met |= self.days[day]
        return found

    def _forget(self, today: int) -> None:
        for days in (self.reached, self.places):
            for day in [day for day in days if day < today - DAYS_KEPT]:
                del days[day]
        self.known = times_since(self.known, today - REMEMBERED)
        if len(self.known) > KNOWN_MOST:
            newest = sorted(self.known.items(), key=lambda one: (-one[1], one[0]))
            self.known = dict(newest[:KNOWN_MOST])


def _strangers(targets: dict[int, int]) -> int:
    """Return how many targets were written to that had not written first."""
    return sum([whence != ANSWERED for whence in targets.values()])


def _places(targets: dict[int, int], met: dict[int, int]) -> dict[int, int]:
    """Count those not met before by whence they were written to; 0 whence only those met were: it was there, too."""
    news = dict.fromkeys([whence for whence in targets.values() if whence != ANSWERED], 0)
    news |= Counter([whence for code, whence in targets.items() if code not in met and whence != ANSWERED])
    return dict(sorted(news.items(), key=lambda one: (-one[1], one[0]))[:PLACES_MOST])


@lru_cache(maxsize=1024)  # several ask for the same
def hashed(target: str) -> int:
    """Return the number under which a target is kept."""
    return crc32(target.encode())


def first_day(time: float, window_s: float) -> int:
    """Return the day on which a window that ends at a time begins: only those before tell what was customary."""
    return int((time - window_s) // DAY_S)


def today_of(time: float) -> int:
    """Return the first day that may not be complete yet when an event of this time is seen."""
    return int((time - LATENESS_MAX_S) // DAY_S)
