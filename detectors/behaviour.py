"""An account unlike itself and its peers: hours that are fuller, more failing or more varied than it ever had."""

from __future__ import annotations

from math import expm1

from detectors.base import LATENESS_MAX_S, Detector, Finding, Signal
from detectors.behaviour_habits import CHOOSING, TOP, Habits, features_of, judged
from detectors.behaviour_hours import HOUR_S, BehaviourState, add, close, habits_before, seen_in, tell, tell_all
from detectors.slips import glance, kept, read, slip_of, tally_of
from detectors.surprise import to_score
from detectors.tally import Tally, forget
from detectors.wording import rarely
from schemas.event import Event


class Behaviour(Detector[BehaviourState]):
    """The three most surprising of seven counts of an account's hour, against its own hours and its peers'.

    Each count's logarithm is judged by Student's t about a mean and variance drawn from the peers' towards the
    account's own; the three most surprising are averaged, less what choosing among seven gives. Learns closed hours
    only, in order, and suspected ones clipped, so that a campaign packed in time teaches little. What else was tried,
    and lost: docs/behaviour.md. Fails where an account is strange from its first day on. Cost: 4 microseconds an event;
    20 more in an hour that holds enough to be judged.
    """

    name = "behaviour"
    keyed_by = "account"
    kinds = ("account.login", "account.password_reset", "account.email_changed", "account.mfa_changed",
             "account.api_key_created", "account.payment")  # fmt: skip
    area = "account_security"
    state_type = BehaviourState
    heeds_score = False
    reach_s = HOUR_S
    step_s = HOUR_S
    settings = ("least", "grace")

    def __init__(self, alert_at: float = 0.5, *, least: int = 5, grace: int = 10) -> None:
        """`least`: events in an hour worth a judgement; `grace`: closed active hours before anything is accused."""
        super().__init__(alert_at)
        self.least, self.grace = least, grace
        self._asked: tuple[Event, BehaviourState, Habits, float] | None = None  # the last question; no part of answers

    def score(self, event: Event, state: BehaviourState, key: str) -> Signal | None:
        """Return the surprise of the hour, the event included; 0 while it holds less than is worth a judgement."""
        hour, surprise = int(event.time // HOUR_S), 0.0
        if self._count(state, hour) + 1 >= self.least:
            seen, habits = seen_in(state, hour), self._habits(state, hour)
            add(seen, read(slip_of(event, 1.0)))
            surprise = self._surprise(habits, seen)
            self._asked = event, state, habits, surprise
        return Signal(self.name, self.version, key, to_score(surprise), state.habits.hours >= self.grace, surprise)

    def learn(self, event: Event, state: BehaviourState, signal: Signal | None) -> bool:
        """Add the event to its hour, look at that again, and close what nothing can change any more."""
        hour, slip = int(event.time // HOUR_S), slip_of(event, 1.0)
        if hour < state.open_from or not kept(slip, hour, state):
            tell_all(state)
            tell(state, slip)
        if hour > state.newest:
            state.newest = hour
            close(state, hour - 3)
        if self._count(state, hour) >= self.least:
            found = self._answer(event, state)
            if found is None:
                habits = self._habits(state, hour)
                found = habits, self._surprise(habits, seen_in(state, hour))
            self._look(state, hour, *found)
        tally = state.tallies.get(hour)
        return tally is not None and tally.hot

    def _count(self, state: BehaviourState, hour: int) -> int:
        """Return how many events of an hour were seen; fewer than are worth a judgement need not be exact."""
        slips, seen = state.slips, state.seen
        count = seen[hour]["events"] if hour in seen else 0
        if count + len(slips) < self.least - 1 or hour < state.open_from:
            return count
        return count + len([slip for slip in slips if glance(slip)[0] // HOUR_S == hour])

    def _answer(self, event: Event, state: BehaviourState) -> tuple[Habits, float] | None:
        """Return the habits and the surprise that `score` has just found: the event was in it, and is now."""
        asked, self._asked = self._asked, None
        return asked[2:] if asked is not None and asked[0] is event and asked[1] is state else None

    def _look(self, state: BehaviourState, hour: int, habits: Habits, surprise: float) -> None:
        if habits.hours >= self.grace and surprise >= self.hot_from:
            tell_all(state)
            tally = tally_of(hour, state)
            tally.hot = True
            tally.crest(float(state.seen[hour]["events"]), expm1(habits.read()[0][0]), surprise)

    def _habits(self, state: BehaviourState, hour: int) -> Habits:
        """Return the habits as of two hours before, which no late event can change any more."""
        return habits_before(state, hour - 1)

    def _surprise(self, habits: Habits, seen: dict[str, int]) -> float:
        found = judged(habits, features_of(seen))
        found.sort(reverse=True)
        return max(0.0, sum(found[:TOP]) / TOP - CHOOSING)

    def prune(self, state: BehaviourState, watermark: float) -> None:
        """Close hours that no event can reach."""
        oldest = int((watermark - LATENESS_MAX_S) // HOUR_S) - 2
        if state.seen:
            close(state, min(oldest, state.newest - 3))
        before = min(oldest, state.open_from) * HOUR_S
        if state.slips:
            state.slips = tuple([slip for slip in state.slips if glance(slip)[0] >= before])
        if state.tallies:
            forget(oldest, state.tallies)

    def explain(self, run: Tally, state: BehaviourState, key: str) -> Finding:
        """Say how full the strangest hour was."""
        reason = (
            f"{run.peak:,.0f} logins, payments and changes of one account in an hour (its usual: {run.usual:.1f}), "
            f"of a number and mix expected {rarely(run.surprise)} of its own and its peers' active hours."
        )
        evidence: dict[str, float | int | str] = {
            "events_in_hour": round(run.peak, 1), "surprise_log10": round(run.surprise, 3), "accused_events": run.n,
        }  # fmt: skip
        names = sorted(run.accounts or {})
        return Finding("medium", evidence, reason, "Look at what the account did in that hour.", names, len(names))
