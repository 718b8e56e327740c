"""First payouts of four weeks: which of them came just after a change, and which payees several accounts share."""

from __future__ import annotations

from typing import NamedTuple

import msgspec
from msgspec import field

from detectors.by_time import since
from detectors.payee_newcomers_state import PAYEES_LEAST, SEVERAL, sort_of
from detectors.recurrence import DAY_S
from detectors.shared_state import WINDOW_DAYS, Deed, Found, Pair, SharedState
from detectors.steps import HOUR_S
from schemas.event import Event

WEEK_DAYS = 7  # a thief's payees come together; a fleet's or a flat's third payer comes some day
CHANGES_KEPT = 4096  # accounts of a day
# Of the payees of a sort, those two accounts share: where more are, payees are shops or landlords. 2026-12: at most one
# honest payee in 30 in a week where payouts go to banks, one in eight where a shop's customers pay without a card.
COUPLES_MOST = 0.05


class Sort(NamedTuple):
    """Payees of a sort within a week: how many accounts were the first who paid them, and who shares those of three."""

    payouts: int
    shared: Found
    further: int


class PayoutsState(SharedState, array_like=True):
    """As the base, of first payouts; a deed of a day that is judged is `known` where nothing was changed before it.

    `changes`: by day and account, the first and the last change of what locks an owner out. `crowded`: by day, payees
    that were paid by more than a few already.
    """

    changes: dict[int, dict[str, tuple[float, float]]] = field(default_factory=dict)
    crowded: dict[int, dict[str, bool]] = field(default_factory=dict)

    def change(self, event: Event) -> None:
        """Note a change."""
        day, name, time = self.changes.setdefault(int(event.time // DAY_S), {}), event.subject, event.time
        first, last = day.get(name, (time, time))
        day[name] = min(first, time), max(last, time)
        if len(day) > CHANGES_KEPT:
            del day[max(day)]

    def crowd(self, event: Event) -> None:
        """Note that more than a few pay the payee, unless its account alone paid it before: in the week or earlier."""
        day, pair = int(event.time // DAY_S), (event.merchant or "", event.subject)
        if not any([pair in self.of_day(at) for at in range(day - WINDOW_DAYS + 1, day + 1)]):
            crowded = self.crowded.setdefault(day, {})
            crowded[pair[0]] = True
            if len(crowded) > CHANGES_KEPT:
                del crowded[max(crowded)]

    def settle_day(self, day: int) -> None:
        """Tell the deeds of a day that is over apart by what came within the hour before them."""
        self.days[day] = {pair: self._settled(pair, one) for pair, one in self.of_day(day).items()}

    def _settled(self, pair: Pair, one: Deed) -> Deed:
        at = int(one.time // DAY_S)
        times = [time for day in (at - 1, at) for time in self.changes.get(day, {}).get(pair[1], ())]
        altered = any([one.time - HOUR_S <= time <= one.time for time in times])
        return msgspec.structs.replace(one, known=not altered)

    def altered(self) -> PayoutsState:
        """Return those alone that came within the hour after a change."""
        days = {at: {pair: one for pair, one in deeds.items() if not one.known} for at, deeds in self.days.items()}
        return PayoutsState(days=days)

    def sorts(self, day: int) -> list[Sort]:
        """Return the payees of the week that ends with a day, by what their names begin with: of private ones alone."""
        sorts: dict[str, Found] = {}
        for at in range(day - WEEK_DAYS + 1, day + 1):
            for (payee, name), one in sorted(self.of_day(at).items(), key=lambda entry: entry[1].time):
                sorts.setdefault(sort_of(payee), {}).setdefault(payee, {}).setdefault(name, one)
        crowded = {payee for at in range(day - WEEK_DAYS + 1, day + 1) for payee in self.crowded.get(at, ())}
        return [_sort(payees, crowded) for payees in sorts.values() if self._are_private(payees)]

    def _are_private(self, payees: Found) -> bool:
        couples = [sharers for sharers in payees.values() if len(self.apart(sharers)) == SEVERAL - 1]
        return len(payees) >= PAYEES_LEAST and len(couples) <= COUPLES_MOST * len(payees)

    def forget(self, day: int) -> None:
        """As in the base; of changes only those before what may still come are asked for."""
        super().forget(day)
        self.changes, self.crowded = since(self.changes, day - 1), since(self.crowded, day - WEEK_DAYS + 1)


def _sort(payees: Found, crowded: set[str]) -> Sort:
    """Return who shares payees that three and more paid, each in a network and hour of his own, and few else."""
    apart = {payee: len(SharedState().apart(sharers)) for payee, sharers in payees.items() if payee not in crowded}
    shared = {payee: payees[payee] for payee, number in apart.items() if number >= SEVERAL}
    further = sum([apart[payee] - SEVERAL + 1 for payee in shared])
    return Sort(sum(map(len, payees.values())), shared, further)
