"""An account without a key whose day holds far more than its days do: an app's user whom a program stands in for."""

from __future__ import annotations

from math import expm1

from detectors.base import LATENESS_MAX_S, Detector, Finding, Signal
from detectors.counts import EXAMPLES_KEPT
from detectors.nothing import NOTHING
from detectors.recurrence import AS_FULL, DAY_S, FOLD, noted
from detectors.sampling import exact
from detectors.statuses import REFUSED_FROM, TOO_MANY, is_answered
from detectors.surprise import HALF, to_score
from detectors.tally import Tally
from detectors.usage_amount import NAMED_MOST
from detectors.usage_day_past import DAYS_LEAST, past_of, surprise_of
from detectors.usage_day_state import LIMITED, STRANGE, DayState, asked, carry_program, limit
from detectors.usage_day_words import numbers, said
from detectors.usage_refused_account import UsageRefusedAccount
from detectors.usage_shares import OF, SUMS_MOST, note_before, standing_out
from schemas.event import NEW_ACCOUNT, NEW_AGENT, NEW_ASN, NEW_DEVICE, NEW_IP, Event

SOMEWHERE_NEW = NEW_IP | NEW_DEVICE
ALL_NEW = NEW_ASN | NEW_AGENT


class UsageDay(Detector[DayState]):
    """Requests of an account in a day, where no key tells of a program, against those of its earlier days.

    Those that were answered, and those refused as too many (429), as many at most: a person stops, a program goes on.
    `usage_spike` asks for a dozen half-hours, as a launch is as sudden as a theft; an app or a browser has no launch.
    Surprise: the upper tail of Student's t of log(1 + requests), with the population's spread for the few days that
    there are, and that the fullest of n days is surpassed; never more than the fold over it allows (`recurrence`).
    Fires on an app's account with which a program scrapes, or books and lets go, for a day or a night. Quiet on what an
    earlier day had, on a long evening (three times a person's usual either way is usual), on what is refused, and on
    keys. Fails on accounts of less than three days, on days at which the account always is used much, on what is
    carried out in a few requests (`units` are not read), and where status or product is not told. Takes a month's
    export by hundreds of requests, by somebody who has none else, for a program's; low is what comes only from where
    the account was on earlier days. Names the product of which it is, where one stands out (`usage_shares`), and what
    is all new: a program with its provider. Cost: 2 microseconds an event without a key, 10 more on a full day; state:
    300 bytes a day that is open, and 25 for each product of it; 12 for others, and 4 for each product ever used.
    """

    name = "usage_day"
    keyed_by = "account"
    keys_of = UsageRefusedAccount.keys_of  # accounts without a key; one question for both
    kinds = ("account.usage",)
    area = "api_abuse"
    state_type = DayState
    heeds_score = False
    step_s = DAY_S
    reach_s = DAY_S
    settings = ("least_units", "spread")

    def __init__(self, alert_at: float = 0.4545, *, least_units: float = 20.0, spread: float = 1.0) -> None:
        """`least_units`: never accuse below; `spread`: standard deviation of log(1 + requests) between one's days."""
        super().__init__(alert_at)
        self.least_units, self.spread = least_units, spread
        self._fold = min(
            FOLD, 1 + (FOLD - 1) * (self.hot_from - AS_FULL) / (HALF - AS_FULL)
        )  # as `most_surprise` has it

    def score(self, event: Event, state: DayState, key: str) -> Signal | None:
        """Return the surprise of its day with the event; None for few requests, and for what is refused."""
        day = int(event.time // DAY_S)
        tally = state.tallies.get(day)
        total = 1.0 if event.requests is None else event.requests
        if tally is not None:
            extra = tally.extra
            total += asked(tally) if extra and LIMITED in extra else tally.total
        if total < self.least_units or not is_answered(event):
            return None
        past = past_of(state, day)
        surprise = surprise_of(past, day, total, self.spread)
        return Signal(self.name, self.version, key, to_score(surprise), past.n >= DAYS_LEAST, surprise)

    def learn(self, event: Event, state: DayState, signal: Signal | None) -> bool:  # noqa: PLR0912  # of each use: no calls
        """Count what was answered, or too many; look at its day, once the one before is surely over."""
        if event.status is not None and event.status >= REFUSED_FROM:
            if event.status == TOO_MANY:
                limit(event, state)
            return False
        day, number = int(event.time // DAY_S), 1.0 if event.requests is None else event.requests
        if (tally := state.tallies.get(day)) is None:
            tally = Tally()
            state.tallies = {**state.tallies, day: tally}
        number = exact(number) if number % 1.0 else number
        if tally.n < EXAMPLES_KEPT or event.time <= tally.examples[-1][0]:
            tally.seen(event.time, event.id, number)
        else:  # the same for all but the first few, without its calls
            tally.n, tally.total = tally.n + 1, tally.total + number
            if event.time > tally.last:  # noqa: PLR1730  # `max` takes three times as long
                tally.last = event.time
        if (extra := tally.extra) is None:
            extra = tally.extra = {}
        if event.novel & SOMEWHERE_NEW:  # once a day is enough
            extra[STRANGE] = 1.0
            if event.novel & (ALL_NEW | NEW_ACCOUNT) == ALL_NEW:
                carry_program(event, tally)
        if event.product is not None:
            name = f"{OF}{event.product[:NAMED_MOST]}"
            if name in extra:
                extra[name] += number
            elif tally.n <= SUMS_MOST or len(extra) < SUMS_MOST:  # so few events have no more names
                extra[name] = 0.0 + number
        if event.time > state.newest:  # noqa: PLR1730  # `max` takes three times as long
            state.newest = event.time
        least = state.bar if state.barred == day else self.least_units
        total = tally.total if LIMITED not in extra else asked(tally)
        if total < least or total < self.least_units or state.newest < day * DAY_S + LATENESS_MAX_S:
            return False
        return self._look(state, day, tally)

    def _look(self, state: DayState, day: int, tally: Tally) -> bool:
        past = past_of(state, day)
        surprise = surprise_of(past, day, asked(tally), self.spread)
        state.barred, state.bar = day, past.fullest * self._fold if past.n >= DAYS_LEAST else float("inf")
        if surprise >= self.hot_from:
            if not tally.hot:
                note_before(tally, state.ever(), state.told(day))
            tally.hot = True
            limited = tally.extra[LIMITED] if tally.extra and LIMITED in tally.extra else 0.0
            detail = (past.n, round(past.fullest), round(limited))
            tally.crest(tally.total + limited, expm1(past.mean), surprise, detail)
        return tally.hot

    def prune(self, state: DayState, watermark: float) -> None:
        """Keep of days that are over how much they had."""
        if not state.tallies:  # as of nearly all accounts at any time
            return
        last = int((watermark - LATENESS_MAX_S) // DAY_S)
        over = [day for day in state.tallies if day < last]
        if len(over) > 1:
            over.sort()
        for day in over:
            state.days = noted(state.days, day * DAY_S, asked(state.tallies[day]))
        if over:
            state.remember(over)
            kept = {day: tally for day, tally in state.tallies.items() if day >= last or tally.hot}
            state.tallies = kept or NOTHING

    def explain(self, run: Tally, state: DayState, key: str) -> Finding:
        """Compare the fullest day with those before; name the product that the requests are of."""
        strange, share = STRANGE in (run.extra or {}), standing_out(run)
        action = "See what was fetched or booked, and from where; bound what an account may take in a day."
        return Finding(
            "medium" if strange else "low", numbers(run, share), said(run, share, strange=strange), action, [key], 1
        )
