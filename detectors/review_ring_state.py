"""Who reviewed what in two weeks, hour by hour: what rings of reviewers are looked for in."""

from __future__ import annotations

from msgspec import field

from detectors.base import State
from detectors.blocks import Told, told_lately
from detectors.domain_told import hashed
from detectors.sampling import sampled
from detectors.steps import HOUR_S
from schemas.event import EARLY, NEW_TODAY, Event

HOURS = 336  # two weeks: one thing a day each draws no attention
BEGUN_KEPT = 64  # accounts an hour, by the least of their hashes
PAIRS_KEPT = 512  # (thing, account) an hour; beyond, a sample of the things by hash


class RingState(State, array_like=True):
    """`hours`: hour -> thing reviewed -> account -> first time; `levels` of their samples; `waiting` hours.

    `begun`: hour -> account on its first day of posting -> country (`BEGUN_KEPT`).
    """

    hours: dict[int, dict[str, dict[str, float]]] = field(default_factory=dict)
    levels: dict[int, int] = field(default_factory=dict)
    waiting: dict[int, int] = field(default_factory=dict)
    begun: dict[int, dict[str, str]] = field(default_factory=dict)

    def add(self, event: Event, thing: str) -> None:
        """Remember one review."""
        hour = int(event.time // HOUR_S)
        if event.novel & (NEW_TODAY | EARLY) == NEW_TODAY and event.country is not None:
            self._begin(hour, event.subject, event.country)
        level = self.levels.get(hour, 0)
        if not sampled(thing, level):
            return
        told = self.hours.setdefault(hour, {})
        named = told.setdefault(thing, {})
        named[event.subject] = min(event.time, named.get(event.subject, event.time))
        while sum(map(len, told.values())) > PAIRS_KEPT and level < 20:
            level = self.levels[hour] = level + 1
            told = self.hours[hour] = {name: one for name, one in told.items() if sampled(name, level)}

    def _begin(self, hour: int, name: str, country: str) -> None:
        """Remember where an account began; the first by name of several countries."""
        known = self.begun.setdefault(hour, {})
        known[name] = min(country, known.get(name, country))
        if len(known) > BEGUN_KEPT:
            del known[max(known, key=lambda one: (hashed(one), one))]

    def begun_lately(self, last: int) -> dict[str, str]:
        """Return where accounts began to post with a review in the two weeks up to an hour, by their last such hour."""
        hours = sorted(hour for hour in self.begun if last - HOURS < hour <= last)
        return {name: country for hour in hours for name, country in self.begun[hour].items()}

    def lately(self, last: int) -> tuple[Told, Told]:
        """Return who reviewed each thing in the two weeks up to an hour, and what each account reviewed, and since."""
        return told_lately(self.hours, last - HOURS + 1, last, lambda _thing, _hour: True)
