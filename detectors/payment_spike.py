"""An account that within a day pays again and again far more than it ever did: somebody spends what is not his."""

from __future__ import annotations

from msgspec import field

from detectors.base import LATENESS_MAX_S, Detector, Finding, Signal, State
from detectors.nothing import NOTHING
from detectors.payment_spike_judged import NO_SPIKE, Spike, spike
from detectors.payment_spike_past import NEW, STEPS, UNTOLD, Past, amount_of, name_of, paid
from detectors.payment_spike_words import told
from detectors.recurrence import DAY_S
from detectors.surprise import graded, to_score
from detectors.tally import Tally, forget
from schemas.event import Event

PLACES_KNOWN_S = 7 * DAY_S  # since the first
KNOWN_S = 35 * DAY_S  # where no place is told: bills come by the month, and not on the very day


class SpikeState(State, array_like=True):
    """Tallies by step, their members the payments (`payment_spike_past.name_of`); those of steps gone by."""

    tallies: dict[int, Tally] = NOTHING
    past: Past = field(default_factory=Past)


class PaymentSpike(Detector[SpikeState]):
    """Payments of one account within a day, each larger than nearly all it made before, and far above its middle one.

    Counted are payments from a device and an address both new to the account within hours, and those that name neither:
    what comes from where it was before is its owner's move, wedding or journey. Surprise: the gamma-Poisson tail of as
    many above the smallest of them, given how many of all its payments were as large (Jeffreys) and how many it makes a
    day; where no place is told, less a thousandfold, and only of an account of five weeks (bills come by the month).
    Fires on a stolen card, or an account somebody else got into, that is spent payment by payment. Quiet on one large
    purchase, or three, on the same amount to the same payee tried or paid again, on days that had as much before, on
    accounts that paid less than ten times in the currency, and on what is less than three times the middle payment.
    Fails on a thief who keeps to the owner's amounts, takes all in three, or tells an address and no device; where no
    place is told, a home set up by ten large payments may look alike. Refused payments count: who drains tries.
    Currencies are told apart. Cost: 3 microseconds a payment, 20 more where several may be large; state: 100 bytes a
    payment of the last day and a half, 20 a size (up to 256).
    """

    name = "payment_spike"
    keyed_by = "account"
    kinds = ("account.payment",)
    area = "payment_fraud"
    state_type = SpikeState
    heeds_score = False
    step_s = DAY_S / STEPS
    reach_s = DAY_S
    question_s = DAY_S
    settings = ("least", "burstiness")

    def __init__(self, alert_at: float = 0.5, *, least: int = 4, burstiness: float = 0.5) -> None:
        """`least`: never accuse below so many payments; `burstiness`: the gamma shape of how large ones come."""
        super().__init__(alert_at)
        self.least, self.burstiness = least, burstiness

    def remembers(self, event: Event) -> bool:
        """Note what has an amount."""
        return event.amount_minor is not None

    def score(self, event: Event, state: SpikeState, key: str) -> Signal | None:
        """Return the surprise of the day that ends with a payment, which counts in it."""
        if not event.amount_minor:
            return None
        step = int(event.time // self.step_s)
        found = self._judged(state, step, event.currency or "", name_of(event))
        return Signal(self.name, self.version, key, to_score(found.surprise), warm=state.past.first >= 0,
                      surprise=found.surprise)  # fmt: skip

    def learn(self, event: Event, state: SpikeState, signal: Signal | None) -> bool:
        """Count the payment; look at every day it lies in."""
        if not event.amount_minor:
            return False
        step = int(event.time // self.step_s)
        tally = state.tallies.get(step)
        if tally is None:
            tally = Tally()
            state.tallies = {**state.tallies, step: tally}
        tally.seen(event.time, event.id)
        tally.member(name_of(event), event.time)
        if len(state.tallies) == 1 and len(tally.members) < self.least:
            return False
        for end in [end for end in state.tallies if step <= end < step + STEPS]:
            self._look(state, end, event.currency or "")
        return tally.hot

    def _look(self, state: SpikeState, end: int, currency: str) -> None:
        """Make hot what holds the payments of a surprising window."""
        found = self._judged(state, end, currency)
        if found.surprise < self.hot_from:
            return
        detail = (found.number, round(found.total), found.as_large, found.before, int(found.untold))
        for tally in self._window(state, end):
            if any([p.currency == currency and p.amount >= found.least for p in map(paid, tally.members)]):
                tally.hot = True
                tally.crest(found.least, amount_of(found.middle), found.surprise, detail)

    def _judged(self, state: SpikeState, end: int, currency: str, new: str | None = None) -> Spike:
        """Return the spike of a window; with `new`, as if that were paid in it."""
        known = end * self.step_s - self._began(state)
        if known < PLACES_KNOWN_S:
            return NO_SPIKE
        names = {name for tally in self._window(state, end) for name in tally.members} | ({new} if new else set())
        places = {NEW, UNTOLD} if known >= KNOWN_S else {NEW}
        large = [p for p in map(paid, names) if p.currency == currency and p.place in places]
        if len(large) < self.least:
            return NO_SPIKE
        return spike(sorted(large, key=lambda p: -p.amount), self._before(state, end), self.least, self.burstiness)

    def _began(self, state: SpikeState) -> float:
        """Return when the first step with a payment began; infinite where there is none."""
        if state.past.first >= 0:
            return state.past.first * self.step_s
        return min(state.tallies) * self.step_s if state.tallies else float("inf")

    def _window(self, state: SpikeState, end: int) -> list[Tally]:
        return [tally for step, tally in state.tallies.items() if end - STEPS < step <= end]

    def _before(self, state: SpikeState, end: int) -> Past:
        """Return what is paid in steps that are surely over before a window begins, kept or not yet."""
        steps = sorted([step for step in state.tallies if state.past.last < step <= end - STEPS - 1])
        if not steps:
            return state.past
        past = state.past.copy()
        for step in steps:
            past.add(step, state.tallies[step].members)
        return past

    def prune(self, state: SpikeState, watermark: float) -> None:
        """Put steps together that no window of an event still to come can reach."""
        oldest = int((watermark - LATENESS_MAX_S) // self.step_s) - STEPS
        if state.tallies and min(state.tallies) < oldest:
            state.past = self._before(state, oldest + STEPS)
            kept = dict(state.tallies)
            forget(oldest, kept)
            state.tallies = kept or NOTHING

    def explain(self, run: Tally, state: SpikeState, key: str) -> Finding:
        """Compare the large payments with those before."""
        reason, evidence = told(run)
        action = "Ask the owner whether these are his; else stop the card or the account, and see how it was entered."
        return Finding(graded(run.surprise, self.hot_from, 2.0), evidence, reason, action, [key], 1)
