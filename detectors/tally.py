"""What was seen in one event-time bucket: sums, sets and earliest examples that merge in any order.

Every operation is commutative and associative, so that events which arrive swapped, late (within the
lateness bound) or through another number of partitions end in the same tally.
"""

from __future__ import annotations

from bisect import insort
from zlib import crc32

from msgspec import Struct

MEMBERS_KEPT = 1024  # above this a set becomes a uniform sample with a known rate
EXAMPLES_KEPT = 8
MARKED_KEPT = 64
TIES_KEPT = 16
_INF = float("inf")


class Tally(Struct, array_like=True, omit_defaults=True, gc=False):
    """Counts of one bucket. Memory: about 250 bytes for a single event, at most about 150 KB.

    `members` maps each distinct thing counted (an account, an address) to its first time. Beyond `MEMBERS_KEPT` it is
    an
    adaptive sample (Wegman's adaptive sampling; Flajolet 1990): members whose hash falls below 2**-level,
    the lowest level at which they fit. The level depends on the set alone, never on the order.
    """

    n: int = 0
    total: float = 0.0
    first: float = float("inf")
    last: float = float("-inf")
    hot: bool = False
    level: int = 0
    peak: float = 0.0  # largest count of any hot window this bucket lay in
    usual: float = 0.0  # what was expected of that window
    surprise: float = 0.0  # -log10 of its tail probability
    members: dict[str, float] = {}
    accounts: dict[str, float] | None = None  # only where members are not the accounts concerned
    marked: dict[str, float] | None = None  # accounts to be named above all
    examples: list[tuple[float, str]] = []
    extra: dict[str, float] | None = None  # further sums, by name
    ties: dict[str, float] | None = None  # what its events came from or carried, as `type:id`

    def seen(self, time: float, event_id: str, weight: float = 1.0) -> None:
        """Count one event and keep it as an example if it is among the earliest."""
        self.n += 1
        self.total += weight
        if time < self.first:  # noqa: PLR1730  # min and max take three times as long, and this is asked all the time
            self.first = time
        if time > self.last:  # noqa: PLR1730
            self.last = time
        examples = self.examples
        if len(examples) < EXAMPLES_KEPT:
            if not examples or time > examples[-1][0]:  # as nearly always: in order of time
                examples.append((time, event_id))
            else:
                insort(examples, (time, event_id))
        elif time <= examples[-1][0] and (time, event_id) < examples[-1]:
            insort(examples, (time, event_id))
            del examples[EXAMPLES_KEPT:]

    def stretch(self, time: float) -> None:
        """Let the tally's time span hold `time`."""
        if time < self.first:  # noqa: PLR1730  # min and max take three times as long, and this is asked all the time
            self.first = time
        if time > self.last:  # noqa: PLR1730
            self.last = time

    def member(self, name: str, time: float) -> None:
        """Add a distinct member."""
        members = self.members
        known = members.get(name)
        if known is not None:
            if time < known:
                members[name] = time
        elif not self.level or sampled(name, self.level):
            members[name] = time
            if len(members) > MEMBERS_KEPT:
                self._thin()

    def _thin(self) -> None:
        while len(self.members) > MEMBERS_KEPT:
            self.level += 1
            self.members = {m: t for m, t in self.members.items() if sampled(m, self.level)}

    def account(self, name: str, time: float) -> None:
        """Note an account concerned, where members are something else; the earliest are kept."""
        if not (known := self.accounts):
            self.accounts = {name: time}
        elif known.get(name, _INF) > time:
            self.accounts = _earliest(known, name, time, MEMBERS_KEPT)

    def mark(self, name: str, time: float) -> None:
        """Note an account that matters most (one that was entered, say)."""
        if not (known := self.marked):
            self.marked = {name: time}
        elif known.get(name, _INF) > time:
            self.marked = _earliest(known, name, time, MARKED_KEPT)

    def tie(self, name: str, time: float) -> None:
        """Note what other alerts may have in common with this one; the earliest are kept."""
        if not (known := self.ties):
            self.ties = {name: time}
        elif known.get(name, _INF) > time:
            self.ties = _earliest(known, name, time, TIES_KEPT)

    def add(self, name: str, amount: float = 1.0) -> None:
        """Add to a named sum, fractions to the nearest 1/1024: such sums are exact, and so the same in any order."""
        if amount % 1.0:
            amount = round(amount * 1024.0) / 1024.0
        if (extra := self.extra) is None:
            self.extra = {name: 0.0 + amount}
        else:
            extra[name] = extra.get(name, 0.0) + amount

    def distinct(self) -> int:
        """Estimate the number of distinct members: exact up to `MEMBERS_KEPT`, then within a few per cent."""
        return len(self.members) << self.level

    def merge(self, other: Tally) -> None:
        """Take in another bucket's counts."""
        self.n += other.n
        self.total += other.total
        self.first, self.last = min(self.first, other.first), max(self.last, other.last)
        self.hot = self.hot or other.hot
        self._merge_peak(other)
        self._merge_sets(other)
        if other.examples and (len(self.examples) < EXAMPLES_KEPT or other.examples[0] < self.examples[-1]):
            self.examples = sorted([*self.examples, *other.examples])[:EXAMPLES_KEPT]
        for name, amount in (other.extra or {}).items():
            self.add(name, amount)

    def _merge_peak(self, other: Tally) -> None:
        self.crest(other.peak, other.usual, other.surprise)

    def crest(self, peak: float, usual: float, surprise: float) -> None:
        """Keep the most surprising window's numbers."""
        if (surprise, peak, usual) > (self.surprise, self.peak, self.usual):
            self.peak, self.usual, self.surprise = peak, usual, surprise

    def _merge_sets(self, other: Tally) -> None:
        self._merge_members(other)
        self.accounts = _earliest_of(self.accounts, other.accounts, MEMBERS_KEPT)
        self.marked = _earliest_of(self.marked, other.marked, MARKED_KEPT)
        self.ties = _earliest_of(self.ties, other.ties, TIES_KEPT)

    def _merge_members(self, other: Tally) -> None:
        """Unite the members at the coarser of both samples: whole maps at once, for there may be thousands."""
        theirs = other.members
        if other.level > self.level:
            self.level = other.level
            self.members = {m: t for m, t in self.members.items() if sampled(m, self.level)}
        elif self.level > other.level:
            theirs = {m: t for m, t in theirs.items() if sampled(m, self.level)}
        if theirs:
            self.members = _first_of(self.members, theirs)
            self._thin()


def sampled(name: str, level: int) -> bool:
    """Tell whether `name` belongs to the sample of this level (one in 2**level, by hash)."""
    return crc32(name.encode()) >> (32 - level) == 0 if level else True


def _earliest(kept: dict[str, float], name: str, time: float, most: int) -> dict[str, float]:
    """Add (name, time) to a map, in order of time, that keeps the `most` earliest names; ties by name.

    Names mostly come in order of time, so that nearly every call looks at the last one only. The name is new to the
    map, or earlier than there; the map is not empty.
    """
    last = next(reversed(kept))
    if (time > kept[last] or (time == kept[last] and name > last)) and name not in kept:
        if len(kept) < most:
            kept[name] = time
        return kept
    ranked = sorted({**kept, name: time}.items(), key=lambda item: (item[1], item[0]))
    return dict(ranked[:most])


def _first_of(one: dict[str, float], other: dict[str, float]) -> dict[str, float]:
    """Return the union of two maps from names to times, the earlier time where a name is in both."""
    both = one.keys() & other.keys()
    found = one | other
    for name in both:
        found[name] = min(found[name], one[name])
    return found


def _earliest_of(kept: dict[str, float] | None, other: dict[str, float] | None, most: int) -> dict[str, float] | None:
    """Merge two maps that `_earliest` has made, into one as it would make of all their names."""
    if not other:
        return kept
    if not kept:
        return dict(other)
    found = _first_of(kept, other)
    return kept if found == kept else dict(sorted(found.items(), key=lambda item: (item[1], item[0]))[:most])
