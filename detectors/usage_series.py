"""A metered series (units at fixed steps) that no longer looks like itself: higher, lower, jumping, restless."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from detectors.base import Signal
from detectors.pooled_tail import LEAST_SEEN
from detectors.recurrence import AS_FULL, days_of, most_surprise
from detectors.rhythm import STEADY_FROM, see
from detectors.series_views import Look, Views, learn, look, onset
from detectors.statuses import REFUSED_FROM
from detectors.surprise import to_score
from detectors.tally import Tally
from detectors.usage_amount import amount, key_or_account, series
from detectors.usage_series_report import SeriesReport, SeriesState, carry
from schemas.event import Event

STEP_S = 300.0
WEEK_S = 604_800.0
OTHERS_MOST = 64  # events of other series in a row: with as many meters under one key in turn, none is looked at


class UsageSeries(SeriesReport):
    """Each value of a meter (one product's units, or requests) against all earlier ones, in six views, both ways.

    Each view's surprise is its conformal rank in the series' own past (Laxhammar and Falkman 2014); their sum is ranked
    once more among earlier sums, with an exponential tail (after Siffer et al. 2017): one scale of dependent views.
    Never more than the spread of a view's own largest values allows (Hill 1975): a heavy-tailed one has its records.
    What lasts becomes ordinary, so a launch quietens by itself. The score is lowered by a share of what has just stood
    out, so that an onset ranks first; accused is by the whole surprise. Silent where events come neither at a fixed
    step nor on whole minutes: `usage_spike` looks at those. Fails on a series that is at its most unusual from the
    start, and on a second series under one key. Cost: 20 microseconds a step of a series, 1 for any other event.
    """

    name = "usage_series"
    version = 5
    or_account = True
    keyed_by = "account"
    entity = "key"
    keys_of = key_or_account
    kinds = ("account.usage",)
    area = "api_abuse"
    state_type = SeriesState
    heeds_score = False
    reach_s = STEP_S
    step_s = STEP_S
    settings = ("fading", "grace")

    def __init__(self, alert_at: float = 0.4545, *, fading: float = 0.02, grace: int = 288) -> None:
        """`fading`: weight of the newest value in the level; `grace`: steps, or else a week, before accusing."""
        super().__init__(alert_at)
        self.fading, self.grace = fading, grace
        self._memo: tuple[Views, Event, Look] | None = None  # of the last question; never part of an answer

    def score(self, event: Event, state: SeriesState, key: str) -> Signal | None:
        """Return the surprise of the value; None until the steps are fixed, for a late value, and for a refused one."""
        views = state.views
        if views is None or state.steady < STEADY_FROM or event.time <= state.last:
            return None
        if not event.units and event.status is not None and event.status >= REFUSED_FROM:
            return None
        if state.named and series(event) != state.series:
            return None
        seen = look(views, amount(event))
        self._memo = views, event, seen
        return Signal(self.name, self.version, key, to_score(onset(views, seen)), self._warm(views, event.time),
                      seen.surprise)  # fmt: skip

    def _warm(self, views: Views, time: float) -> bool:
        """Tell whether enough steps were seen, or a whole week and enough for a tail."""
        seen = views.tail.n
        return seen >= self.grace or (seen >= LEAST_SEEN and time - views.first >= WEEK_S)

    def learn(self, event: Event, state: SeriesState, signal: Signal | None) -> bool:
        """Take the value in, in order; a late one is left out, and what was refused (`is_answered`): none was used."""
        time = event.time
        if time <= state.last or (not event.units and event.status is not None and event.status >= REFUSED_FROM):
            return False
        name = None if event.units is None else event.product or ""  # `series`, without a call
        if state.named and name == state.series:
            state.others = 0
        elif not self._begins(name, state):
            return False
        steady = state.steady >= STEADY_FROM
        see(state, time)
        if state.steady < STEADY_FROM:
            return False
        views = state.views
        if views is None:
            views = state.views = Views(first=time)
        seen = self._seen(views, event)
        hot = steady and seen.surprise >= self.hot_from and self._accusable(views, event)
        if hot:
            state.tallies = state.tallies or {}
            tally = state.tallies.setdefault(int(time // STEP_S), Tally(hot=True))
            tally.seen(time, event.id, amount(event))
            tally.account(event.subject, time)
            tally.crest(amount(event), median(views.recent), seen.surprise, (int(views.tail.n), len(views.recent)))
            carry(tally, event)
        learn(views, amount(event), seen, time, self.fading)
        return hot

    def _begins(self, name: str | None, state: SeriesState) -> bool:
        """Begin a series where there is none, or where it has ended; return False while it may go on."""
        state.others += 1
        if state.named and state.others <= OTHERS_MOST:
            return False
        if state.named:  # what it leaves, but for tallies, is of another measure
            state.last, state.gap, state.steady, state.views = float("-inf"), 0.0, 0, None
        state.series, state.named, state.others = name, True, 0
        return True

    def _accusable(self, views: Views, event: Event) -> bool:
        """Tell whether enough is known, and no earlier day was as high: a batch job that comes again is not.

        Nor is what is back among the middle half of the last steps, however far it has fallen: something has ended.
        Nor are few requests: who asks for less has lost nothing, and by hand fewer are asked for than by a program.
        """
        value = amount(event)
        if event.units is None and value < views.level.mean:
            return False
        if not self._warm(views, event.time) or _is_usual(value, sorted(views.recent)):
            return False
        seen = value > views.level.mean and most_surprise(days_of(views.days), event.time, value) <= AS_FULL
        return not seen or self.hot_from <= 0.0

    def _seen(self, views: Views, event: Event) -> Look:
        """Return what `score` has just seen in the event, or look now."""
        memo, self._memo = self._memo, None
        if memo is not None and memo[0] is views and memo[1] is event:
            return memo[2]
        return look(views, amount(event))

    def prune(self, state: SeriesState, watermark: float) -> None:
        """Drop nothing: only hot tallies are kept, and those until their alert closes."""


def _is_usual(value: float, recent: Sequence[float]) -> bool:
    """Tell whether a value is among the middle half of those before, in order of size.

    >>> _is_usual(2.0, [1.0, 2.0, 2.0, 8342.0]), _is_usual(8342.0, [1.0, 2.0, 2.0, 8342.0]), _is_usual(1.0, [])
    (True, False, False)
    """
    quarter = len(recent) // 4
    return bool(recent) and recent[quarter] <= value <= recent[-1 - quarter]
