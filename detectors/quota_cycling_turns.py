"""Quota cycling that stops at the limit: nothing is refused, but one fresh account falls silent as the next begins."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import log10
from statistics import median
from typing import NamedTuple, cast

from msgspec import field

from detectors.base import by_event
from detectors.counts import exact
from detectors.quota_cycling import FreshAccounts, used
from detectors.settled_window import OverWindow, SettledState
from detectors.surprise import gamma_poisson
from detectors.tally import Tally
from detectors.usage_amount import requests
from detectors.window import WindowState
from schemas.event import FRESH, Event

PARALLEL = 32  # accounts in one hour are no turns
ALIKE, ALIKE_SHARE = 1.25, 0.75  # most have used the same within a quarter: an allowance; the last may be at it still
FULLEST = 0.98  # of the time: one account right after the other is not infinitely rare


class Use(NamedTuple):
    """When an account used the product in a stretch of time, from first to last, and how much.

    An allowance is in one measure: units, whatever the product, or requests where no units are told.
    """

    first: float
    last: float
    units: float
    requests: float = 0.0

    def with_(self, other: Use) -> Use:
        """Return both as one."""
        return Use(min(self.first, other.first), max(self.last, other.last), self.units + other.units,
                   self.requests + other.requests)  # fmt: skip


class TurnsState(SettledState, array_like=True):
    """Adds by bucket what each account used; nothing where very many did."""

    uses: dict[int, dict[str, Use]] = field(default_factory=dict)


class QuotaCyclingTurns(FreshAccounts, OverWindow):
    """Fresh accounts of programs at one address, each silent before the next begins, that use about the same.

    People who come by chance do not wait for each other: the more of the time is used, the rarer it is that no two of
    them meet. Fires where that is one in a million, and the address has no past of as many. Quiet on a class, an
    office, a hackathon (they meet), on a tutorial that many try for minutes (they seldom meet anyway), on accounts that
    go on later. Judged once an hour is over. Fails where accounts are used side by side; takes fresh accounts that
    share a single seat (a stand at a fair, a test that signs up each time it is run) for a cycler.
    """

    name = "quota_cycling_turns"
    keyed_by = "ip"
    state_type = TurnsState
    place = "from one address"

    @by_event
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the address of a fresh account's program; () for all others."""
        return (event.ip,) if event.novel & FRESH and event.ip and not event.device else ()

    def _take(self, event: Event, state: WindowState, member: str | None, count: float | None) -> bool:
        bucket, uses = int(event.time // self.step_s), cast("TurnsState", state).uses
        units, number = (0.0, requests(event)) if event.units is None else (event.units, 0.0)
        known, use = uses.setdefault(bucket, {}), Use(event.time, event.time, exact(units), exact(number))
        known[event.subject] = use.with_(known[event.subject]) if event.subject in known else use
        hot = super()._take(event, state, member, count)
        if state.tallies[bucket].distinct() > PARALLEL:
            uses[bucket] = {}
        return hot

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        window = self._window(state, end)
        if max((tally.distinct() for tally in window), default=0) > PARALLEL:
            return 0.0
        turns = sorted(self._used(cast("TurnsState", state), end).values())
        return min(meeting(turns), gamma_poisson(count - 1, *past)) if alike(turns) else 0.0

    def _used(self, state: TurnsState, end: int) -> dict[str, Use]:
        """Return what each account used in a window."""
        found: dict[str, Use] = {}
        for at in range(end - self.steps + 1, end + 1):
            for name, use in state.uses.get(at, {}).items():
                found[name] = use.with_(found[name]) if name in found else use
        return found

    def prune(self, state: WindowState, watermark: float) -> None:
        """As in the base; what was used goes with its bucket."""
        super().prune(state, watermark)
        own, oldest = cast("TurnsState", state), int((watermark - self.reach_s) // self.step_s) - 2
        if own.uses and min(own.uses) < oldest:
            own.uses = {bucket: used for bucket, used in own.uses.items() if bucket >= oldest}

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many fresh accounts took turns, and how much they used."""
        reason = (
            f"{run.peak:.0f} accounts not a week old used the product {self.place} within {self.window_s / 3600:.0f} h "
            f"(usual there: {1 if run.usual < 1.5 else run.usual:.0f}), each silent before the next began, about as "
            f"much each; {used(run.extra or {})} in all."
        )
        return reason, "Count their allowances as one; hold the accounts if they have no other life."


def alike(turns: Sequence[Use]) -> bool:
    """Tell whether most have used about the same."""
    told = any(use.units for use in turns)
    amounts = [use.units if told else use.requests for use in turns]
    usual = median(amounts) if amounts else 0.0
    return sum(usual <= ALIKE * amount <= ALIKE * ALIKE * usual for amount in amounts) >= ALIKE_SHARE * len(turns)


def meeting(turns: Sequence[Use]) -> float:
    """Return the surprise of no two meeting, where all but the first and the last begin at random times between those.

    `turns`: by their first times. 0 where two do meet: then they take no turns.

    >>> meeting([Use(0, 5, 1.0), Use(4, 9, 1.0)]), round(meeting([Use(i, i + 0.9, 1.0) for i in range(8)]), 2)
    (0.0, 6.0)
    """
    if len(turns) < 2 or any(one.last >= other.first for one, other in pairwise(turns)):
        return 0.0
    used = sum(use.last - use.first for use in turns[:-1]) / (turns[-1].first - turns[0].first)
    return -(len(turns) - 2) * log10(1 - min(FULLEST, used))
