"""How settled an account is: of its logins, how many came from new places. Told by what is surely over.

And what was new about those who failed on it: a client of the owner's that goes on failing with an old password is one
that once got in, and so is on a device, and mostly in a country, where the account has been.
"""

from __future__ import annotations

from math import log10

from msgspec import field

from detectors.entered import Entered
from detectors.haste import HasteState
from detectors.pace import MINUTE_S, MINUTES, note, pace, within
from detectors.place_kinds import UNTOLD, is_away, kind_of
from detectors.strange import foreign
from schemas.event import NEW_ACCOUNT, NEW_COUNTRY, NEW_DEVICE, Event

QUARTER_S = 21_600.0
NEW, LOGINS = 2.0, 10.0  # an account nobody knows is believed to be like the population: two of ten logins
ABROAD = 0.2  # of those ten from a new country
CLIENT = 1.0  # surprise that a client which goes on failing has never got in: of ten that do, one was set up wrong
LASTING = 24  # buckets of an hour before a window: who guesses by hand sleeps, and goes on the next day
NONE = (0, 0, 0)
MEMORY = 0.99  # of a quarter of a day with logins


class PlaceState(HasteState, array_like=True):
    """Adds the first success, logins by quarter of a day and their decayed sums, failures by bucket and `kind_of`.

    Of logins three are counted: all, those from foreign places, and of these those from new countries. Of failures for
    whose place nothing speaks (`is_away`) those of recent minutes, and by bucket the most in ten minutes.
    """

    born: float = float("inf")
    quarters: dict[int, tuple[int, int, int]] = field(default_factory=dict)
    logins: float = 0.0
    foreign: float = 0.0
    abroad: float = 0.0
    entered: Entered = field(default_factory=list)
    kinds: dict[int, dict[int, int]] = field(default_factory=dict)
    minutes: dict[int, int] = field(default_factory=dict)
    paces: dict[int, int] = field(default_factory=dict)

    def enter(self, event: Event) -> None:
        """Count a successful login. The first of all is from new places, which says nothing."""
        time, novel = event.time, event.novel
        quarter = int(time // QUARTER_S)
        logins, away, abroad = self.quarters.get(quarter, NONE)
        if novel and not novel & NEW_ACCOUNT and foreign(event):
            away += 1
            abroad += bool(novel & NEW_COUNTRY)
        self.quarters[quarter] = logins + 1, away, abroad
        if time < self.born:  # noqa: PLR1730  # as in `Counts.seen`
            self.born = time

    def failed(self, event: Event, step_s: float) -> None:
        """Count a failure from a foreign place by what is new about it; buckets last `step_s`."""
        kinds, kind = self.kinds.setdefault(int(event.time // step_s), {}), kind_of(event)
        kinds[kind] = kinds.get(kind, 0) + 1
        if is_away(kind):
            note(self.minutes, self.paces, event.time, step_s)

    def settled(self, time: float) -> float:
        """Return, from 0 to 1, how well the account's places are known: half by `NEW` logins."""
        logins = self._known(time)[0]
        return logins / (logins + NEW)

    def hours(self, end: int, steps: int) -> int:
        """Return in how many buckets of a window and `LASTING` before failures tell of a place, not `UNTOLD`."""
        window = [kinds for bucket, kinds in self.kinds.items() if end - steps - LASTING < bucket <= end]
        return sum([any([kind != UNTOLD for kind in kinds]) for kinds in window])

    def pace(self, end: int, steps: int, further: Event | None = None) -> float:
        """Return the surprise of the pace of failures `is_away` in a window, counted as in `failures`."""
        most = max([count for bucket, count in self.paces.items() if end - steps < bucket <= end], default=0)
        if further is not None and is_away(kind_of(further)):
            most = max(most, 1 + within(self.minutes, int(further.time // MINUTE_S)))
        return pace(most)

    def failures(self, end: int, steps: int, further: Event | None = None) -> dict[int, int]:
        """Return how many failed by kind in the window that ends with bucket `end`, with one more if told."""
        found = {} if further is None else {kind_of(further): 1}
        for bucket, kinds in self.kinds.items():
            if end - steps < bucket <= end:
                for kind, count in kinds.items():
                    found[kind] = found.get(kind, 0) + count
        return found

    def _known(self, time: float) -> tuple[float, float, float]:
        """Return logins, and those from foreign places and new countries, as known at `time`."""
        last, found = int(time // QUARTER_S) - 1, (self.logins, self.foreign, self.abroad)
        for quarter in sorted([quarter for quarter in self.quarters if quarter < last]):
            found = _folded(found, self.quarters[quarter])
        return found

    def share(self, time: float) -> float:
        """Return the share, 0 to 1, of the account's logins that come from a new place, as known at `time`."""
        logins, away, _ = self._known(time)
        return min(1.0, (away + NEW) / (logins + LOGINS))

    def moved(self, time: float) -> float:
        """Return the share of the account's logins seen to come from new places; little where few are known."""
        logins, away, _ = self._known(time)
        return max(0.0, away - 1.0) / (logins + LOGINS)  # the first may come after usage elsewhere: it says nothing

    def novelty(self, time: float, kind: int = 0) -> float:
        """Return how surprising it is that the account's owner has a client go wrong in a new place of this kind."""
        logins, away, abroad = self._known(time)
        share = (abroad + ABROAD) if kind & NEW_COUNTRY else (away + NEW)
        return CLIENT * bool(kind & NEW_DEVICE) - log10(min(1.0, share / (logins + LOGINS)))

    def forget(self, time: float, bucket: int) -> None:
        """As in the base; drop the failures before `bucket` too, but for `hours` those of the day before it."""
        super().forget(time, bucket)
        if self.kinds and min(self.kinds) < bucket - LASTING:
            self.kinds = {number: kinds for number, kinds in self.kinds.items() if number >= bucket - LASTING}
        if self.paces:
            minute = int(time // MINUTE_S) - MINUTES
            self.minutes = {number: count for number, count in self.minutes.items() if number >= minute}
            self.paces = {number: count for number, count in self.paces.items() if number >= bucket}

    def fold(self, oldest: float) -> None:
        """Fold the quarters that no event from `oldest` on asks for one by one."""
        done = int(oldest // QUARTER_S) - 1
        if not self.quarters or min(self.quarters) >= done:
            return
        for quarter in sorted([quarter for quarter in self.quarters if quarter < done]):
            sums = _folded((self.logins, self.foreign, self.abroad), self.quarters.pop(quarter))
            self.logins, self.foreign, self.abroad = sums


def _folded(sums: tuple[float, float, float], counts: tuple[int, int, int]) -> tuple[float, float, float]:
    """Return the sums with one more quarter of a day: the same whether it is folded away yet or not."""
    logins, away, abroad = sums
    return MEMORY * logins + counts[0], MEMORY * away + counts[1], MEMORY * abroad + counts[2]
