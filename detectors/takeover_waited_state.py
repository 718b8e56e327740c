"""What is remembered of two weeks of changes made on devices that came to their accounts days before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable

from msgspec import field

from detectors.base import State
from detectors.by_time import since
from detectors.recurrence import DAY_S
from detectors.takeover_waited_seized import (
    FACTOR,
    FACTOR_AWAY,
    MAIL,
    Lodger,
    Seized,
    Told,
    gather,
    keyed_by,
    later_by,
    seized_by,
    sorts_of,
)
from detectors.takeover_waited_usual import FIRMLY, SHARE, SHARE_LATER, SHARE_OUT
from schemas.event import LODGED, Event

WINDOW_DAYS = 14  # as patient thieves take one account every other day
KEPT = 256  # accounts of a day, the first by name


class LodgedState(State, array_like=True):
    """`days`: by day and account what it did on such a device; `mails`: by day how many mail changes there were at all.

    `known`: of the days that are over how many mail changes there were, and how many were of accounts seized within the
    hour; `known_out`: and paid out of within the day. `factors`: by day how many second factors were set;
    `known_later`: as `known`, of these, and of those paid from later.
    """

    days: dict[int, dict[str, Lodger]] = field(default_factory=dict)
    mails: dict[int, int] = field(default_factory=dict)
    known: tuple[int, int] = (0, 0)
    waiting: dict[int, int] = field(default_factory=dict)
    known_out: int = 0
    factors: dict[int, int] = field(default_factory=dict)
    known_later: tuple[int, int] = (0, 0)

    def add(self, event: Event) -> None:
        """Note a change of mail; of one on such a device, as of the rest, what is done."""
        day = int(event.time // DAY_S)
        if event.type == MAIL:
            self.mails[day] = self.mails.get(day, 0) + 1
        elif event.type == FACTOR:
            self.factors[day] = self.factors.get(day, 0) + 1
        if not event.novel & LODGED:
            return
        accounts = self.days.setdefault(day, {})
        accounts.setdefault(event.subject, Lodger()).add(event)
        if len(accounts) > KEPT:
            del accounts[max(accounts)]

    def seized(self, day: int, further: Event | None = None) -> dict[str, Seized]:
        """Return the accounts seized in the two weeks that end with a day, with one more event if told."""
        return self._by(seized_by, range(day - WINDOW_DAYS + 1, day + 1), further)

    def later(self, day: int, further: Event | None = None) -> dict[str, Seized]:
        """Return those of which the second factor was set, and that were paid from days later (`later_by`)."""
        return self._by(later_by, range(day - WINDOW_DAYS + 1, day + 1), further)

    def keyed(self, day: int, further: Event | None = None) -> dict[str, Seized]:
        """Return those of which the mail address was changed on an unused device, and a key made there (`keyed_by`)."""
        return self._by(keyed_by, range(day - WINDOW_DAYS + 1, day + 1), further)

    def _by(self, judge: Callable[[dict[str, list[Told]]], Seized | None], days: Iterable[int],
            further: Event | None = None) -> dict[str, Seized]:  # fmt: skip
        found: dict[str, dict[str, list[Told]]] = {}
        for at in days:
            for name, one in self.days.get(at, {}).items():
                gather(found.setdefault(name, {}), one.done)
        if further is not None:
            gather(found.setdefault(further.subject, {}), _done(further))
        every = {name: judge(done) for name, done in found.items()}
        return {name: seized for name, seized in every.items() if seized is not None}

    def on_one(self, day: int, seized: Collection[str]) -> int:
        """Return how many of the accounts seized, at most, were so on one device."""
        found = [{place for one in self._of(day, name) for place in one.places} for name in seized]
        devices = _counted([[place for place in places if place.startswith("device:")] for places in found])
        return max(devices.values(), default=0)

    def paid_to(self, day: int, out: Collection[str]) -> Counter[str]:
        """Return by payee how many of accounts paid out of paid it."""
        return _counted([{payee for one in self._of(day, name) for payee in one.payees} for name in out])

    def _of(self, day: int, name: str) -> list[Lodger]:
        every = [self.days.get(at, {}).get(name) for at in range(day - WINDOW_DAYS + 1, day + 1)]
        return [one for one in every if one is not None]

    def changes(self, day: int) -> int:
        """Return how many mail addresses were changed in these two weeks."""
        return sum([self.mails.get(at, 0) for at in range(day - WINDOW_DAYS + 1, day + 1)])

    def changes_later(self, day: int) -> tuple[int, float]:
        """Return how many second factors were set in these two weeks; what share is paid from later."""
        number = sum([self.factors.get(at, 0) for at in range(day - WINDOW_DAYS + 1, day + 1)])
        factors, often = self._before_later(day - WINDOW_DAYS)
        return number, (often + SHARE_LATER * FIRMLY) / (factors + FIRMLY)

    def _before_later(self, last: int) -> tuple[int, int]:
        """As `_before`, of second factors: each is of the day on which it was set, and paid from within three more."""
        factors, often = self.known_later
        older = sorted([at for at in self.factors if at <= last])
        if not older:
            return factors, often
        found = self._by(later_by, range(older[0], last + 4))
        mine = {name for at in older for name, one in self.days.get(at, {}).items() if FACTOR_AWAY in one.done}
        return factors + sum([self.factors[at] for at in older]), often + len(found.keys() & mine)

    def share(self, day: int, out: bool) -> float:
        """Return what share of mail changes is so by what is known of the site before the two weeks of a day.

        `out`: those paid out of within a day are so, too.
        """
        mails, often, paid_out = self._before(day - WINDOW_DAYS)
        usual, often = (SHARE + SHARE_OUT, often + paid_out) if out else (SHARE, often)
        return (often + usual * FIRMLY) / (mails + FIRMLY)

    def _before(self, last: int) -> tuple[int, int, int]:
        """Return what is known of the days until `last`, folded yet or not."""
        mails, often = self.known
        older = [at for at in self.mails if at <= last]
        found = [seized_by(each.done) for at in older for each in self.days.get(at, {}).values()]
        out = [one.out for one in found if one is not None]
        mails += sum([self.mails[at] for at in older])
        return mails, often + out.count(False), self.known_out + out.count(True)

    def forget(self, day: int) -> None:
        """Take days that no window holds that ends on one or later into what is usual."""
        oldest = day - WINDOW_DAYS
        if min([*self.mails, *self.factors], default=oldest + 1) > oldest:
            return
        self.known_later = self._before_later(oldest)
        self.factors = since(self.factors, oldest + 1)
        *known, self.known_out = self._before(oldest)
        self.known = (known[0], known[1])
        self.mails, self.days = since(self.mails, oldest + 1), since(self.days, oldest + 1)


def _done(event: Event) -> dict[str, list[Told]]:
    return {sort: [(event.time, event.id)] for sort in sorts_of(event)}


def _counted(found: Iterable[Iterable[str]]) -> Counter[str]:
    return Counter([name for names in found for name in names])
