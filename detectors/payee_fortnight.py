"""A payee nearly all of whose payers, new or not, had a card refused and went on to another, in two weeks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from detectors.at_once import ONE_HOUR_MOST
from detectors.payee_tries import refused_of
from detectors.payee_window import PayeeWindow, tell_of
from detectors.recurrence import DAY_S
from detectors.settled_window import SettledState
from detectors.several_windows import SeveralWindows
from detectors.surprise import binomial, gamma_poisson
from detectors.tally import Tally
from detectors.window import WindowState, accounts_of, distinct

MOST = 0.75  # of all who pay it: where others do, too, honest ones among them are refused as well, and would be named
USUAL = 0.1  # of who pays an honest payee in a fortnight: at most one in nine, at 494 of five made-up products
LONG = 6  # numbers of such a window's detail, more than any other's
NUMBERS = (
    "accounts_that_paid",
    "accounts_refused_and_paid_with_another",
    "cards",
    "accounts_refused",
    "devices",
    "days",
)


class Fortnight(NamedTuple):
    """Accounts of which a card was refused (since when), at a payee of so many; cards of all, and how surprising."""

    surprise: float = 0.0
    payers: int = 0
    went_on: int = 0
    cards: int = 0
    devices: int = 0
    names: Mapping[str, float] = MappingProxyType({})


class PayeeFortnight(SeveralWindows, PayeeWindow):
    """Keeps what a payee's payments were for two of its windows, to judge both where one holds too few.

    Who tries a stolen card, and the next when that is refused, on an account each day or two, fills no week.
    """

    windows = 2

    def _enough(self, state: WindowState, end: int, count: float) -> bool:
        """As in the base; so does a bucket wait in which a card was refused, if two windows hold enough."""
        if count < self.least:
            tally = state.tallies.get(end)
            if tally is None or not tally.strangers or distinct(self._long(state, end)) < self.least:
                return False
        own: SettledState = state  # type: ignore[assignment]  # `state_type`; no cast: a call a payment
        own.waiting.setdefault(end, 0)
        return True

    def _fortnight(self, state: WindowState, end: int, past: tuple[float, float]) -> Fortnight:
        """Return what two windows show, in whatever order their buckets are."""
        return _found(self._long(state, end), past)

    def _accuse(self, state: WindowState, end: int, count: float, past: tuple[float, float], surprise: float) -> bool:
        """As in the base; where two windows tell most, name whom they show."""
        found = self._fortnight(state, end, past)
        if surprise < self.hot_from or found.surprise < surprise:
            return super()._accuse(state, end, count, past, surprise)
        detail = found.payers, found.went_on, found.cards, len(found.names), found.devices, _days(found)
        for tally in self._window(state, end):
            if tell_of(tally, frozenset(found.names)):
                tally.hot = True
                tally.crest(found.cards, 1 + past[0] / past[1], surprise, detail)
                for name, time in found.names.items():
                    tally.mark(name, time)
        return True


def _found(window: Sequence[Tally], past: tuple[float, float]) -> Fortnight:
    """Return the surprise of so many who had a card refused and went on to another, of all who paid; 0 where few did.

    Cards more than accounts are others of theirs. `accounts` and members of a tally are of all who paid.
    """
    tried, payers, cards = refused_of(window), len(accounts_of(window)), distinct(window)
    went_on = min(tried.several, cards - payers)
    days = [time // DAY_S for time in tried.times]
    at_once = max([days.count(day) for day in days], default=0) > ONE_HOUR_MOST * tried.several
    if not tried.spread() or at_once or went_on < MOST * payers:
        return Fortnight()
    surprise = min(binomial(payers, went_on, USUAL), gamma_poisson(cards - 1, *past))
    return Fortnight(surprise, payers, went_on, cards, tried.devices, tried.first)


def _days(found: Fortnight) -> int:
    return len({time // DAY_S for time in found.names.values()})


def sentence(detail: Sequence[int], key: str, days: float) -> str:
    """Say how many of all who paid were refused first."""
    payers, went_on, cards, refused, devices, on_days = detail
    then = "each of them" if went_on >= refused else f"at least {went_on} of them"
    return (
        f"{refused} of the {payers} accounts, new or not, that paid one payee ({key}), or tried to, within the "
        f"{days:.0f} days that tell most had a card refused for a reason that may lie in it, on {on_days} days and "
        f"{devices} devices, and {then} went on to another (usual: one in ten): {cards} cards in all"
    )
