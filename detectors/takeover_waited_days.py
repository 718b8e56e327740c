"""What is remembered, by day, of changes made on devices that came to their accounts days before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping

from msgspec import field

from detectors.base import State
from detectors.recurrence import DAY_S
from detectors.takeover_waited_lodger import FACTOR, MAIL, Lodger, Told, sorts_of
from detectors.takeover_waited_seized import Seized, gather
from schemas.event import ENTERED, LODGED, Event

WINDOW_DAYS = 14  # as patient thieves take one account every other day
KEPT = 256  # accounts of a day, the first by name
Done = dict[str, dict[str, list[Told]]]  # by account and sort of event
Judge = Callable[[dict[str, list[Told]]], Seized | None]


class LodgedDays(State, array_like=True):
    """`days`: by day and account what it did on such a device; `mails`: by day how many mail changes there were at all.

    `known`: of the days that are over how many mail changes there were, and how many were of accounts seized within the
    hour; `known_out`: and paid out of within the day; `known_alone`: and made on an unused device. `factors`: by day
    how many second factors were set; `known_later`: as `known`, of these, and of those paid from later.
    """

    days: dict[int, dict[str, Lodger]] = field(default_factory=dict)
    mails: dict[int, int] = field(default_factory=dict)
    known: tuple[int, int] = (0, 0)
    waiting: dict[int, int] = field(default_factory=dict)
    known_out: int = 0
    factors: dict[int, int] = field(default_factory=dict)
    known_later: tuple[int, int] = (0, 0)
    known_alone: int = 0

    def add(self, event: Event) -> None:
        """Note a change of mail; of one on such a device, as of the rest, what is done."""
        day = int(event.time // DAY_S)
        if event.type == MAIL:
            self.mails[day] = self.mails.get(day, 0) + 1
        elif event.type == FACTOR:
            self.factors[day] = self.factors.get(day, 0) + 1
        if not event.novel & LODGED and not (event.type == FACTOR and event.novel & ENTERED):
            return
        accounts = self.days.setdefault(day, {})
        accounts.setdefault(event.subject, Lodger()).add(event)
        if len(accounts) > KEPT:
            del accounts[max(accounts)]

    def done(self, days: Iterable[int], further: Event | None = None) -> Done:
        """Return by account what was done on such devices on some days, with one more event if told."""
        found: Done = {}
        for at in days:
            for name, one in self.days.get(at, {}).items():
                gather(found.setdefault(name, {}), one.done)
        if further is not None:
            told = {sort: [(further.time, further.id)] for sort in sorts_of(further)}
            gather(found.setdefault(further.subject, {}), told)
        return found

    def on_one(self, day: int, seized: Mapping[str, Seized]) -> int:
        """Return how many of the accounts seized, at most, were so on one device."""
        found = [self.devices_of(day, name, one) - {""} for name, one in seized.items()]
        return max(_counted(found).values(), default=0)

    def devices_of(self, day: int, name: str, seized: Seized) -> set[str]:
        """Return the devices on which an account was seized."""
        told = {event for _, event in seized.events}
        return {device for one in self._of(day, name) for event, device in one.on.items() if event in told}

    def paid_to(self, day: int, out: Collection[str]) -> Counter[str]:
        """Return by payee how many of accounts paid out of paid it."""
        return _counted([{payee for one in self._of(day, name) for payee in one.payees} for name in out])

    def _of(self, day: int, name: str) -> list[Lodger]:
        every = [self.days.get(at, {}).get(name) for at in two_weeks(day)]
        return [one for one in every if one is not None]


def two_weeks(day: int) -> range:
    """Return the days that end with one."""
    return range(day - WINDOW_DAYS + 1, day + 1)


def judged(done: Done, judge: Judge) -> dict[str, Seized]:
    """Return the accounts of which that is so: `seized_by`, `later_by` and the like."""
    every = {name: judge(each) for name, each in done.items()}
    return {name: seized for name, seized in every.items() if seized is not None}


def _counted(found: Iterable[Iterable[str]]) -> Counter[str]:
    return Counter([name for names in found for name in names])
