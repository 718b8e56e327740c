"""Addresses on which several accounts failed and hardly any got in: who got in there belongs to the attack.

A list is tried through some hundred rented addresses, a few accounts on each in a day: no address does enough to be
told by itself. But once an attack on the whole site is told, its entries are those on such addresses. Behind a
carrier's or an office's address more get in than fail, even of those who are new there.
"""

from __future__ import annotations

from collections.abc import Collection
from zlib import crc32

from msgspec import Struct, field
from msgspec.structs import replace

from detectors.first_times import unite
from detectors.login_began import since_began
from detectors.tally import Tally
from schemas.event import Event

DAY_S = 86_400.0
DAYS = 4  # remembered
FAILED_LEAST = 4  # accounts: of a household hardly so many fail where they have never been
FAILED_TO_ONE = 4  # accounts that fail for one that gets in: elsewhere it is the other way round
FAILED_MOST, ENTERED_MOST = 8, 3  # accounts kept an address and day: enough to tell one from the other
LOUD_S = 240.0  # so many failed accounts within it are no patient list's: what got in there `login_fanout` tells
KEPT = 512  # addresses a day on which some failed, and as many on which some got in; beyond, a sample by hash

PLACED = "~e"  # begins who they are, among a run's sums
Firsts = dict[str, float]  # account -> when first


class Attempts(Struct, array_like=True):
    """By address (its hash), the first accounts of a day; and which sample of the addresses is left."""

    known: dict[int, Firsts] = field(default_factory=dict)
    level: int = 0

    def note(self, place: int, name: str, time: float, most: int) -> None:
        """Note an attempt: the same is left in whatever order attempts come. Hardly any calls: many logins are new."""
        known, level = self.known, self.level
        if level and place >> (32 - level):
            return
        if place not in known:
            known[place] = {name: time}
            if len(known) > KEPT:
                self._thin()
            return
        firsts = known[place]
        if name in firsts:
            firsts[name] = min(firsts[name], time)
            return
        firsts[name] = time
        if len(firsts) > most:
            del firsts[max(firsts, key=lambda one: (firsts[one], one))]

    def _thin(self) -> None:
        while len(self.known) > KEPT:
            level = self.level = self.level + 1
            self.known = {other: told for other, told in self.known.items() if not other >> (32 - level)}


class Places(Struct, array_like=True):
    """By day: attempts that failed from where their account had never been, and those that got in."""

    failed: dict[int, Attempts] = field(default_factory=dict)
    entered: dict[int, Attempts] = field(default_factory=dict)

    def note(self, event: Event) -> None:
        """Note an attempt from an address new to its account."""
        if event.ip is None:
            return
        side, most = (self.entered, ENTERED_MOST) if event.outcome else (self.failed, FAILED_MOST)
        day = int(event.time // DAY_S)
        if day not in side:
            side[day] = Attempts()
        # What tells a device and what tells none are other clients: a script behind a carrier has none, people have.
        place = event.ip if event.device is None else f"{event.ip} "
        side[day].note(crc32(place.encode()), event.subject, event.time, most)

    def taken(self, until: float, began: float = float("-inf")) -> Firsts:
        """Return who got in where `FAILED_LEAST` others failed, within `DAYS`, and when: not those who had before.

        Only where somebody failed since the attack that is told `began`: on other addresses was another one, days ago.
        Cost: 2 ms at most.
        """
        since = until - DAYS * DAY_S
        tried = set().union(*[one.known for one in self.failed.values()])  # where people only get in, nobody is taken
        entered = _between(self.entered, since, until, tried)
        failed = _between(self.failed, since, until, entered)
        found: Firsts = {}
        for place, names in entered.items():
            others = sorted([time for name, time in failed.get(place, {}).items() if name not in names])
            if not others or max(failed[place].values()) < began:
                continue
            # Who came before counts as one who may.
            if len(others) >= max(FAILED_LEAST, FAILED_TO_ONE * len(names)) and not _loud(others):
                unite(found, since_began(names, min(others), max(others), len(others)))
        return found

    def forget(self, watermark: float) -> None:
        """Drop the days that are not asked for any more."""
        oldest = int(watermark // DAY_S) - DAYS
        for side in (self.failed, self.entered):
            for day in [day for day in side if day < oldest]:
                del side[day]


def _loud(times: list[float]) -> bool:
    """Tell whether as many accounts as are kept of a day failed within minutes."""
    return any([last - first <= LOUD_S for first, last in zip(times, times[FAILED_MOST - 1 :], strict=False)])


def _between(days: dict[int, Attempts], first: float, last: float, places: Collection[int]) -> dict[int, Firsts]:
    """Return the accounts of each of these addresses within a time."""
    found: dict[int, Firsts] = {}
    for day in sorted(days):
        known = days[day].known
        for place in [place for place in known if place in places]:
            told = {name: time for name, time in known[place].items() if first <= time <= last}
            if told:
                found[place] = {**told, **found.get(place, {})}
    return found


def with_places(run: Tally, taken: Firsts) -> Tally:
    """Return a run that tells who got in at an address on which others failed."""
    return replace(run, extra={**(run.extra or {}), **{f"{PLACED}{name}": time for name, time in taken.items()}})


def placed(run: Tally) -> Firsts:
    """Return who got in so, and when."""
    return {name.removeprefix(PLACED): time for name, time in (run.extra or {}).items() if name.startswith(PLACED)}
