"""What is remembered of the first days of newcomers' keys: whether they were used up, and left at that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from msgspec import Struct, field

from detectors.base import State
from detectors.network import network_of
from detectors.recurrence import DAY_S
from detectors.sampling import sampled
from detectors.statuses import NO_MORE, REFUSED_FROM
from detectors.usage_amount import requests
from schemas.event import Event

WINDOW_DAYS = 14
KEPT = 2048  # accounts; beyond, a sample by hash
DAYS, ONE_DAY_MOST = 4, 0.5  # a hackathon's, a course's come on one day or two
# 2026-11: of newcomers with a key, those who use it up and leave, before anything is learned: of 17 honest keys made on
# a made-up shop none (three were answered 429, and asked on 300 times that day), and of honest newcomers on four
# products with free allowances fewer than one in 500 was refused at all.
SHARE, FIRMLY = 0.02, 50.0


class FirstDay(Struct, array_like=True):
    """An account's first day with a key: first use, first refusal (time and id), last answer, requests answered."""

    first: float = float("inf")
    network: str = ""
    refused: tuple[float, str] = (float("inf"), "")
    answered: float = 0.0
    requests: float = 0.0

    def add(self, event: Event) -> None:
        """Take in a use."""
        network = network_of(event.ip) if event.ip else event.subject
        self.first, self.network = min((self.first, self.network), (event.time, network))
        if event.status is not None and event.status >= REFUSED_FROM:
            if event.status in NO_MORE:
                self.refused = min(self.refused, (event.time, event.id))
        else:
            self.answered = max(self.answered, event.time)
            self.requests += requests(event)

    def left(self) -> bool:
        """Tell whether something was answered, then refused, and nothing answered any more."""
        return 0.0 < self.answered < self.refused[0] < float("inf")


class LeftState(State, array_like=True):
    """`accounts`: first days by name; `level` of their sample; `known`: how many older ones, and left."""

    accounts: dict[str, FirstDay] = field(default_factory=dict)
    level: int = 0
    known: tuple[int, int] = (0, 0)
    waiting: dict[int, int] = field(default_factory=dict)

    def add(self, event: Event) -> None:
        """Take in a use of a new key."""
        if not sampled(event.subject, self.level):
            return
        self.accounts.setdefault(event.subject, FirstDay()).add(event)
        while len(self.accounts) > KEPT:
            self.level += 1
            self.accounts = {name: one for name, one in self.accounts.items() if sampled(name, self.level)}

    def lately(self, day: int) -> dict[str, FirstDay]:
        """Return the accounts that first used their key in the two weeks that end with a day."""
        begins, ends = _begins(day), (day + 1) * DAY_S
        return {name: one for name, one in self.accounts.items() if begins <= one.first < ends}

    def usual(self, day: int, among: int, others: int) -> tuple[float, float]:
        """Return the shape and rate of how many of so many networks are so, by earlier weeks and `others` of these."""
        every, often = self._before(_begins(day))
        return often + SHARE * FIRMLY, (every + others + FIRMLY) / max(1, among)

    def _before(self, time: float) -> tuple[int, int]:
        """Return how many accounts first used a key before a time, and how many of these left: folded yet or not."""
        every, often = self.known
        older = [one for one in self.accounts.values() if one.first < time]
        return every + len(older), often + sum([one.left() for one in older])

    def forget(self, day: int) -> None:
        """Take what no window holds that ends on a day or later into what is usual."""
        oldest = _begins(day)
        if not self.accounts or min([one.first for one in self.accounts.values()]) >= oldest:
            return
        self.known = self._before(oldest)
        self.accounts = {name: one for name, one in self.accounts.items() if one.first >= oldest}


def _begins(day: int) -> float:
    """Return when the two weeks that end with a day begin."""
    return (day - WINDOW_DAYS + 1) * DAY_S


def networks(accounts: Iterable[FirstDay]) -> int:
    """Return of how many networks they are."""
    return len({one.network for one in accounts})


def in_turn(accounts: Iterable[FirstDay]) -> bool:
    """Tell whether they came day after day."""
    days = Counter([one.first // DAY_S for one in accounts])
    return len(days) >= DAYS and max(days.values()) <= ONE_DAY_MOST * days.total()
