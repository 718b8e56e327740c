"""A key used far more than ever, and from networks new to it: somebody else has it."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import ClassVar

from detectors.base import LATENESS_MAX_S, Detector, Finding, Signal, by_event
from detectors.key_begun import begun as begun_on
from detectors.key_buckets import window
from detectors.key_past import Past, begun, past_of
from detectors.key_places import is_full
from detectors.key_windows import NEW_S, OWN_S, WindowsState
from detectors.only import KEYED, only
from detectors.recurrence import DAY_S
from detectors.surprise import graded, to_score
from detectors.tally import Tally, forget
from detectors.usage_amount import amount, is_answered, mark, measure, named, requests, series
from detectors.wording import about, counted
from schemas.event import Event
from schemas.values import EntityType, EventType

# Of a hot window: most is of products new to the key; a key was made where the account had not been; more networks than
# are kept may be new; the new ones lie in several countries, at several providers; most is of a provider new to the
# key, or of a country.
FRESH, AWAY, MORE, ABROAD, FOREIGN, LANDED = 1, 2, 4, 8, 16, 32


class KeyElsewhere(Detector[WindowsState]):
    """One key's units of a product, or requests, from networks new to it, against the fullest window of its every day.

    The window slides. Surprise is a chain of five: that new networks are about (the share of its days on which they
    were, Jeffreys; of days with a new provider, where that is new, too; of a key on new networks on most of its days
    half of what its days with a new country say, too), that the fullest of n days is surpassed (one in n + 1), by so
    much (Student's t of the log), after so long a pause (against the longest before: one ten times as long comes once
    in three), with products new to it (half of what their share of days says). Never more than the fold over the
    fullest day allows (`recurrence`). Units are judged where an earlier day had any of that product, else the requests.
    What is refused uses nothing, and a day of refusals is no past. Fires on a client that calls by the clock as on an
    uneven one, and on a key that was asleep for weeks. Quiet on what comes from known networks (a job that begins, the
    month's end, a launch), on a move at the volume as before, and on keys that roam, until a provider new to them
    comes. Fails where no address is told, in a key's first day, after 30 days asleep, when a key is forgotten, and on a
    thief who makes few but large requests of a product that the owner never used. Takes a key that was tried a little,
    rested for weeks and is then put into a busy production elsewhere for stolen. Cost: 4 microseconds an event.
    """

    name = "key_elsewhere"
    version = 3
    keyed_by = "account"
    entity: ClassVar[EntityType | None] = "key"
    kinds: ClassVar[tuple[EventType, ...]] = ("account.usage",)
    area = "api_abuse"
    state_type = WindowsState
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

    def _known(self, state: WindowsState, event: Event) -> str | None:
        """Return the product whose units the event tells, if an earlier day had any: else requests tell of it."""
        name = series(event)
        product = None if name is None else state.products.get(name)
        return name if product is not None and past_of(product.days, event.time, NEW_S).days else None

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
        """Return what else a hot window shows: `FRESH` products, `MORE` networks, a provider or a country new to it."""
        signs = (FRESH if past.fresh else 0) | (MORE if is_full(state.places) else 0)
        return signs | (FOREIGN if past.owners >= 0 else 0) | (LANDED if past.lands >= 0 else 0)

    def _total(self, state: WindowsState, end: int, name: str | None) -> float:
        """Return the units of a product in a window of new networks, or the requests that no units are judged for."""
        if name is None:
            return window(state.strange, end, self.steps) - window(state.judged, end, self.steps)
        product = state.products.get(name)
        return window(product.strange, end, self.steps) if product is not None else 0.0

    def _judged(self, state: WindowsState, end: int, name: str | None, more: float = 0.0,
                new: float = 0.0) -> tuple[float, Past]:  # fmt: skip
        """Return the surprise of a window of new networks, and the past that it is compared with.

        `more`: what an event not counted yet adds; `new`: requests of products without a past among it.
        """
        time, total = end * self.step_s, self._total(state, end, name) + more
        past = past_of(state.days, time, NEW_S, state.owners)
        if name is None:
            if 2 * (window(state.fresh, end, self.steps) + new) > total:
                past = past._replace(fresh=True, begun=begun(state.products.values(), state.days, time, NEW_S))
        elif name in state.products:
            own = past_of(state.products[name].days, time, NEW_S, state.owners)
            past = past._replace(days=own.days, fullest=own.fullest)
        past = self._placed(state, end, past)
        return past.surprise(total, self.spread), past

    def _placed(self, state: WindowsState, end: int, past: Past) -> Past:
        """Return the past, with what it says of new providers and countries where most of a window is of such."""
        time, half = end * self.step_s, window(state.strange, end, self.steps) / 2
        own, before = state.born + OWN_S, int((time - LATENESS_MAX_S - NEW_S) // DAY_S)
        if state.foreign and window(state.foreign, end, self.steps) > half:
            past = past._replace(owners=begun_on(state.owners, own, before))
        if state.landed and window(state.landed, end, self.steps) > half:
            past = past._replace(lands=begun_on(state.lands, own, before))
        return past

    def prune(self, state: WindowsState, watermark: float) -> None:
        """Drop tallies that no event can reach."""
        if state.tallies:
            forget(int((watermark - LATENESS_MAX_S - self.window_s) // self.step_s) - 1, state.tallies)

    def explain(self, run: Tally, state: WindowsState, key: str) -> Finding:
        """Compare the fullest window with the key's days."""
        networks, days, idle, signs, *told = run.detail if len(run.detail) >= 4 else (1, 1, 1, 0)
        extra = run.extra or {}
        what = named(told[0], sorted(extra)) if told else "requests"
        pause = {1: "", 2: ", not used on the day before"}.get(idle, f", not used on the {idle - 1} days before")
        fold = run.peak / max(run.usual, 1e-9)
        new = f"{networks} or more networks" if signs & MORE else counted(networks, "network")
        before = "the only earlier day" if days == 1 else f"any of {days} earlier days"
        did = f"{'used' if told else 'made'} {run.peak:,.0f} {what}"
        made = ", made from a device or provider that the account had for hours at most," if signs & AWAY else ""
        reason = (
            f"{self.whose}{made} {did} within {self.window_s / 3600:.0f} h from {new} "
            f"new to {self.whom}{_whose(signs, self.whom)}"
            f"{f', mostly in products new to {self.whom}' if signs & FRESH else ''}{pause}: "
            f"{fold:,.0f} times the most in as long on {before} ({about(run.usual)})."
        )
        evidence: dict[str, float | int | str] = {
            "units_in_window": round(run.peak, 3), "measure": what, "window_s": self.window_s,
            "most_in_window": round(run.usual, 3), "new_networks": networks, "new_products": int(signs & FRESH > 0),
            "earlier_days": days, "days_without_use": max(0, idle - 1), "surprise_log10": round(run.surprise, 3),
            "events": run.n,
        }  # fmt: skip
        accounts = sorted(run.accounts or {})
        action = "Ask the owner whether the networks are theirs; cap the key, or rotate it if they are not."
        return Finding(graded(run.surprise, self.hot_from, 2.0), evidence, reason, action, accounts, len(accounts))


def _whose(signs: int, whom: str) -> str:
    """Say whose new networks are, and where."""
    if signs & ABROAD:
        return ", in three countries or more and at as many providers"
    new = [name for sign, name in ((FOREIGN, "a provider"), (LANDED, "a country")) if signs & sign]
    return f" (most of it from {' and '.join(new)} new to {whom}, too)" if new else ""
