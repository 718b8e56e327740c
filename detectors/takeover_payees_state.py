"""What is remembered of four weeks of payments on devices that had lain for days, to payees of hardly anybody else."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, field

from detectors.base import State
from detectors.by_time import since
from detectors.network import network_of
from detectors.recurrence import DAY_S
from schemas.event import LODGED, UNTOUCHED, Event

WINDOW_DAYS = 28  # patient thieves take one account every three days, and give each payee to a few
KEPT = 256  # such payments of a day, the first by payee and account


class Paid(Struct, array_like=True, frozen=True):
    """That an account paid a payee so for the first time: in which payment, from which network, on which device."""

    time: float
    event_id: str
    network: str
    device: str


Found = dict[str, dict[str, Paid]]  # by payee and account


def secluded(event: Event) -> bool:
    """Tell whether a payment is on such a device, and its payee paid by hardly anybody else."""
    return event.novel & (LODGED | UNTOUCHED) == LODGED | UNTOUCHED and bool(event.merchant)


class PayeesState(State, array_like=True):
    """`days`: by day, and by payee and account, such payments."""

    days: dict[int, dict[tuple[str, str], Paid]] = field(default_factory=dict)
    waiting: dict[int, int] = field(default_factory=dict)

    def add(self, event: Event) -> None:
        """Note a payment: an account's first of a day to each payee."""
        day = self.days.setdefault(int(event.time // DAY_S), {})
        pair, network = (event.merchant or "", event.subject), network_of(event.ip or "")
        one = Paid(event.time, event.id, network, event.device or "")
        if pair not in day or (one.time, one.event_id) < (day[pair].time, day[pair].event_id):
            day[pair] = one
        if len(day) > KEPT:
            del day[max(day)]

    def shared(self, day: int) -> Found:
        """Return the payees that two or more accounts paid so in the four weeks that end with a day, and these.

        One of each network: a household has one.
        """
        found: dict[str, dict[str, tuple[str, Paid]]] = {}
        for (payee, name), one in self._window(day):
            found.setdefault(payee, {}).setdefault(one.network, (name, one))
        every = {payee: dict(payers.values()) for payee, payers in found.items()}
        return {payee: payers for payee, payers in every.items() if len(payers) > 1}

    def number(self, day: int) -> int:
        """Return how many such payments there were in the four weeks: of an account to a payee one."""
        return len({pair for pair, _ in self._window(day)})

    def paid_on(self, day: int) -> set[str]:
        """Return who paid so on a day."""
        return {name for _, name in self.days.get(day, ())}

    def _window(self, day: int) -> Iterator[tuple[tuple[str, str], Paid]]:
        for at in range(day - WINDOW_DAYS + 1, day + 1):
            yield from sorted(self.days.get(at, {}).items(), key=lambda entry: (entry[1].time, entry[1].event_id))

    def forget(self, day: int) -> None:
        """Drop days that no window holds that ends on one or later."""
        self.days = since(self.days, day - WINDOW_DAYS + 1)
