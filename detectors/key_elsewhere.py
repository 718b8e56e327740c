"""A key used far more than ever, and from networks new to it: somebody else has it."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import ClassVar

from detectors.base import LATENESS_MAX_S, Finding, Signal, by_event
from detectors.key_elsewhere_judged import KeyElsewhereJudged
from detectors.key_elsewhere_words import ALIEN, ASK, FOREIGN, FRESH, LANDED, MORE, evidence_of, said
from detectors.key_past import Past
from detectors.key_places import is_full
from detectors.key_windows import WindowsState
from detectors.only import KEYED, only
from detectors.recurrence import DAY_S
from detectors.statuses import is_answered
from detectors.surprise import graded, to_score
from detectors.tally import Tally, forget
from detectors.usage_amount import amount, mark, measure, requests
from schemas.event import Event
from schemas.values import EntityType, EventType


class KeyElsewhere(KeyElsewhereJudged):
    """One key's units of a product, or requests, from networks new to it, against the fullest window of its every day.

    The window slides. Surprise is a chain of six: that new networks are about (the share of its days on which they
    were, Jeffreys; of days with a new provider, where that is new, too; of a key on new networks on most of its days,
    and where three countries and providers are new at once, half of what its days with a new country say, too), that
    the fullest of n days is surpassed (one in n + 1), by so much (Student's t of the log), after so long a pause
    (against the longest before: one ten times as long comes once in three), with products new to it (half of what their
    share of days says), with a program of a kind new to it, begun where its account never was (half, too: a server that
    moves takes its program along). Never more than the fold over the fullest day allows (`recurrence`). Units are
    judged where an earlier day had any of that product, else the requests. What is refused uses nothing, and a day of
    refusals is no past. Fires on a client that calls by the clock as on an uneven one, and on a key that was asleep for
    weeks. Quiet on what comes from known networks (a job that begins, the month's end, a launch), on a move at the
    volume as before, and on keys that roam, until a provider new to them comes. Fails where no address is told, in a
    key's first day, after 30 days asleep, when a key is forgotten, and on a thief who makes few but large requests of a
    product that the owner never used. Takes a key that was tried a little, rested for weeks and is then put into a busy
    production elsewhere for stolen. Cost: 4 microseconds an event.
    """

    name = "key_elsewhere"
    version = 5
    keyed_by = "account"
    entity: ClassVar[EntityType | None] = "key"
    kinds: ClassVar[tuple[EventType, ...]] = ("account.usage",)
    area = "api_abuse"
    idle_s = 1.5 * DAY_S  # who comes by night comes the next night: one alert, not one a night
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
    @only(KEYED)
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the API key of a request that was answered."""
        return (event.key,) if event.key and is_answered(event) else ()

    def score(self, event: Event, state: WindowsState, key: str) -> Signal | None:
        """Return the window's surprise, the event included; None for a known network."""
        if not state.is_strange(event):
            return None
        end, name = int(event.time // self.step_s), self._known(state, event)
        if name is None:
            new = requests(event) if event.units is not None else 0.0
            surprise, _ = self._judged(state, end, None, requests(event), new)
        else:
            surprise, _ = self._judged(state, end, name, amount(event))
        return Signal(self.name, self.version, key, to_score(surprise), bool(state.days), surprise)

    def learn(self, event: Event, state: WindowsState, signal: Signal | None) -> bool:
        """Count the event; where it comes from a new network, look at the windows that it lies in."""
        bucket = int(event.time // self.step_s)
        state.arrive(event)
        strange = state.is_strange(event)
        name = self._known(state, event) if strange else None
        state.add(event, bucket, strange=strange, judged=name is not None)
        if bucket > state.newest:
            state.newest = bucket
            if state.closes(bucket - self.lag, self.step_s):
                state.close(bucket - self.lag, self.steps, self.step_s)
        return strange and self._look(state, bucket, name)

    def _look(self, state: WindowsState, bucket: int, name: str | None) -> bool:
        """Make hot what is surprising among the windows that hold the bucket."""
        ends = [at for at in state.strange if bucket <= at < bucket + self.steps]
        return any([self._heat(state, end, name) for end in sorted(ends)])

    def _heat(self, state: WindowsState, end: int, name: str | None) -> bool:
        """Make a surprising window hot, all of it: what led up to it belongs to the alert."""
        total = self._total(state, end, name)
        if total < self.least_units:
            return False
        surprise, past = self._judged(state, end, name)
        if surprise < self.hot_from:
            return False
        networks = state.new_networks(end * self.step_s)
        detail = (networks, past.days, past.idle, self._signs(state, end, past), *mark(measure(name)))
        for at in range(end - self.steps + 1, end + 1):
            if (tally := state.tallies.get(at)) is not None:
                tally.hot = True
                tally.crest(total, past.fullest, surprise, detail)
        return True

    def _signs(self, state: WindowsState, end: int, past: Past) -> int:
        """Return what else a hot window shows: `FRESH` products, `MORE` networks, a new provider, country, program."""
        signs = (FRESH if past.fresh else 0) | (MORE if is_full(state.places) else 0)
        signs |= ALIEN if past.programs >= 0 else 0
        return signs | (FOREIGN if past.owners >= 0 else 0) | (LANDED if past.lands >= 0 else 0)

    def prune(self, state: WindowsState, watermark: float) -> None:
        """Drop tallies that no event can reach."""
        if state.tallies:
            forget(int((watermark - LATENESS_MAX_S - self.window_s) // self.step_s) - 1, state.tallies)

    def explain(self, run: Tally, state: WindowsState, key: str) -> Finding:
        """Compare the fullest window with the key's days."""
        evidence, reason = evidence_of(run, self.window_s), said(run, self.whose, self.whom, self.window_s)
        accounts = sorted(run.accounts or {})
        return Finding(graded(run.surprise, self.hot_from, 2.0), evidence, reason, ASK, accounts, len(accounts))
