"""Who has dealt with an account: whoever wrote to it or paid it first is no stranger, and writing to him an answer.

An account's own events say nothing of what others do with it, so that this is kept where the whole site is seen. It
speaks of one account and one other only: whoever has accounts of his own write to him may answer these, and nobody
else. An event is known an hour after it, so that no order within the lateness bound decides anything.
"""

from __future__ import annotations

from msgspec import Struct, field

from detectors.base import LATENESS_MAX_S
from detectors.contacts import hashed
from schemas.event import Event

PAYERS = 20  # who have paid an account make it one that has customers, or members; who wants to be one has to pay, too
KEPT = 1024  # who came last for the first time: in a month few hear of more people


class Inbox(Struct, array_like=True):
    """`first`: hash of who dealt with the account -> when for the first time, in seconds. 10 bytes each.

    `payers`: the earliest of those who paid it, likewise.
    """

    first: dict[int, int] = field(default_factory=dict)
    payers: dict[int, int] = field(default_factory=dict)

    def add(self, event: Event) -> None:
        """Note who writes to the account, or pays it."""
        code, time = hashed(event.subject), int(event.time)
        if event.type == "account.payment":
            self._pay(code, time)
        if time >= self.first.get(code, time + 1):
            return
        self.first[code] = time
        if len(self.first) > KEPT:
            oldest = min(self.first.values())
            del self.first[min([one for one, time in self.first.items() if time == oldest])]

    def _pay(self, code: int, time: int) -> None:
        """Note who pays the account."""
        if time >= self.payers.get(code, time + 1):
            return
        self.payers[code] = time
        if len(self.payers) > PAYERS:
            del self.payers[max(self.payers, key=lambda one: (self.payers[one], one))]

    def is_paid(self, time: float) -> bool:
        """Tell whether many have paid the account an hour before or earlier."""
        return len(self.payers) == PAYERS and max(self.payers.values()) < time - LATENESS_MAX_S

    def knows(self, event: Event) -> bool:
        """Tell whether an event goes to somebody who dealt with the account before."""
        return self.first.get(hashed(event.target or ""), event.time) < event.time - LATENESS_MAX_S
