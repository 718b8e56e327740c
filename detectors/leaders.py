"""Accounts that lead strangers away, each to what hardly anybody tells: carried on as their messages come."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from detectors.pairs import PARTED, Grown
from detectors.recurrence import DAY_S

LED = 4  # strangers, each to another lead: on 21 made-up products no honest account had two seldom leads for two
DAYS = 2  # on which it told them: one busy day is `first_contacts`'
SELDOM = 4  # accounts of the window tell a lead at most: a page of the day, a shop's or a paper's many know


class Leaders(Grown):
    """Accounts that led `LED` strangers, each to another seldom lead, on `DAYS` days of a window.

    Members are an account, a stranger and a lead. Cost: a step for each new one, of whatever number of them there are.
    A member seen again in its bucket, late and earlier, keeps its day: no bucket reaches into two.
    """

    def _start(self) -> None:
        self._members = set[str]()
        self._strangers = defaultdict[tuple[str, str], set[str]](set)  # of an account and lead
        self._tellers = defaultdict[str, set[str]](set)  # of a lead
        self._days = defaultdict[str, set[int]](set)  # of an account
        self._seldom = defaultdict[str, set[str]](set)  # an account's seldom leads
        self._led = defaultdict[str, Counter[str]](Counter)  # an account's strangers, by how many of these they got
        self.leading = set[str]()

    def _add(self, members: Iterable[tuple[str, float]]) -> None:
        for member, time in members:
            name, stranger, lead = member.split(PARTED, 2)
            self._days[name].add(int(time // DAY_S))
            if member not in self._members:
                self._members.add(member)
                self._tell(name, stranger, lead)
            self._look_at(name)

    def _tell(self, name: str, stranger: str, lead: str) -> None:
        tellers = self._tellers[lead]
        if len(tellers) == SELDOM and name not in tellers:
            for other in tellers:
                self._know(other, lead)
        tellers.add(name)
        self._strangers[name, lead].add(stranger)
        if len(tellers) <= SELDOM:
            self._seldom[name].add(lead)
            self._led[name][stranger] += 1

    def _know(self, name: str, lead: str) -> None:
        """Take from an account a lead that one more has come to tell."""
        self._seldom[name].discard(lead)
        self._led[name] -= Counter(self._strangers[name, lead])
        self._look_at(name)

    def _look_at(self, name: str) -> None:
        if _leads(len(self._seldom[name]), len(self._led[name]), len(self._days[name])):
            self.leading.add(name)
        else:
            self.leading.discard(name)

    def with_one(self, member: str, at: float) -> int:
        """Return how many there would be with one member more."""
        name, stranger, lead = member.split(PARTED, 2)
        tellers, mine, led = self._tellers[lead], {*self._seldom[name]}, {*self._led[name]}
        crowded = len(tellers | {name}) > SELDOM
        if not crowded:
            mine.add(lead)
            led.add(stranger)
        rest = self.leading - {name}
        if crowded and len(tellers) == SELDOM:
            rest -= {other for other in tellers - {name} if not self._leads_without(other, lead)}
        return len(rest) + _leads(len(mine), len(led), len(self._days[name] | {int(at // DAY_S)}))

    def _leads_without(self, name: str, lead: str) -> bool:
        left = self._led[name] - Counter(self._strangers[name, lead])
        return _leads(len(self._seldom[name]) - 1, len(left), len(self._days[name]))

    def leads(self) -> dict[str, set[str]]:
        """Return the seldom leads of each."""
        return {name: {*self._seldom[name]} for name in self.leading}


def _leads(leads: int, strangers: int, days: int) -> bool:
    return leads >= LED and strangers >= LED and days >= DAYS
