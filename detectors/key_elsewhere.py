"""A key used far more than ever, and from networks new to it: somebody else has it."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import ClassVar

from detectors.base import LATENESS_MAX_S, Detector, Finding, Signal, by_event
from detectors.key_past import Past, past_of
from detectors.key_windows import NEW_S, WindowsState, window
from detectors.surprise import to_score
from detectors.tally import Tally, forget
from detectors.usage_amount import amount
from detectors.wording import counted
from schemas.event import Event
from schemas.values import EntityType, Severity


class KeyElsewhere(Detector[WindowsState]):
    """Units of one API key from networks new to it, in a sliding window, against the fullest window of its every day.

    Surprise is a chain of four: that new networks are about (the share of its days on which they were, Jeffreys), that
    the fullest of n days is surpassed (one in n + 1), by so much (Student's t of the log), after so long a pause
    (against the longest before: one ten times as long comes once in three). Never more than the fold over the fullest
    day allows (`recurrence`). Fires on a client that calls by the clock as on an uneven one, and on a key that was
    asleep for weeks. Quiet on what comes from known networks (a job that begins, the month's end, a launch), on a move
    at the volume as before, and on keys that roam. Fails where no address is told, in a key's first day, and after 30
    days asleep, when a key is forgotten. Takes a key that was tried a little, rested for weeks and is then put into a
    busy production elsewhere for stolen. Cost: 2 microseconds an event.
    """

    name = "key_elsewhere"
    keyed_by = "account"
    entity: ClassVar[EntityType | None] = "key"
    kinds = ("account.usage",)
    area = "api_abuse"
    state_type = WindowsState
    heeds_score = False
    whose, whom = "One API key", "it"  # of the sentence
    settings = ("step_s", "window_s", "least_units", "spread")

    def __init__(self, alert_at: float = 0.4545, *, step_s: float = 1800.0, window_s: float = 21_600.0,
                 least_units: float = 10.0, spread: float = 1.0) -> None:  # fmt: skip
        """Set the bucket and the window (seconds); `least_units`: never accuse below.

        `spread`: standard deviation of the log of what a key uses more than ever, when it does.
        """
        super().__init__(alert_at)
        self.step_s, self.window_s, self.least_units, self.spread = step_s, window_s, least_units, spread
        self.steps = ceil(window_s / step_s)
        self.reach_s, self.question_s = window_s, step_s
        self.lag = 1 + ceil(LATENESS_MAX_S / step_s)

    @by_event
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the API key."""
        return (event.key,) if event.key else ()

    def score(self, event: Event, state: WindowsState, key: str) -> Signal | None:
        """Return the window's surprise, the event included; None for a known network."""
        if not state.is_strange(event):
            return None
        end = int(event.time // self.step_s)
        surprise, _ = self._judged(state, end, window(state.strange, end, self.steps) + amount(event))
        return Signal(self.name, self.version, key, to_score(surprise), bool(state.days), surprise)

    def learn(self, event: Event, state: WindowsState, signal: Signal | None) -> bool:
        """Count the event; where it comes from a new network, look at the windows that it lies in."""
        bucket = int(event.time // self.step_s)
        state.arrive(event)
        strange = state.is_strange(event)
        state.add(event, bucket, strange=strange)
        if bucket > state.newest:
            state.newest = bucket
            state.close(bucket - self.lag, self.steps, self.step_s)
        return strange and self._look(state, bucket)

    def _look(self, state: WindowsState, bucket: int) -> bool:
        """Make hot what is surprising among the windows that hold the bucket."""
        ends = [at for at in state.strange if bucket <= at < bucket + self.steps]
        return any([self._heat(state, end) for end in sorted(ends)])

    def _heat(self, state: WindowsState, end: int) -> bool:
        """Make a surprising window hot, all of it: what led up to it belongs to the alert."""
        total = window(state.strange, end, self.steps)
        if total < self.least_units:
            return False
        surprise, past = self._judged(state, end, total)
        if surprise < self.hot_from:
            return False
        detail = (state.new_networks(end * self.step_s), past.days, past.idle)
        for at in range(end - self.steps + 1, end + 1):
            if (tally := state.tallies.get(at)) is not None:
                tally.hot = True
                tally.crest(total, past.fullest, surprise, detail)
        return True

    def _judged(self, state: WindowsState, end: int, total: float) -> tuple[float, Past]:
        """Return the surprise of a window of new networks, and the past that it is compared with."""
        past = past_of(state.days, end * self.step_s, NEW_S)
        return past.surprise(total, self.spread), past

    def prune(self, state: WindowsState, watermark: float) -> None:
        """Drop tallies that no event can reach."""
        if state.tallies:
            forget(int((watermark - LATENESS_MAX_S - self.window_s) // self.step_s) - 1, state.tallies)

    def explain(self, run: Tally, state: WindowsState, key: str) -> Finding:
        """Compare the fullest window with the key's days."""
        networks, days, idle = run.detail if len(run.detail) == 3 else (1, 1, 1)
        pause = {1: "", 2: ", after a day without use"}.get(idle, f", after {idle - 1} days without use")
        fold = run.peak / max(run.usual, 1e-9)
        new = f"{counted(networks, 'network')} new to {self.whom}"
        before = "the only earlier day" if days == 1 else f"any of {days} earlier days"
        reason = (
            f"{self.whose} used {run.peak:,.0f} units within {self.window_s / 3600:.0f} h from "
            f"{new}{pause}: {fold:,.0f} times the most in as long on {before} "
            f"({run.usual:,.1f})."
        )
        evidence: dict[str, float | int | str] = {
            "units_in_window": round(run.peak, 3), "window_s": self.window_s, "most_in_window": round(run.usual, 3),
            "new_networks": networks, "earlier_days": days, "days_without_use": max(0, idle - 1),
            "surprise_log10": round(run.surprise, 3), "events": run.n,
        }  # fmt: skip
        severity: Severity = "high" if run.surprise >= 2 * self.hot_from else "medium"
        accounts = sorted(run.accounts or {})
        action = "Ask the owner whether the networks are theirs; cap the key, or rotate it if they are not."
        return Finding(severity, evidence, reason, action, accounts, len(accounts))
