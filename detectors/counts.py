"""What was seen in one event-time bucket: sums, sets and earliest examples; `tally` merges them.

Every operation is commutative and associative, so that events which arrive swapped, late (within the
lateness bound) or through another number of partitions end in the same counts.
"""

from __future__ import annotations

from bisect import insort

from msgspec import Struct

from detectors.first_times import NEVER, earliest
from detectors.sampling import exact, sample, sampled

MEMBERS_KEPT = 1024  # above this a set becomes a uniform sample with a known rate
EXAMPLES_KEPT = 8
MARKED_KEPT = 64
TIES_KEPT = 16
TEXTS_KEPT = 12


class Counts(Struct, array_like=True, omit_defaults=True, gc=False):
    """Counts of one bucket. Memory: about 250 bytes for a single event, at most about 150 KB.

    `members` maps each distinct thing counted (an account, an address) to its first time. Beyond `MEMBERS_KEPT` it is
    a sample (`detectors.sampling`) of the lowest level at which they fit: it depends on the set alone, never on order.
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
    detail: tuple[int, ...] = ()  # what else the detector says of the window that `peak` is of
    strangers: dict[str, float] | None = None  # of the marked those by a client, and in a place, all new to them
    texts: list[str] | None = None  # a sample of what was posted, by hash: see `detectors.shared_words`
    carried: dict[str, float] | None = None  # what accounts came with: see `detectors.login_kit`
    traits: dict[str, dict[str, float]] | None = None  # what its events share: `detectors.shared_traits`

    def seen(self, time: float, event_id: str, weight: float = 1.0) -> None:
        """Count one event and keep it as an example if it is among the earliest."""
        self.n += 1
        self.total += weight
        if time < self.first:  # noqa: PLR1730  # min and max take three times as long, and this is asked all the time
            self.first = time
        if time > self.last:  # noqa: PLR1730
            self.last = time
        examples = self.examples
        # As nearly always: in order. No `len`: this is asked all the time.
        if not examples[EXAMPLES_KEPT - 1 :] and (not examples or time > examples[-1][0]):
            examples.append((time, event_id))
        elif time <= examples[-1][0]:
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
        if name in members:
            if time < members[name]:  # noqa: PLR1730  # as in `seen`
                members[name] = time
        elif not self.level or sampled(name, self.level):
            members[name] = time
            if len(members) > MEMBERS_KEPT:
                self.thin()

    def thin(self) -> None:
        """Leave out members, by hash, until the rest fits."""
        while len(self.members) > MEMBERS_KEPT:
            self.level += 1
            self.members = sample(self.members, self.level)

    def account(self, name: str, time: float) -> None:
        """Note an account concerned, where members are something else; the earliest are kept."""
        if not (known := self.accounts):
            self.accounts = {name: time}
        elif known.get(name, NEVER) > time:
            self.accounts = earliest(known, name, time, MEMBERS_KEPT)

    def mark(self, name: str, time: float) -> None:
        """Note an account that matters most (one that was entered, say)."""
        if not (known := self.marked):
            self.marked = {name: time}
        elif known.get(name, NEVER) > time:
            self.marked = earliest(known, name, time, MARKED_KEPT)

    def stranger(self, name: str, time: float) -> None:
        """Note a marked account whose owner is the least likely to have been it."""
        if not (known := self.strangers):
            self.strangers = {name: time}
        elif known.get(name, NEVER) > time:
            self.strangers = earliest(known, name, time, MARKED_KEPT)

    def carry(self, name: str, time: float) -> None:
        """Note with what an account came; the earliest are kept."""
        if not (known := self.carried):
            self.carried = {name: time}
        elif known.get(name, NEVER) > time:
            self.carried = earliest(known, name, time, MEMBERS_KEPT)

    def tie(self, name: str, time: float) -> None:
        """Note what other alerts may have in common with this one; the earliest are kept."""
        if not (known := self.ties):
            self.ties = {name: time}
        elif known.get(name, NEVER) > time:
            self.ties = earliest(known, name, time, TIES_KEPT)

    def text(self, name: str) -> None:
        """Add a text to the sample: those with the least names are kept, which their hashes begin."""
        if (known := self.texts) is None:
            self.texts = [name]
        elif (len(known) < TEXTS_KEPT or name < known[-1]) and name not in known:
            insort(known, name)
            del known[TEXTS_KEPT:]

    def add(self, name: str, amount: float = 1.0) -> None:
        """Add to a named sum, fractions to the nearest 1/1024: such sums are exact, and so the same in any order."""
        if amount % 1.0:
            amount = exact(amount)
        if (extra := self.extra) is None:
            self.extra = {name: 0.0 + amount}
        else:
            extra[name] = (extra[name] if name in extra else 0.0) + amount  # no `get`: asked at nearly every event

    def crest(self, peak: float, usual: float, surprise: float, detail: tuple[int, ...] = ()) -> None:
        """Keep the most surprising window's numbers."""
        if (surprise, peak, usual, detail) > (self.surprise, self.peak, self.usual, self.detail):
            self.peak, self.usual, self.surprise, self.detail = peak, usual, surprise, detail

    def distinct(self) -> int:
        """Estimate the number of distinct members: exact up to `MEMBERS_KEPT`, then within a few per cent."""
        return len(self.members) << self.level
