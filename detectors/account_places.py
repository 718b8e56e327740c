"""How settled an account is: of its logins, how many came from new places. Told by what is surely over."""

from __future__ import annotations

from math import log10

from msgspec import field

from detectors.entered import Entered
from detectors.haste import HasteState
from detectors.strange import foreign
from schemas.event import FRESH, NEW_HERE, Event

QUARTER_S = 21_600.0
NEW, LOGINS = 2.0, 10.0  # an account nobody knows is believed to be like the population: two of ten logins
NONE = (0, 0)
MEMORY = 0.99  # of a quarter of a day with logins


class PlaceState(HasteState, array_like=True):
    """Adds the first success, and logins and those from foreign places: by quarter of a day, and decayed sums."""

    born: float = float("inf")
    quarters: dict[int, tuple[int, int]] = field(default_factory=dict)
    logins: float = 0.0
    foreign: float = 0.0
    entered: Entered = field(default_factory=list)

    def enter(self, event: Event) -> None:
        """Count a successful login."""
        time = event.time
        quarter = int(time // QUARTER_S)
        logins, away = self.quarters.get(quarter, NONE)
        if event.novel & ~(FRESH | NEW_HERE) and foreign(event):
            away += 1
        self.quarters[quarter] = logins + 1, away
        self.born = min(self.born, time)

    def share(self, time: float) -> float:
        """Return the share, 0 to 1, of the account's logins that come from a new place, as known at `time`."""
        last = int(time // QUARTER_S) - 1
        logins = away = 0
        for quarter, counts in self.quarters.items():
            if quarter < last:
                logins += counts[0]
                away += counts[1]
        return min(1.0, (self.foreign + away + NEW) / (self.logins + logins + LOGINS))

    def novelty(self, time: float) -> float:
        """Return how surprising it is that the account's owner is in a new place."""
        return -log10(self.share(time))

    def fold(self, oldest: float) -> None:
        """Fold the quarters that no event from `oldest` on asks for one by one."""
        done = int(oldest // QUARTER_S) - 1
        if not self.quarters or min(self.quarters) >= done:
            return
        for quarter in sorted([quarter for quarter in self.quarters if quarter < done]):
            logins, away = self.quarters.pop(quarter)
            self.logins, self.foreign = MEMORY * self.logins + logins, MEMORY * self.foreign + away
