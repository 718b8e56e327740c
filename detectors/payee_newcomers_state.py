"""Newcomers' first payouts of four weeks: which payees several of them share, of payees that mostly have one each."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

from detectors.network import network_of
from detectors.recurrence import DAY_S
from detectors.shared_state import Deed, Found, SharedState
from schemas.event import Event

SEVERAL = 3  # newcomers of one payee: a couple has two
PAYEES_LEAST = 20  # of a sort, before it is known that a payee of it mostly has one
SHARED_MOST = 0.1  # of the payees of a sort: where more are shared they are shops, and new as the whole site
# Unless hardly any has two: who pays shops makes some with two, more than with three; a gang's payees have many each,
# whatever their number. 2026-11: at most one honest payee in 45 has two, on six made-up products with twenty and more.
GANGS_MOST, COUPLES_MOST = 0.25, 0.1
LATELY_DAYS = 7  # a payee that nobody new was paid out to for so long is another matter
_SORT = re.compile(r"[A-Za-z]+(?=[^A-Za-z0-9])")


class Sort(NamedTuple):
    """Payees of a sort: how many newcomers paid them, and of those shared by several who, and how many apart."""

    payouts: int
    shared: Found
    apart: dict[str, int]

    def of(self, least: int) -> tuple[int, Found]:
        """Return how many newcomers are the `least`-th or a later one of their payee, and who shares these payees."""
        shared = {payee: sharers for payee, sharers in self.shared.items() if self.apart[payee] >= least}
        return sum([self.apart[payee] - least + 1 for payee in shared]), shared


class NewcomersState(SharedState, array_like=True):
    """As the base, of newcomers and whom they had paid out to."""

    def sorts(self, day: int) -> dict[str, Sort]:
        """Return the payees of the four weeks that end with a day, by what their names begin with."""
        payees: Found = {}
        for (payee, name), one in self._window(day):
            payees.setdefault(payee, {}).setdefault(name, one)
        sorts: dict[str, list[str]] = {}
        for payee in payees:
            sorts.setdefault(sort_of(payee), []).append(payee)
        return {sort: self._sort(day, {payee: payees[payee] for payee in named}) for sort, named in sorts.items()}

    def _sort(self, day: int, payees: Found) -> Sort:
        payouts = sum(map(len, payees.values()))
        apart = {payee: len(self.apart(sharers)) for payee, sharers in payees.items()}
        shared = [payee for payee, number in apart.items() if number >= SEVERAL]
        if len(payees) < PAYEES_LEAST or _are_shops(apart.values()):
            return Sort(payouts, {}, apart)
        lately = (day - LATELY_DAYS + 1) * DAY_S
        going_on = [payee for payee in shared if max([one.time for one in payees[payee].values()]) >= lately]
        return Sort(payouts, {payee: payees[payee] for payee in going_on}, apart)


def _are_shops(apart: Collection[int]) -> bool:
    """Tell by the newcomers of each payee of a sort whether several is what such payees have."""
    several = len([number for number in apart if number >= SEVERAL])
    couples = len([number for number in apart if number == SEVERAL - 1])
    most = GANGS_MOST if couples <= COUPLES_MOST * (len(apart) - several) else SHARED_MOST
    return several > most * len(apart)


def deed_of(event: Event) -> Deed:
    """Return what is kept of a payout: where none is told, its network is the account's own."""
    network = network_of(event.ip) if event.ip else event.subject
    return Deed(event.time, event.id, network, event.device or "")


def sort_of(payee: str) -> str:
    """Return the word that a payee's name begins with, "" where it does with none.

    >>> sort_of("iban_51ab02"), sort_of("tipster:c1"), sort_of("GB29NWBK6016"), sort_of("4f00-ab")
    ('iban', 'tipster', '', '')
    """
    found = _SORT.match(payee)
    return found[0].lower() if found else ""
