"""What is remembered of logins by entrance (the event's `source`): a day's failures abroad, counts of older days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final
from zlib import crc32

from msgspec import Struct, field

from detectors.login_day import STEP_S, STEPS
from detectors.login_habit import FAILS, OWN, PRIOR_WEIGHT
from detectors.network import network_of
from detectors.own_fault import own_fault
from detectors.signup_steps import MEMORY, Remembered, count_in, counted_in, keep, known_before
from detectors.slots import slot
from detectors.strange import foreign
from schemas.event import NEW_ACCOUNT, NEW_IP, Event

KEPT = 256  # failures a step; beyond, a sample by hash
ENTRANCES = 64  # told apart, by hash: most products have one to five, a few name each of their servers
DAYS_MOST = 1 / (1 - MEMORY) / 24  # for so many days attempts are remembered, as of resets
NAMED = 60  # characters of an entrance's name
ABROAD: Final = "failed"  # accounts that failed at a provider new to them
ENTERED: Final = "entered"  # ... that got in at one
ACCUSED: Final = "accused"  # ... of those that failed, as part of an alert
HOME: Final = "home"  # ... that failed where they have been


class Tried(Struct, array_like=True):
    """A failure at a provider new to the account: when, through which entrance, from which network by hash.

    `accused`: somebody was accused of it, so that it is not counted as usual.
    """

    time: float
    source: str
    network: str
    accused: bool = False


class SourceState(Remembered[Tried], array_like=True):
    """Failures by step and account; counts by entrance and hour; `oldest`: the first hour of all."""

    oldest: int = field(default=-1)

    def add(self, event: Event, kind: str) -> None:
        """Count an attempt; remember it where it failed abroad."""
        step = int(event.time // STEP_S)
        self.oldest = step if self.oldest < 0 else min(step, self.oldest)
        count_in(self, step, named(kind, event.source), kind)
        if kind == ABROAD:
            keep(self, step, event.subject, tried_of(event), KEPT, _order)

    def through(self, step: int, source: str) -> dict[str, Tried]:
        """Return the day's failures through an entrance, as far as they are kept; the day ends with `step`."""
        steps = range(step - STEPS + 1, step + 1)
        return {name: one for at in steps for name, one in self.made.get(at, {}).items() if one.source == source}

    def accuse(self, group: Iterable[Tried]) -> None:
        """Keep failures out of what is usual."""
        for one in group:
            if not one.accused:
                one.accused = True
                count_in(self, int(one.time // STEP_S), named(ACCUSED, one.source))

    def expected(self, step: int, source: str) -> float:
        """Return how many fail so in a day: as before, or as goes with who gets in abroad, or fails at home, today."""
        failed = max(0.0, self.known(named(ABROAD, source), step) - self.known(named(ACCUSED, source), step))
        days, names = max(1.0, min(DAYS_MOST, self.days(step))), (named(ENTERED, source), named(HOME, source))
        going = [
            self.today(name, step) * (failed + each * PRIOR_WEIGHT) / (self.known(name, step) + PRIOR_WEIGHT)
            for name, each in zip(names, (FAILS, OWN), strict=True)
        ]
        return max(failed / days, *going)

    def level(self, step: int) -> int:
        """Return which sample the fullest step of the day has left: one in 2 to the power of it."""
        return max([self.levels.get(at, 0) for at in range(step - STEPS + 1, step + 1)])

    def today(self, name: str, step: int) -> float:
        """Return how many the day that ends with `step` has under a name."""
        return counted_in(self, range(step - STEPS + 1, step + 1), name)

    def known(self, name: str, step: int) -> float:
        """Return how many came before that day under a name, as far as is remembered."""
        return known_before(self, name, step - STEPS + 1)

    def days(self, step: int) -> float:
        """Return for how many days logins had been seen before the day that ends with `step`."""
        return (step - STEPS + 1 - self.oldest) / 24 if self.oldest >= 0 else 0.0


def kind_of(event: Event) -> str | None:
    """Return what an attempt counts as; None for an owner who gets in, and where nothing is known of the account."""
    if event.novel & NEW_ACCOUNT or event.ip is None:
        return None
    if event.outcome is False:
        return None if own_fault(event) else ABROAD if foreign(event) else HOME
    return ENTERED if event.novel & NEW_IP and event.outcome and foreign(event) else None


def tried_of(event: Event) -> Tried:
    """Return what is kept of a failure abroad."""
    return Tried(event.time, event.source[:NAMED], slot("network", network_of(event.ip or "")))


def named(kind: str, source: str) -> str:
    """Return the name under which attempts through an entrance are counted."""
    return f"{kind}{crc32(source[:NAMED].encode()) % ENTRANCES}"


def sources(made: Iterable[Tried]) -> list[str]:
    """Return the entrances of some failures, in order of their names."""
    return sorted(Counter(one.source for one in made))


def _order(one: Tried) -> tuple[float, str, str]:
    return one.time, one.source, one.network
