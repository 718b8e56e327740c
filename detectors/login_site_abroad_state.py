"""What is remembered of a week of logins from a country and with a client that are both new to their accounts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from math import log10

from msgspec import field

from detectors.base import State
from detectors.by_time import since
from detectors.entrances import LODGED_S
from detectors.login_site_abroad_deeds import Deed, as_deed, done
from detectors.login_site_abroad_kin import Attempt, Came, Crowd
from detectors.network import line_of
from detectors.program_named import named
from detectors.recurrence import DAY_S
from detectors.surprise import binomial
from schemas.event import Event

SPANS = (1, 3, 7)  # days
KEPT = 1024  # accounts of a day, the first by name: those who got in are thinned out as those who did not
FEW = 3  # accounts of an address in a day: one that tries more is for `login_fanout` and its kin to see
# Of who comes so and fails, the share that does not get in that day. 2026-11, on seven made-up products: nine of 253
# owners, on the worst day five of 15. Believed of a site not known yet as firmly as forty say, and twice as much as a
# site's own weeks say allowed; never more than half: where most do not get in, they are no owners.
GIVE_UP, FIRMLY, FOLD, MOST = 0.25, 40.0, 2.0, 0.5

DEEDS_KEPT = 8  # of an account in a day, the earliest


class AbroadState(State, array_like=True):
    """`days`: by day and account how it came; `deeds`: by day and account what was done there (`Deed`).

    `known`: the first day ever (0 for none), and of days before these how many were as in an attack, and of the others
    who failed and who got in. `inside`: who got in during attacks that were told; `attack`: how many accounts the last
    of these tried, in how many days, how many get in in as long at any time, and how surprising that was.
    """

    days: dict[int, dict[str, Came]] = field(default_factory=dict)
    known: tuple[int, int, int, int] = (0, 0, 0, 0)
    waiting: dict[int, int] = field(default_factory=dict)
    deeds: dict[int, dict[str, list[Deed]]] = field(default_factory=dict)
    inside: dict[str, Attempt] = field(default_factory=dict)
    attack: tuple[int, int, float, float] = (0, 0, -1.0, 0.0)

    def let_in(self, crowd: Crowd, last: int) -> dict[str, Attempt]:
        """Note who got in as an attack's attempts came, and return them; who is told keeps his first entry.

        All the week tells who shares a device: another thief may come to the next account a day later.
        """
        week = self.crowd(last, max(SPANS))
        mine = week.kin()
        kin = {name: one for name, one in crowd.entered.items() if name in mine}
        every = {**kin, **self.inside}
        self.inside = {name: one for name, one in every.items() if name in mine or name not in week.entered}
        return kin

    def add(self, event: Event) -> None:
        """Note how an account came."""
        accounts = self.days.setdefault(int(event.time // DAY_S), {})
        one = accounts.setdefault(event.subject, Came())
        program = named(event.user_agent) if event.user_agent else ""
        told = Attempt(event.time, event.id, line_of(event.ip or ""), event.device or "", program)
        if event.outcome:
            one.entered = told if one.entered is None else min(told, one.entered)
        else:
            one.failed = told if one.failed is None else min(told, one.failed)
        if len(accounts) > KEPT:
            del accounts[max(accounts)]

    def did(self, event: Event) -> None:
        """Note what an account did."""
        accounts, deed = self.deeds.setdefault(int(event.time // DAY_S), {}), as_deed(event)
        known = accounts.setdefault(event.subject, [])
        accounts[event.subject] = sorted({*known, deed})[:DEEDS_KEPT]
        if len(accounts) > KEPT:
            del accounts[max(accounts)]

    def taken(self, last: int) -> dict[str, list[Deed]]:
        """Return what was done until a day in accounts that somebody got into during attacks that were told."""
        return done(self.deeds, self.inside, last)

    def crowd(self, last: int, span: int, few: int = FEW) -> Crowd:
        """Return who came so in the `span` days up to the last; who failed on one day and got in on another got in.

        Not who failed, or got in, at addresses at which more than `few` failed: theirs is another attack.
        """
        failed, entered = dict[str, Attempt](), dict[str, Attempt]()
        for day in range(last, last - span, -1):  # the earliest is told
            accounts = self.days.get(day, {})
            lines = Counter([one.failed.line for one in accounts.values() if one.failed is not None])
            for name, one in accounts.items():
                if one.entered is not None:
                    if lines[one.entered.line] <= few:
                        entered[name] = one.entered
                elif one.failed is not None and lines[one.failed.line] <= few:
                    failed[name] = one.failed
        return Crowd({name: told for name, told in failed.items() if name not in entered}, entered)

    def most_telling(self, last: int, enough: Callable[[Crowd], bool],
                     share: Callable[[int], float]) -> tuple[float, int, Crowd]:  # fmt: skip
        """Return the surprise of the span of days up to the last that tells most, how long it is, and who came in it.

        A binomial's tail, of spans of which there are `enough`; `share`: how many of all may be so, by the days before.
        """
        found = []
        for span in SPANS:
            crowd = self.crowd(last, span)
            if enough(crowd):
                surprise = binomial(crowd.of(), len(crowd.failed), share(last - span)) - log10(len(SPANS))
                found.append((max(0.0, surprise), -span, crowd))
        surprise, span, crowd = max(found, default=(0.0, 0, Crowd({}, {})))
        return surprise, -span, crowd

    def before(self, last: int) -> tuple[int, int, int]:
        """Return of the days until the last, folded yet or not: how many, who failed and did not get in, who got in.

        Not of days on which most failed, as in an attack, at whatever addresses: it must not make its own history.
        """
        first, wild, failed, entered = self._before(last)
        return (max(0, last - first + 1 - wild) if first else 0), failed, entered

    def _before(self, last: int) -> tuple[int, int, int, int]:
        first, wild, failed, entered = self.known
        for day in sorted(day for day in self.days if day <= last):
            first, crowd = first or day, self.crowd(day, 1, few=KEPT)
            if len(crowd.failed) <= MOST * crowd.of():
                failed, entered = failed + len(crowd.failed), entered + len(crowd.entered)
            else:
                wild += 1
        return first, wild, failed, entered

    def share(self, last: int) -> float:
        """Return what share of who comes so may not get in, by what is known of the site until a day."""
        _, failed, entered = self.before(last)
        return min(MOST, FOLD * (failed + GIVE_UP * FIRMLY) / (failed + entered + FIRMLY))

    def forget(self, day: int) -> None:
        """Take days that no window holds that ends on one or later into what is usual."""
        gone = day - int(LODGED_S // DAY_S)
        self.deeds = since(self.deeds, gone)
        if self.inside and min(self.inside.values()).time < gone * DAY_S:
            self.inside = {name: one for name, one in self.inside.items() if one.time >= gone * DAY_S}
        oldest = day - max(SPANS)
        if self.days and min(self.days) <= oldest:
            self.known, self.days = self._before(oldest), since(self.days, oldest + 1)
