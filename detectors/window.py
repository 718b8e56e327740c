"""Counting in sliding windows against the entity's own past: the working horse of the catalogue.

A window of `window_s` slides in steps of `step_s`. What is counted is the number of distinct members, of events, or a
sum. It is
compared with the *peaks* of the entity's own past periods (an hour, or the window if longer) in which it was active
at all: a gamma-Poisson model whose prior is the
population's, sharpened by a decayed memory of those peaks (Farrington et al. 1996 in spirit). A peak that was itself
hot is learned only clipped, so that an attack does not become the new normal in one go, and a lasting change does.

A period is judged by peaks that ended at least one full period before it, so that the answer does not depend on
how events within the lateness bound were interleaved.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar, Literal

from msgspec import Struct, field

from detectors.base import LATENESS_MAX_S, Detector, Finding, Signal, State
from detectors.surprise import gamma_poisson, to_score
from detectors.tally import Tally, in_order, sampled
from detectors.ties import tie
from schemas.event import Event
from schemas.values import Severity

CROWDED = 256  # members in a window


class Crowd(Struct, array_like=True):
    """How many members of a window are in the sample of `level`, kept up one by one where counting anew is slow."""

    level: int
    count: int


class WindowState(State, array_like=True):
    """Tallies by step index; peaks of recent periods; and the decayed sums of older ones."""

    peaks: dict[int, float] = field(default_factory=dict)
    shape: float = 0.0
    rate: float = 0.0
    newest: int = -1
    crowds: dict[int, Crowd] = field(default_factory=dict)  # by the last bucket of a window with very many members


class WindowDetector(Detector[WindowState]):
    """Base of the windowed detectors. Cost: 2 to 4 microseconds an event; state: about 400 bytes for a quiet entity."""

    state_type = WindowState
    counts: ClassVar[Literal["members", "events", "total"]] = "members"
    steps: ClassVar[int] = 6  # buckets a window
    memory: ClassVar[float] = 0.97  # weight left to a past active period after each further one
    members_are_accounts: ClassVar[bool] = True
    settings: ClassVar[tuple[str, ...]] = ("window_s", "least", "usual", "burstiness")

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 60.0, least: float = 5,
                 usual: float = 0.05, burstiness: float = 1.0) -> None:  # fmt: skip
        """Set the window (seconds) and the prior.

        `least`: never accuse below this count. `usual`: the mean of (peak - 1) over the population's active periods;
        `burstiness`: the gamma shape of its spread over entities (smaller is more varied).
        """
        super().__init__(alert_at)
        self.window_s, self.least, self.usual, self.burstiness = window_s, least, usual, burstiness
        self.step_s = window_s / self.steps
        self.period_s = max(LATENESS_MAX_S, window_s)
        self.reach_s = window_s
        self.question_s = self.period_s
        # Where nothing but the number of members decides, a member known to its bucket leaves a quiet window quiet.
        self._plain_least = self._as_here("_enough")
        self._plain_members = self._as_here("_enough", "refresh") and self.counts == "members"
        self._plain_put, self._counted_only = self._as_here("put"), self._as_here("remembers")
        self._counts_once = self._as_here("refresh", "_count", "_ends") and self.counts != "total"
        self._asked: tuple[Event, WindowState, float, str | None] | None = None  # the last question; no part of answers

    def _as_here(self, *names: str) -> bool:
        """Tell whether a subclass has left these methods as they are here."""
        return all(getattr(type(self), name) is getattr(WindowDetector, name) for name in names)

    # What a subclass says about an event.

    def member(self, event: Event) -> str | None:
        """Return what is counted distinct; None where the event is scored but not counted."""
        return event.subject

    def weight(self, event: Event) -> float:
        """Return what the event adds to the sum, where a sum is counted."""
        return 1.0

    def note(self, event: Event, tally: Tally) -> None:
        """Add what else the explanation needs; called for every event, counted or not."""

    # The verbs.

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """Return the surprise of the fullest window around the event, the event included."""
        bucket, best = int(event.time // self.step_s), 0.0
        if state.newest <= bucket:  # as nearly always: no window ends later
            member = self.member(event)
            count = self._counted(state, bucket, event, member)
            self._asked = event, state, count, member
            if count > 1:
                best = gamma_poisson(count - 1, *self._past(state, bucket))
        else:
            for end in self._ends(state, bucket):
                count = self._count(state, end, event)
                if count > 1:
                    best = max(best, gamma_poisson(count - 1, *self._past(state, end)))
        return Signal(self.name, self.version, key, to_score(best), state.rate > 0, best)

    def learn(self, event: Event, state: WindowState, signal: Signal | None) -> bool:
        """Merge the event into its bucket, then look at every window it lies in."""
        asked, self._asked = self._asked, None
        member = asked[3] if asked is not None and asked[0] is event else self.member(event)
        if (member is None) if self._counted_only else not self.remembers(event):
            return False
        return self._take(event, state, member, self._answered(asked, event, state))

    def _take(self, event: Event, state: WindowState, member: str | None, count: float | None) -> bool:
        """Put an event into its bucket and look at every window it lies in; `count`: see `_answered`."""
        bucket = int(event.time // self.step_s)
        known = state.tallies.get(bucket)
        tally, size = (self.tally(state, bucket), -1) if known is None else (known, len(known.members))
        if self._plain_put and not state.crowds:
            self._put(event, tally, member)
        else:
            self.admit(event, state, bucket)
        if size == len(tally.members) and self._plain_members and state.newest == bucket:
            period = int(bucket * self.step_s // self.period_s)
            if state.peaks.get(period, self.least) < self.least:
                return tally.hot
        return self._review(state, bucket, count)

    def _review(self, state: WindowState, bucket: int, count: float | None) -> bool:
        """As `refresh`, with the count of the window up to `bucket` where it is known, and nothing ends later."""
        if count is not None and state.newest == bucket and not state.crowds:
            return self._view(state, bucket, count) or state.tallies[bucket].hot
        return self.refresh(state, bucket)

    def _answered(self, asked: tuple[Event, WindowState, float, str | None] | None, event: Event,
                  state: WindowState) -> float | None:  # fmt: skip
        """Return the count with the event in it where `score` has just found it, and it is exact: not to count twice.

        Sums of fractions are left out, since their last digits depend on the order of adding.
        """
        if asked is None or asked[0] is not event or asked[1] is not state or not self._counts_once:
            return None
        return asked[2] if asked[2] <= CROWDED else None

    def remembers(self, event: Event) -> bool:
        """Tell whether the event is put into a bucket: the counted ones, unless a subclass notes others too."""
        return self.member(event) is not None

    def tally(self, state: WindowState, bucket: int) -> Tally:
        """Return the bucket's tally, made if new."""
        tally = state.tallies.get(bucket)
        if tally is None:
            tally = state.tallies[bucket] = Tally()
            state.newest = max(state.newest, bucket)
        return tally

    def admit(self, event: Event, state: WindowState, bucket: int) -> None:
        """Put an event into its bucket, and keep the counts of crowded windows up to date."""
        tally = self.tally(state, bucket)
        if not state.crowds:
            self.put(event, tally)
            return
        level, size = tally.level, len(tally.members)
        self.put(event, tally)
        if tally.level != level or len(tally.members) != size:
            for end in [end for end in state.crowds if bucket <= end < bucket + self.steps]:
                if tally.level != level or not self._joined(state, end, tally, self.member(event) or ""):
                    del state.crowds[end]

    def _joined(self, state: WindowState, end: int, tally: Tally, member: str) -> bool:
        """Count a member new to `tally` in a crowded window; return False where it must be counted anew."""
        crowd = state.crowds[end]
        if tally.level > crowd.level or member not in tally.members:
            return False
        others = (other for other in self._window(state, end) if other is not tally)
        if sampled(member, crowd.level) and not any(member in other.members for other in others):
            crowd.count += 1
        return True

    def put(self, event: Event, tally: Tally) -> None:
        """Count one event in a tally."""
        self._put(event, tally, self.member(event))

    def _put(self, event: Event, tally: Tally, member: str | None) -> None:
        if member is None:
            tally.stretch(event.time)
        else:
            tally.seen(event.time, event.id, self.weight(event))
            if self.counts == "members" or self.members_are_accounts:
                tally.member(member, event.time)
            if not self.members_are_accounts:
                tally.account(event.subject, event.time)
            if self.ties:
                tie(event, self.ties, tally)
        self.note(event, tally)

    def refresh(self, state: WindowState, bucket: int) -> bool:
        """Look again at every window that holds `bucket`; return True if one is hot."""
        hot = False
        for end in self._ends(state, bucket):
            hot = self._view(state, end, self._count(state, end)) or hot
        return hot or state.tallies[bucket].hot

    def _view(self, state: WindowState, end: int, count: float) -> bool:
        """Keep the count of a window if it is its period's peak; return True if it makes the window hot."""
        period = int(end * self.step_s // self.period_s)
        if count > state.peaks.get(period, 0):
            state.peaks[period] = count
        if self._plain_least and count < self.least:
            return False
        return self._enough(state, end, count) and self._heat(state, end, count)

    def _enough(self, state: WindowState, end: int, count: float) -> bool:
        """Tell whether a window deserves to be weighed."""
        return count >= self.least

    def _heat(self, state: WindowState, end: int, count: float) -> bool:
        past = self._past(state, end)
        return self._accuse(state, end, count, past, self._weigh(state, end, count, past))

    def _accuse(self, state: WindowState, end: int, count: float, past: tuple[float, float], surprise: float) -> bool:
        """Make the window hot if it is surprising enough."""
        if surprise < self.hot_from:
            return False
        usual, detail = 1 + past[0] / past[1], self._detail(state, end)
        for tally in self._window(state, end):
            tally.hot = True
            tally.crest(count, usual, surprise, detail)
        return True

    def _detail(self, state: WindowState, end: int) -> tuple[int, ...]:
        """Return what else `sentence` says of a hot window, where its count does not say all."""
        return ()

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        """Return the surprise of a window's count; a subclass may add what else the window shows."""
        return gamma_poisson(count - 1, *past)

    # Windows.

    def _ends(self, state: WindowState, bucket: int) -> Iterable[int]:
        """Return the last bucket of every window that holds `bucket` and could be fullest."""
        if state.newest <= bucket:
            return (bucket,)
        # A late event: windows that end after it.
        return (bucket, *[end for end in state.tallies if bucket < end < bucket + self.steps])

    def _window(self, state: WindowState, end: int) -> list[Tally]:
        low, tallies = end - self.steps, state.tallies
        if len(tallies) == 1:  # as most of the time
            ((only, single),) = tallies.items()
            return [single] if low < only <= end else []
        if len(tallies) <= self.steps:
            return [tally for index, tally in tallies.items() if low < index <= end] if tallies else []
        return [tally for index in range(low + 1, end + 1) if (tally := tallies.get(index)) is not None]

    def _count(self, state: WindowState, end: int, event: Event | None = None) -> float:
        """Return the count of a window; with `event`, as if that were in it."""
        return self._counted(state, end, event, None if event is None else self.member(event))

    def _counted(self, state: WindowState, end: int, event: Event | None, member: str | None) -> float:
        """As `_count`, with the event's `member` at hand."""
        tallies = self._window(state, end)
        if self.counts == "members":
            return self._members(state, end, tallies, member, asked=event is not None)
        if self.counts == "events":
            if len(tallies) == 1:
                return tallies[0].n + (member is not None)
            return sum([tally.n for tally in tallies]) + (member is not None)
        extra = self.weight(event) if event is not None and member is not None else 0.0
        return sum([tally.total for tally in tallies]) + extra

    def _members(self, state: WindowState, end: int, tallies: Sequence[Tally], member: str | None, *,
                 asked: bool) -> int:  # fmt: skip
        """Return the distinct members of a window's tallies, and one more if `member` is new.

        `asked`: it is only a question, which leaves no trace in the state.
        """
        if len(tallies) == 1 and not tallies[0].level and (asked or len(tallies[0].members) <= CROWDED):
            members = tallies[0].members
            return len(members) + (member is not None and member not in members)
        crowd = state.crowds.get(end) if state.crowds else None
        if crowd is not None:
            unseen = member is not None and not any(member in tally.members for tally in tallies)
            return (crowd.count << crowd.level) + unseen
        if not asked and sum([len(tally.members) for tally in tallies]) > CROWDED:
            crowd = state.crowds[end] = gather(tallies)
            return crowd.count << crowd.level
        return distinct(tallies, member)

    # The past.

    def _past(self, state: WindowState, end: int) -> tuple[float, float]:
        """Return the gamma posterior (shape, rate) of (peak - 1) for the period in which the window ends."""
        shape, rate = state.shape, state.rate
        if len(state.peaks) > 1:
            before = int(end * self.step_s // self.period_s) - 1
            for period in sorted(state.peaks):
                if period >= before:
                    break
                shape, rate = self._remember(shape, rate, state.peaks[period])
        return self.burstiness + shape, self.burstiness / self.usual + rate

    def _remember(self, shape: float, rate: float, peak: float) -> tuple[float, float]:
        """Decay what is remembered and add one period's peak, clipped against being taught by an attack."""
        prior_shape, prior_rate = self.burstiness, self.burstiness / self.usual
        mean = (prior_shape + shape) / (prior_rate + rate)
        clipped = min(max(0.0, peak - 1), 2 * mean + 2)
        return self.memory * shape + clipped, self.memory * rate + 1

    def prune(self, state: WindowState, watermark: float) -> None:
        """Fold periods that nothing can change any more, and drop tallies that no window can reach."""
        if state.peaks:
            done = int((watermark - LATENESS_MAX_S) // self.period_s) - 2
            over = [period for period in state.peaks if period < done]
            for period in sorted(over) if len(over) > 1 else over:
                state.shape, state.rate = self._remember(state.shape, state.rate, state.peaks.pop(period))
        oldest = int((watermark - LATENESS_MAX_S - self.window_s) // self.step_s) - 1
        if state.crowds:
            state.crowds = {end: crowd for end, crowd in state.crowds.items() if end >= oldest}
        tallies = state.tallies
        for index in [i for i in tallies if i < oldest]:
            if not tallies[index].hot:
                del tallies[index]

    # Sentences.

    def severity(self, run: Tally) -> Severity:
        """Grade a run: what was entered weighs more than what was tried."""
        if run.marked:
            return "critical"
        return "high" if run.surprise >= 3 * self.hot_from else "medium"

    def explain(self, run: Tally, state: WindowState, key: str) -> Finding:
        """Describe the fullest window and the accounts concerned."""
        names = run.members if self.members_are_accounts else (run.accounts or {})
        total = run.distinct() if self.members_are_accounts else len(names)
        evidence = self.evidence(run)
        reason, action = self.sentence(run, key)
        ranked = in_order(names)
        if not run.marked:
            return Finding(self.severity(run), evidence, reason, action, ranked, total)
        marked = sorted([name for name in run.marked if name not in names])
        first = [*marked, *[name for name in ranked if name in run.marked]]
        ranked = [*first, *[name for name in ranked if name not in run.marked]]
        return Finding(self.severity(run), evidence, reason, action, ranked, total + len(marked))

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """Return the checkable numbers of a run."""
        return {
            "count_in_window": round(run.peak, 3), "window_s": self.window_s, "usual_in_window": round(run.usual, 3),
            "surprise_log10": round(run.surprise, 3), "events": run.n, "distinct": run.distinct(),
            **{name: round(value, 3) for name, value in sorted((run.extra or {}).items())},
        }  # fmt: skip

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Return the reviewer's sentence and the suggested action."""
        raise NotImplementedError


def distinct(tallies: Sequence[Tally], extra: str | None = None) -> int:
    """Count the distinct members over several tallies, and one more if `extra` is new. Estimated when sampled."""
    if not tallies:
        return int(extra is not None)
    if any([tally.level for tally in tallies]):
        crowd = gather(tallies)
        unseen = extra is not None and not any(extra in tally.members for tally in tallies)
        return (crowd.count << crowd.level) + unseen
    members = tallies[0].members if len(tallies) == 1 else set().union(*[tally.members for tally in tallies])
    return len(members) + (extra is not None and extra not in members)


def gather(tallies: Sequence[Tally]) -> Crowd:
    """Count the distinct members of several tallies, at the coarsest of their samples."""
    level = max([tally.level for tally in tallies], default=0)
    union: set[str] = set().union(*[tally.members for tally in tallies])
    return Crowd(level, sum(sampled(name, level) for name in union) if level else len(union))
