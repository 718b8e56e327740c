"""Who has dealt with an account: whoever wrote to it or paid it first is no stranger, and writing to him an answer.

Whoever paid it, on the day before or earlier, and reviews what it sells is a customer.

An account's own events say nothing of what others do with it, so that this is kept where the whole site is seen. It
speaks of one account and one other only: whoever has accounts of his own write to him may answer these, and nobody
else. An event is known an hour after it, so that no order within the lateness bound decides anything.
"""

from __future__ import annotations

from msgspec import Struct, field

from detectors.base import LATENESS_MAX_S
from detectors.contacts import hashed
from detectors.recurrence import DAY_S
from schemas.event import Event

SAYS_NOTHING = ("upload", "prompt")  # a picture is put on a thing, and asks nobody for an answer
PAYERS = 20  # who have paid an account make it one that has customers, or members; who wants to be one has to pay, too
FEW = 4  # payers of a relative, or a landlord
NEW_S = 2_419_200.0  # four weeks: who keeps his accounts for longer before they earn has few
KEPT = 1024  # who came last for the first time: in a month few hear of more people


class Inbox(Struct, array_like=True):
    """`first`: hash of who dealt with the account -> when for the first time, in seconds. 10 bytes each.

    `payers`: those who paid it, likewise. `born`: when it signed up, in seconds, where that was known as the first few
    paid it; else 0.
    """

    first: dict[int, int] = field(default_factory=dict)
    payers: dict[int, int] = field(default_factory=dict)
    born: int = 0

    def add(self, event: Event) -> None:
        """Note who writes to the account, or pays it."""
        code, time = hashed(event.subject), int(event.time)
        if event.type == "account.payment":
            _see(self.payers, code, time)
        _see(self.first, code, time)

    def is_paid(self, time: float) -> bool:
        """Tell whether many have paid the account an hour before or earlier."""
        return sum([first < time - LATENESS_MAX_S for first in self.payers.values()]) >= PAYERS

    def sold_to(self, event: Event) -> bool:
        """Tell whether the account of an event has paid this one a day before: a purchase comes before its review."""
        return self.payers.get(hashed(event.subject), event.time) < event.time - DAY_S

    def paid_by(self, name: str, time: float) -> bool:
        """Tell whether an account had paid this one an hour before."""
        return self.payers.get(hashed(name), time) < time - LATENESS_MAX_S

    def has_payers(self, time: float) -> bool:
        """Tell whether more than a few had paid the account an hour before."""
        few, before = FEW, time - LATENESS_MAX_S
        for first in self.payers.values():  # a plain loop: a star has a thousand
            if first < before:
                few -= 1
                if few < 0:
                    return True
        return False

    def wants_age(self) -> bool:
        """Tell whether it is not known yet when the account signed up, and few have paid it."""
        return not self.born and len(self.payers) <= FEW

    def is_new(self, time: float) -> bool:
        """Tell whether it signed up within four weeks, and was paid first in the week after that."""
        return self.born > 0 and time - self.born < NEW_S

    def hardly_paid(self, event: Event) -> bool:
        """Tell whether a few at most had paid the account an hour before an event, and who pays it now had not."""
        before = event.time - LATENESS_MAX_S
        paid = [code for code, first in self.payers.items() if first < before]
        return len(paid) <= FEW and hashed(event.subject) not in paid

    def knows(self, event: Event) -> bool:
        """Tell whether an event goes to somebody who dealt with the account before."""
        return self.first.get(hashed(event.target or ""), event.time) < event.time - LATENESS_MAX_S

    def heard_others(self, event: Event) -> bool:
        """Tell whether anybody but the account of an event had dealt with this one an hour before it."""
        own, before = hashed(event.subject), event.time - LATENESS_MAX_S
        return any([first < before for code, first in self.first.items() if code != own])

    def came(self, name: str) -> float:
        """Return when an account wrote or paid for the first time."""
        return self.first.get(hashed(name), float("inf"))


def _see(kept: dict[int, int], code: int, time: int) -> None:
    """Note when somebody came for the first time."""
    if time >= kept.get(code, time + 1):
        return
    kept[code] = time
    if len(kept) > KEPT:
        del kept[_oldest(kept)]


def _oldest(kept: dict[int, int]) -> int:
    """Return who came first, the smallest of several: found near the front, as the order they came in is nearly that.

    >>> _oldest({7: 10, 3: 9, 5: 12}), _oldest({7: 9, 3: 9, 5: 12})
    (3, 3)
    """
    times = [*kept.values()]
    oldest = min(times)
    if times.count(oldest) == 1:
        return next(one for one, first in kept.items() if first == oldest)
    return min([one for one, first in kept.items() if first == oldest])
