"""The newest window of a site, kept up as attempts come in: asked twice an attempt, it is not gathered anew each time.

What is kept here is only ever what the state says, and no part of it: it is dropped whenever the window moves on, and
when an attempt comes late.
"""

from __future__ import annotations

from collections.abc import Sequence

from detectors.login_site_state import SiteState
from detectors.login_traffic import Traffic, sorted_in, traffic
from detectors.tally import Tally


class SiteWindow:
    """Distinct accounts and addresses of the `steps` buckets up to `end`; the traffic of all of them but the last."""

    def __init__(self, state: SiteState, end: int, tallies: Sequence[Tally], steps: int) -> None:
        self.state, self.end = state, end
        last = state.tallies.get(end)
        self.members: set[str] = set().union(*[tally.members for tally in tallies])
        self.origins = state.origins_in(end - steps, end)
        self.before = traffic([tally for tally in tallies if tally is not last])
        self.exact = not any([tally.level for tally in tallies])  # no tally is a sample: sets can be told by themselves

    def holds(self, state: SiteState, end: int) -> bool:
        """Tell whether this is what is asked for."""
        return self.end == end and self.state is state

    def count(self, member: str | None, origin: int | None) -> int:
        """Return the distinct accounts, at most as many as there are addresses; one more of each where new."""
        count = len(self.members) + (member is not None and member not in self.members)
        if count <= 1:
            return count
        return min(count, len(self.origins) + (origin is not None and origin not in self.origins))

    def traffic(self) -> Traffic:
        """Return the traffic of the whole window."""
        before, last = self.before, self.state.tallies.get(self.end)
        strange, own, novel = sorted_in(last) if last is not None else (0, 0, 0)
        return Traffic(before.strange + strange, before.own + own, before.novel + novel)

    def admitted(self, tally: Tally, member: str | None, origin: int | None) -> None:
        """Take in what has been put into the last bucket."""
        if tally.level:
            self.exact = False
        if member is not None:
            self.members.add(member)
        if origin is not None and origin in self.state.origins.get(self.end, ()):
            self.origins.add(origin)
