"""Who came back to be refused one product on several days, and how surprising that is."""

from __future__ import annotations

from math import log10
from typing import NamedTuple

from msgspec import Struct

from detectors.code_guessing_refused import Spread
from detectors.site_spread import RARE, beyond
from schemas.event import FRESH, Event

TRIES = 6  # refusals in a day: on six made-up products no honest account without a key has as many on two days
FAR_MOST = 2.0  # of surprise: a page that is gone is asked for as often as it is looked at
PROVIDERS_KEPT = 4  # of an account's day: more than these are not told apart, the lowest numbers stay
EVENTS_KEPT = 8  # of an account's day, the first: what a reviewer of one account looks at
EACH = 1.0  # one in ten of those who tried so hard do so on yet another day: they wait for a new code, or an answer


class Tried(Struct, array_like=True):
    """How often an account was refused a product in a day, its first such event, the time of the last; from where.

    `fresh`: it had signed up within the week; `fitted`: how often it was given it after several refusals, and when
    first; `events`: the first few refusals.
    """

    number: int = 0
    first: tuple[float, str] = (float("inf"), "")
    last: float = 0.0
    providers: tuple[int, ...] = ()
    fresh: bool = False
    fitted: int = 0
    events: tuple[tuple[float, str], ...] = ()
    fitted_first: float = float("inf")

    def add(self, event: Event) -> None:
        """Count a refusal."""
        self.number += 1
        self.first = min(self.first, (event.time, event.id))
        self.last = max(self.last, event.time)
        self.events = tuple(sorted((*self.events, (event.time, event.id)))[:EVENTS_KEPT])
        self.fresh = self.fresh or event.novel & FRESH != 0
        if event.asn is not None and event.asn not in self.providers:
            self.providers = tuple(sorted((*self.providers, event.asn))[:PROVIDERS_KEPT])

    def fit(self, event: Event) -> None:
        """Count an answer after several refusals."""
        self.fitted += 1
        self.fitted_first = min(self.fitted_first, event.time)


class Guesser(NamedTuple):
    """An account's days with unusually many refusals, from the first on, beside what was usual then."""

    days: dict[int, Tried]
    usual: Spread

    def surprise(self, least: int) -> float:
        """Return the surprise of so many days, `least` of them at least, by as many as each of those had.

        >>> days = {day: Tried(8) for day in range(6)}
        >>> Guesser(days, (200, 4, 4)).surprise(4), Guesser(days, (200, 3, 7)).surprise(4)
        (9.0, 7.125)
        """
        if len(self.days) < least:
            return 0.0
        known, most, rare = self.usual
        count = sorted([tried.number for tried in self.days.values()])[-least]
        far = min(FAR_MOST, beyond(count, most, rare, 0.0))
        return min(RARE, log10(known)) + far + EACH * (len(self.days) - 1)


class Guessers(NamedTuple):
    """Accounts that stand out at one product, by name, and how many were refused it at all in these days.

    `together`: their surprise, where it is that of all of them and not of the one that stands out most; else 0. `slot`:
    the product's; `way`: in which they stand out, 0 for each alone.
    """

    names: dict[str, Guesser]
    among: int
    together: float = 0.0
    slot: int = 0
    way: int = 0

    def surprise(self, least: int) -> float:
        """Return what all of them are worth together, or else the one that stands out most."""
        return self.together or max([one.surprise(least) for one in self.names.values()], default=0.0)
