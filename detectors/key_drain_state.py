"""What the keys of one account spent lately, by bucket, key and product; when they were made."""

from __future__ import annotations

from detectors.nothing import NOTHING
from detectors.recurrence import noted
from detectors.slips import Slip, SlipState, glance, put, read, tally_of
from detectors.tally import forget
from schemas.event import Event

KEYS_KEPT = 64  # keys made lately, and keys in one bucket
OTHER = ""  # what keys beyond that use
OF = "\n"  # parts a key from the product whose units it used; a key without is one's requests
Spent = dict[int, dict[str, float]]  # units by bucket and key


class DrainState(SlipState, array_like=True):
    """Buckets: tallies and what was spent, or slips. When keys were made; each past day's fullest bucket."""

    days: bytes = b""
    made: dict[str, float] = NOTHING
    spent: Spent = NOTHING

    def count(self, slip: bytes, step_s: float) -> None:
        """Count an event in its bucket's tally and in what was spent."""
        told = read(slip)
        put(told, tally_of(int(told.time // step_s), self))
        self.spent = self.spent or {}
        spend(self.spent, told, step_s)

    def count_all(self, step_s: float) -> None:
        """Leave nothing on slips."""
        slips, self.slips = self.slips, ()
        for slip in slips:
            self.count(slip, step_s)

    def all_spent(self, step_s: float) -> Spent:
        """Return the units by bucket and key, those on slips with them."""
        spent = {bucket: dict(by_key) for bucket, by_key in self.spent.items()}
        for slip in self.slips:
            spend(spent, read(slip), step_s)
        return spent

    def make(self, event: Event) -> None:
        """Note when a key was made."""
        key = event.key or ""
        self.made = made = {**self.made, key: min(event.time, self.made.get(key, float("inf")))}
        if len(made) > KEYS_KEPT:
            del made[min(made, key=lambda name: (made[name], name))]

    def is_told(self, bucket: int, step_s: float) -> bool:
        """Tell whether the bucket's events are known, and not only what they spent: its alert is not closed."""
        return bucket in self.tallies or any([glance(slip)[0] // step_s == bucket for slip in self.slips])

    def fold(self, first: int, step_s: float) -> None:
        """Drop the buckets before `first`, keeping the fullest of each day."""
        spent = {at: dict(by_key) for at, by_key in self.spent.items() if at < first} if self.spent else {}
        slips, before = self.slips, first * step_s
        over = [slip for slip in slips if glance(slip)[0] < before]
        for slip in over:
            spend(spent, read(slip), step_s)
        for bucket in sorted(spent):
            self.days = noted(self.days, bucket * step_s, most(spent[bucket]))
        if over:
            self.slips = tuple([slip for slip in slips if glance(slip)[0] >= before]) if len(over) < len(slips) else ()
        if self.spent:
            self.spent = {bucket: by_key for bucket, by_key in self.spent.items() if bucket >= first} or NOTHING
        if self.tallies:
            forget(first, self.tallies)


def spend(spent: Spent, told: Slip, step_s: float) -> None:
    """Add what an event used."""
    by_key = spent.setdefault(int(told.time // step_s), {})
    key = told.key or OTHER
    name = key if told.units is None else f"{key}{OF}{told.product or ''}"
    if name not in by_key and len(by_key) >= KEYS_KEPT:
        name = OTHER if told.units is None else f"{OTHER}{OF}"
    by_key[name] = by_key.get(name, 0.0) + (told.weight if told.units is None else told.units)


def most(by_key: dict[str, float]) -> float:
    """Return the most that was used of one product, or of requests, under all keys."""
    if len(by_key) == 1:  # as of most accounts
        (only,) = by_key.values()
        return only
    totals: dict[str, float] = {}
    for name, units in by_key.items():
        measured = name.partition(OF)[2] if OF in name else OF
        totals[measured] = totals.get(measured, 0.0) + units
    return max(totals.values(), default=0.0)
