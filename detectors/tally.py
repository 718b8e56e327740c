"""What was seen in one event-time bucket, merged from as many others as there are, in any order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from detectors.counts import EXAMPLES_KEPT, MARKED_KEPT, MEMBERS_KEPT, TEXTS_KEPT, TIES_KEPT, Counts
from detectors.first_times import earliest_of, unite
from detectors.sampling import exact, sample
from detectors.shared_traits import united

UNITED_MOST = 8 * MEMBERS_KEPT  # while many are united: what is thinned out seldom is looked at less often


class Tally(Counts, array_like=True, omit_defaults=True, gc=False):
    """Counts of one bucket that take in those of others."""

    def merge(self, *others: Tally) -> None:
        """Take in other buckets' counts. Cost: a microsecond a bucket, and 0.06 for each name in it.

        That is while buckets come in order of time, as they do: maps by time are then only added to.
        """
        if not others:
            return
        for other in others:
            self.n += other.n
            self.total += other.total
        self.first = min([self.first, *[other.first for other in others]])
        self.last = max([self.last, *[other.last for other in others]])
        self.hot = self.hot or any([other.hot for other in others])
        self._merge_crests(others)
        self._merge_members(others)
        self._merge_maps(others)
        self._merge_examples(others)
        self._merge_extra([other.extra for other in others if other.extra])

    def _merge_crests(self, others: Sequence[Tally]) -> None:
        top = max([other.surprise for other in others])
        if top >= self.surprise:
            for other in others:
                if other.surprise == top:
                    self.crest(other.peak, other.usual, top, other.detail)

    def _merge_members(self, others: Sequence[Tally]) -> None:
        """Unite the members, then thin them out once: to the coarsest of the samples, and until they fit."""
        levels = [self.level, *[other.level for other in others]]
        self.level = max(levels)
        for other in others:
            if other.members:
                unite(self.members, other.members)
                if len(self.members) > UNITED_MOST:
                    self.members = sample(self.members, self.level)
                    self.thin()
        if self.level and min(levels) < self.level:
            self.members = sample(self.members, self.level)
        self.thin()

    def _merge_maps(self, others: Sequence[Tally]) -> None:
        for other in others:
            if other.accounts:
                self.accounts = earliest_of(self.accounts, other.accounts, MEMBERS_KEPT)
            if other.marked:
                self.marked = earliest_of(self.marked, other.marked, MARKED_KEPT)
            if other.strangers:
                self.strangers = earliest_of(self.strangers, other.strangers, MARKED_KEPT)
            if other.carried:
                self.carried = earliest_of(self.carried, other.carried, MEMBERS_KEPT)
            if other.traits:
                self.traits = united(self.traits, other.traits)
            if other.ties:
                self.ties = earliest_of(self.ties, other.ties, TIES_KEPT)
            if other.texts:
                self.texts = sorted({*(self.texts or ()), *other.texts})[:TEXTS_KEPT]

    def _merge_examples(self, others: Sequence[Tally]) -> None:
        found = self.examples
        for other in others:
            if len(found) < EXAMPLES_KEPT or other.first <= found[-1][0]:
                found = sorted([*found, *other.examples])[:EXAMPLES_KEPT]
        self.examples = found

    def _merge_extra(self, others: Sequence[dict[str, float]]) -> None:
        if others:
            sums = self.extra = {} if self.extra is None else self.extra
            for extra in others:
                for name, amount in extra.items():
                    sums[name] = sums.get(name, 0.0) + (exact(amount) if amount % 1.0 else amount)


def note_once(tally: Tally, events: Iterable[tuple[float, str]]) -> None:
    """Count events (times and ids), each as a member and once, however often it is looked at."""
    for time, name in events:
        if name not in tally.members:
            tally.member(name, time)
            tally.seen(time, name)


def sums_of(tallies: Iterable[Tally], kind: str) -> dict[str, float]:
    """Return how much some tallies hold under each name of a kind: those that begin with it."""
    sums: dict[str, float] = {}
    for tally in tallies:
        for name, amount in (tally.extra or {}).items():
            if name.startswith(kind):
                sums[name] = sums.get(name, 0.0) + amount
    return sums


def forget(oldest: int, tallies: dict[int, Tally]) -> None:
    """Drop the tallies before bucket `oldest` that are not hot."""
    for index in [i for i, tally in tallies.items() if i < oldest and not tally.hot]:
        del tallies[index]
