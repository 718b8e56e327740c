"""What money went through of what an alert tells of, as far as amounts and currencies are told."""

from __future__ import annotations

from collections.abc import Mapping

from detectors.tally import Tally
from detectors.wording import counted, listed, money
from schemas.event import Event

THROUGH = "went_through_minor_"  # with which such sums' names begin, in a tally and in evidence
CURRENCIES_MOST = 3
NAMES_MOST = 4096  # remembered; currencies are some dozen, what else is told may be anything
LETTERS = 3  # of a currency; what else is told is none, and might be anything


class _Names(dict[str, str]):
    """Names of sums by currency: looked up without a call, since each payment asks."""

    def __missing__(self, currency: str) -> str:
        if len(self) >= NAMES_MOST:
            self.clear()
        known = len(currency) == LETTERS and currency.isascii()
        found = self[currency] = f"{THROUGH}{currency.upper()}" if known else ""
        return found


_NAMES = _Names()


def name_of(event: Event) -> str:
    """Return the name of the sum that a payment belongs to; "" where it failed, or no amount or currency is told."""
    return _NAMES[event.currency] if event.outcome and event.amount_minor and event.currency else ""


def note_through(event: Event, tally: Tally) -> None:
    """Add what went through."""
    if name := name_of(event):
        tally.add(name, event.amount_minor or 0.0)


def told(extra: Mapping[str, float] | None) -> str:
    """Say how much it was, of no more currencies than are read at a glance; "" where it was nothing.

    >>> told({"went_through_minor_USD": 330_000.0, "went_through_minor_EUR": 50.0}), told({"refused": 3.0}), told(None)
    ('0.50 EUR and 3,300.00 USD', '', '')
    >>> told({f"{THROUGH}{name}": 500.0 for name in ("AED", "EUR", "GBP", "USD", "ZAR")})
    '5.00 AED, 5.00 EUR, 5.00 GBP and sums in 2 other currencies'
    """
    sums = {name.removeprefix(THROUGH): minor for name, minor in (extra or {}).items() if name.startswith(THROUGH)}
    each = [money(sums[name], [name]) for name in sorted(sums)]
    if len(each) > CURRENCIES_MOST:
        more = counted(len(each) - CURRENCIES_MOST, "other currency")
        each = [*each[:CURRENCIES_MOST], f"sums in {more}"]
    return listed(each)
