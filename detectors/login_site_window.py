"""The newest window of a site, kept up as attempts come in: asked twice an attempt, it is not gathered anew each time.

What is kept here is only ever what the state says, and no part of it: it is dropped whenever the window moves on, and
when an attempt comes late.
"""

from __future__ import annotations

from detectors.counts import MARKED_KEPT
from detectors.login_habit import Habit
from detectors.login_site_state import SiteState, origin_of
from detectors.login_traffic import Traffic, novel_in
from detectors.tally import Tally
from schemas.event import Event


class SiteWindow:
    """Distinct accounts and addresses of the `steps` buckets up to `end`, and their traffic.

    `exact`: no tally is a sample, so that sets can be told by themselves. `habit`, `bears`, `expected`: what the
    detector has found out for this window, each once; what is expected goes with the traffic (own, novel) it is for.
    """

    __slots__ = ("bears", "end", "exact", "expected", "habit", "members", "now", "origins", "state")

    def __init__(self, state: SiteState, end: int, steps: int) -> None:
        self.state, self.end, self.exact = state, end, True
        self.habit: Habit | None = None
        self.bears: tuple[float, float] | None = None
        self.expected: tuple[float, float, tuple[float, float]] | None = None
        members: set[str] = set()
        origins: set[int] = set()
        strange, own, novel = 0.0, 0.0, 0.0
        tallies, known = state.tallies, state.origins
        for bucket in range(end - steps + 1, end + 1):  # without further calls: on a small site for every attempt
            if bucket not in tallies:
                continue
            tally = tallies[bucket]
            if tally.members:
                members.update(tally.members)
                strange += len(tally.members) << tally.level
                if tally.level:
                    self.exact = False
                if bucket in known:
                    origins.update(known[bucket])
            if tally.accounts:
                own += len(tally.accounts)
            if tally.marked:
                entered = len(tally.marked)
                novel += entered if entered < MARKED_KEPT else novel_in(tally)
        self.members, self.origins, self.now = members, origins, Traffic(strange, own, novel)

    def count(self) -> int:
        """Return the distinct accounts, at most as many as there are addresses."""
        count = len(self.members)
        return min(count, len(self.origins)) if count > 1 else count

    def count_with(self, event: Event) -> int:
        """Return the same with one more attempt from a strange place in the window; an entry is not counted."""
        if event.outcome:
            return self.count()
        count, addresses = len(self.members) + (event.subject not in self.members), len(self.origins)
        if 1 < count > addresses:
            return min(count, addresses + (origin_of(event) not in self.origins))
        return count

    def admitted(self, tally: Tally, member: str, origin: int) -> None:
        """Take in a failed attempt that has been put into the last bucket."""
        if tally.level:
            self.exact = False
        self.members.add(member)
        if origin in self.state.origins.get(self.end, ()):
            self.origins.add(origin)
