"""What is remembered of two weeks of refusals, and who came back to be refused on several days."""

from __future__ import annotations

from collections.abc import Container, Iterator
from zlib import crc32

from msgspec import field

from detectors.base import LATENESS_MAX_S, State
from detectors.by_time import since
from detectors.code_guessing_guessers import TRIES, Guesser, Tried
from detectors.code_guessing_refused import Spread
from detectors.recurrence import DAY_S
from detectors.sampling import sampled
from detectors.site_days import asked, slot_of
from detectors.usage_amount import NAMED_MOST
from schemas.event import Event

WINDOW_DAYS = 14
KEPT = 1024  # accounts and products of a day; beyond, a sample of the accounts by hash
TURNED_KEPT = 64  # accounts of a day and product, a sample by hash: enough to say what is usual
KNOWN_LEAST = 20  # account-days with a refusal of the product: of fewer nobody can say what is usual


class DaysState(State, array_like=True):
    """`days`: by day and product (its slot) the accounts refused; `levels` of their samples; `waiting` steps.

    `usual`: what was usual on the site, by the day and product to whose events it was told. `given`: by day and product
    the accounts that were answered an hour and more after a refusal, and when first. `doors`: by day the names of
    products that refused anybody, by their slots. `turned`: by day and product how often accounts were told that it was
    `TAKEN`: some of those who met a closed door, where hardly anybody else did.
    """

    days: dict[int, dict[int, dict[str, Tried]]] = field(default_factory=dict)
    levels: dict[int, int] = field(default_factory=dict)
    waiting: dict[int, int] = field(default_factory=dict)
    usual: dict[int, dict[int, Spread]] = field(default_factory=dict)
    given: dict[int, dict[int, dict[str, float]]] = field(default_factory=dict)
    doors: dict[int, dict[int, str]] = field(default_factory=dict)
    turned: dict[int, dict[int, dict[str, int]]] = field(default_factory=dict)

    def give(self, event: Event) -> None:
        """Note an answer to who was refused before; that is surely known of what is older than events may be late."""
        day, slot, before = int(event.time // DAY_S), slot_of(event.product or ""), event.time - LATENESS_MAX_S
        tried = [slots[slot][event.subject] for slots in self.days.values() if event.subject in slots.get(slot, ())]
        if any([one.first[0] <= before for one in tried]):
            given = self.given.setdefault(day, {}).setdefault(slot, {})
            given[event.subject] = min(event.time, given.get(event.subject, event.time))

    def fit(self, event: Event) -> None:
        """Note an answer to who was refused again and again that day."""
        slots = self.days.get(int(event.time // DAY_S), {})
        if (tried := slots.get(slot_of(event.product or ""), {}).get(event.subject)) is not None:
            tried.fit(event)

    def turn_away(self, event: Event) -> None:
        """Note who was told that it is taken already."""
        slots = self.turned.setdefault(int(event.time // DAY_S), {})
        names = slots.setdefault(slot_of(event.product or ""), {})
        names[event.subject] = names.get(event.subject, 0) + 1
        if len(names) > TURNED_KEPT:
            del names[max(names, key=lambda name: (crc32(name.encode()), name))]

    def given_to(self, name: str, day: int, slot: int) -> float | None:
        """Return when an account was answered first in the two weeks that end with a day; None for never."""
        days = range(day - WINDOW_DAYS + 1, day + 1)
        return min(
            [self.given[at][slot][name] for at in days if name in self.given.get(at, {}).get(slot, ())], default=None
        )

    def add(self, event: Event) -> None:
        """Count a refusal, and keep what is usual."""
        day, slot = int(event.time // DAY_S), slot_of(event.product or "")
        if event.site is not None:
            self.usual.setdefault(asked(event.time), {})[slot] = event.site.refused
        slots, level = self.days.setdefault(day, {}), self.levels.get(day, 0)
        if not sampled(event.subject, level):
            return
        slots.setdefault(slot, {}).setdefault(event.subject, Tried()).add(event)
        doors, name = self.doors.setdefault(day, {}), (event.product or "")[:NAMED_MOST]
        doors[slot] = min(name, doors.get(slot, name))
        while sum(map(len, slots.values())) > KEPT:
            level = self.levels[day] = level + 1
            for at, names in slots.items():
                slots[at] = {name: tried for name, tried in names.items() if sampled(name, level)}

    def lately(self, day: int, slot: int) -> dict[str, dict[int, Tried]]:
        """Return the refusals of a product in the two weeks that end with a day, by account and day."""
        days, found = range(day - WINDOW_DAYS + 1, day + 1), dict[str, dict[int, Tried]]()
        level = max([self.levels.get(at, 0) for at in days])
        for at in days:
            for name, tried in self.days.get(at, {}).get(slot, {}).items():
                if sampled(name, level):
                    found.setdefault(name, {})[at] = tried
        return found

    def of_others(self, day: int, slot: int, names: Container[str]) -> dict[tuple[str, int], int]:
        """Return how often others than these were turned away in two weeks, by account and day, be it as taken."""
        lately = self.lately(day, slot)
        found = {(name, at): tried.number for name, days in lately.items() for at, tried in days.items()}
        for at in range(day - WINDOW_DAYS + 1, day + 1):
            for name, number in self.turned.get(at, {}).get(slot, {}).items():
                found[name, at] = found.get((name, at), 0) + number
        return {one: number for one, number in found.items() if one[0] not in names}

    def first_told(self, day: int, slot: int) -> Spread:
        """Return what was told first in the two weeks that end with a day, once enough was known; else (0, 0, 0)."""
        told = [self.told(at, slot) for at in range(day - WINDOW_DAYS + 1, day + 1)]
        return next((usual for usual in told if usual[0] >= KNOWN_LEAST), (0, 0, 0))

    def guesser(self, days: dict[int, Tried], slot: int, tries: int = TRIES) -> Guesser | None:
        """Return the days of an account beyond what was usual on the first; None before the site is known.

        `tries`: refusals of each, at least. What was usual later has its own tries in it.
        """
        hard = {day: tried for day, tried in days.items() if tried.number >= tries}
        for first in hard:
            known, _, rare = usual = self.told(first, slot)
            if known >= KNOWN_LEAST:
                found = {day: tried for day, tried in hard.items() if day >= first and tried.number > rare}
                return Guesser(found, usual)
        return None

    def told(self, day: int, slot: int) -> Spread:
        """Return what was told to a day's events, the latest of them."""
        told: Iterator[Spread] = (self.usual[at][slot] for at in (day, day - 1) if slot in self.usual.get(at, {}))
        return next(told, (0, 0, 0))

    def forget(self, day: int) -> None:
        """Drop what no window that ends on a day or later holds."""
        oldest = day - WINDOW_DAYS
        self.days = since(self.days, oldest + 1)
        self.levels = since(self.levels, oldest + 1)
        self.usual = since(self.usual, oldest)
        self.given = since(self.given, oldest + 1)
        self.doors = since(self.doors, oldest + 1)
        self.turned = since(self.turned, oldest + 1)
