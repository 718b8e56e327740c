"""Who linked to which domains that are new to a site, hour by hour for two weeks: what rings are looked for in."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import field

from detectors.base import State
from detectors.blocks import Told, told_lately
from detectors.by_time import since, times_since
from detectors.sampling import sampled
from detectors.steps import HOUR_S
from schemas.event import Event

HOURS = 336  # two weeks: how long a domain is new, and how long links to it are remembered
LEARNS_HOURS = 168  # of a site: before, all that its people link to is new to us
FORGOTTEN_HOURS = 672  # without a link: four weeks, as those that sleep are heard of again
DOMAINS_KEPT = 30_000  # of a site, of four weeks; beyond, a sample by hash
PAIRS_KEPT = 512  # (domain, account) an hour; beyond, a sample of the domains by hash


class LinkRingState(State, array_like=True):
    """`first`, `last`: domain -> hour; `hours`: hour -> domain -> account -> time and id of its first post there.

    `began`: the site's first hour, -1 before any; `level`, `levels`: of the samples, of all domains and by hour;
    `pairs` kept of an hour; `waiting` hours.
    """

    began: int = -1
    level: int = 0
    first: dict[str, int] = field(default_factory=dict)
    last: dict[str, int] = field(default_factory=dict)
    hours: dict[int, dict[str, dict[str, tuple[float, str]]]] = field(default_factory=dict)
    levels: dict[int, int] = field(default_factory=dict)
    pairs: dict[int, int] = field(default_factory=dict)
    waiting: dict[int, int] = field(default_factory=dict)

    def add(self, event: Event, things: Iterable[str] | None = None) -> None:
        """Remember what a post links to (or `things`), where that is new."""
        hour = int(event.time // HOUR_S)
        if not 0 <= self.began <= hour:
            self.began = hour
        level = self.levels.get(hour, 0) or self.level
        for domain in event.domains if things is None else things:
            if level and not sampled(domain, max(level, self.level)):
                continue
            last = self.last.get(domain, -1)
            if last < hour - FORGOTTEN_HOURS:
                self.first[domain] = hour
                if self._bound() and domain not in self.first:
                    continue
            elif hour < self.first[domain]:
                self.first[domain] = hour
            if last < hour:
                self.last[domain] = hour
            if hour - self.first[domain] <= HOURS:
                self._note(domain, hour, event)

    def _bound(self) -> bool:
        """Keep a smaller sample of all domains where they have become too many, and say so."""
        if len(self.first) <= DOMAINS_KEPT:
            return False
        while len(self.first) > DOMAINS_KEPT:
            self.level += 1
            self.first = {name: at for name, at in self.first.items() if sampled(name, self.level)}
            self.last = {name: at for name, at in self.last.items() if sampled(name, self.level)}
        return True

    def _note(self, domain: str, hour: int, event: Event) -> None:
        told = self.hours.setdefault(hour, {})
        named, post = told.setdefault(domain, {}), (event.time, event.id)
        known = named.get(event.subject)
        named[event.subject] = post if known is None or post < known else known
        if known is None:
            self.pairs[hour] = self.pairs.get(hour, 0) + 1
        level = self.levels.get(hour, 0)
        while self.pairs.get(hour, 0) > PAIRS_KEPT and level < 20:
            level = self.levels[hour] = level + 1
            told = self.hours[hour] = {name: one for name, one in told.items() if sampled(name, level)}
            self.pairs[hour] = sum(map(len, told.values()))

    def lately(self, last: int) -> tuple[Told, Told]:
        """Return who linked to each new domain in the two weeks up to an hour, and what each account did, and when."""
        return told_lately(self.hours, last - HOURS + 1, last, self._new)

    def _new(self, domain: str, hour: int) -> bool:
        """Tell whether a domain came to a site that was known, of late."""
        first = self.first.get(domain, -1)
        return first >= self.began + LEARNS_HOURS and hour - first < HOURS

    def posts(self, last: int, names: frozenset[str], domains: tuple[str, ...]) -> list[tuple[float, str]]:
        """Return the posts in which these accounts linked to these domains in the two weeks, in order."""
        hours = [hour for hour in self.hours if last - HOURS < hour <= last]
        told = [self.hours[hour].get(domain, {}) for hour in hours for domain in domains]
        return sorted({post for one in told for name, post in one.items() if name in names})

    def forget(self, recent: int) -> None:
        """Drop what no hour from `recent` on is judged with."""
        self.hours = since(self.hours, recent - HOURS - 1)
        self.levels = since(self.levels, recent - HOURS - 1)
        self.pairs = since(self.pairs, recent - HOURS - 1)
        self.last = times_since(self.last, recent - FORGOTTEN_HOURS)
        if len(self.last) < len(self.first):
            self.first = {name: at for name, at in self.first.items() if name in self.last}
