"""What accounts use under new keys on one network, and which of them use more than new keys do, and as much."""

from __future__ import annotations

from math import log
from statistics import median
from typing import NamedTuple

from msgspec import field

from detectors.by_time import since
from detectors.key_spent import beyond_step, measured
from detectors.sampling import exact
from detectors.settled_window import SettledState
from detectors.site_days import asked
from detectors.site_told import lately
from detectors.surprise import binomial
from detectors.usage_amount import amount
from schemas.event import Event

KNOWN_LEAST = (
    10  # networks on which new keys used the product, on the first day of each: below, nine in ten are all but ...
)
# ... one, and that one may be the farm.
HEAVY = 0.25  # of a hoster's new customers use more than nine in ten do elsewhere: they come to put something to work
# What new keys use differs by a factor of three to five either way (standard deviation of the log 1.2 to 1.6): of two
# that have nothing to do with each other one in four is within this factor of the other.
ALIKE, ALIKE_BY_CHANCE = 1.5, 0.3
MOSTLY = 0.5  # of the network's accounts with a new key
CROWD, EVERYBODY = 256, ""  # accounts in an hour: none of them is looked at
Spread = tuple[int, int, int]  # networks known, the most of nine in ten, and of 99 in 100, in steps


class DrainsState(SettledState, array_like=True):
    """Adds by bucket what each account used of each product (its slot), and by day what was usual."""

    uses: dict[int, dict[str, dict[int, float]]] = field(default_factory=dict)
    usual: dict[int, dict[int, Spread]] = field(default_factory=dict)

    def use(self, event: Event, bucket: int) -> None:
        """Count what is used; nothing where a crowd is. Keep what is usual on the site."""
        slot = measured(event)
        if event.site is not None:
            self.usual.setdefault(asked(event.time), {})[slot] = event.site.spent
        uses = self.uses.setdefault(bucket, {})
        if EVERYBODY in uses:
            return
        used = uses.setdefault(event.subject, {})
        used[slot] = used.get(slot, 0.0) + exact(amount(event))
        if len(uses) > CROWD:
            uses.clear()
            uses[EVERYBODY] = {}

    def forget(self, oldest: int, watermark: float) -> None:
        """Drop what was used before bucket `oldest`, and what was usual long ago."""
        self.uses = since(self.uses, oldest)
        self.usual = lately(self.usual, watermark)


class Drains(NamedTuple):
    """Accounts that use more of a product than new keys do, all as much; of how many; how much; what is usual."""

    names: frozenset[str] = frozenset()
    among: int = 0
    each: float = 0.0
    usual: Spread = (0, 0, 0)

    def surprise(self) -> float:
        """Return the surprise of so many that use so much, and of their using the same.

        >>> names = frozenset("abcdef")
        >>> [round(Drains(names, among).surprise(), 1) for among in (6, 8, 40)]
        [6.2, 3.9, 0.0]
        """
        found = len(self.names)
        if found < 2 or found < MOSTLY * self.among:
            return 0.0
        return binomial(self.among, found, HEAVY) + binomial(self.among - 1, found - 1, ALIKE_BY_CHANCE)


def drains(state: DrainsState, end: int, steps: int, step_s: float) -> Drains:
    """Return those of a window, of the product of which they are the most surprising."""
    buckets = [uses for at, uses in state.uses.items() if end - steps < at <= end]
    usual, best = state.usual.get(asked(end * step_s), {}), Drains()
    if any([EVERYBODY in uses for uses in buckets]):
        return best
    for slot in sorted(usual):
        if usual[slot][0] >= KNOWN_LEAST:
            found = _found(buckets, slot, usual[slot])
            best = max(best, found, key=Drains.surprise)
    return best


def _found(buckets: list[dict[str, dict[int, float]]], slot: int, usual: Spread) -> Drains:
    used: dict[str, float] = {}
    for uses in buckets:
        for name, slots in uses.items():
            if slot in slots:
                used[name] = used.get(name, 0.0) + slots[slot]
    least = beyond_step(usual[1])
    heavy = {name: units for name, units in used.items() if units >= least}
    if not heavy:
        return Drains()
    each = median(heavy.values())
    names = frozenset([name for name, units in heavy.items() if abs(log(units / each)) <= log(ALIKE)])
    return Drains(names, len(used), each, usual)
