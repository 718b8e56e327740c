"""Quota cycling by turns: one fresh account falls silent, at its limit or refused there, as the next begins."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise
from math import log10
from statistics import median
from typing import NamedTuple, cast

from msgspec import field

from detectors.base import Signal, by_event
from detectors.by_time import since
from detectors.counts import exact
from detectors.only import only
from detectors.quota_cycling import FreshAccounts, used, were_refused, wider
from detectors.settled_window import OverWindow, SettledState
from detectors.statuses import NO_MORE
from detectors.surprise import both, gamma_poisson, to_score
from detectors.tally import Tally
from detectors.usage_amount import requests
from detectors.window import WindowState
from schemas.event import FRESH, Event

PARALLEL = 32  # accounts in one hour are no turns
# Most have used the same within a quarter, or were refused at last: an allowance; the last may be at it still.
ALIKE, ALIKE_SHARE = 1.25, 0.75
NEVER = float("-inf")
FULLEST = 0.98  # of the time: one account right after the other is not infinitely rare


class Use(NamedTuple):
    """When an account used the product in a stretch of time, from first to last, how much, and its last refusal.

    An allowance is in one measure: units, whatever the product, or requests where no units are told.
    """

    first: float
    last: float
    units: float
    refused: float = NEVER
    requests: float = 0.0

    def with_(self, other: Use) -> Use:
        """Return both as one."""
        return Use(min(self.first, other.first), max(self.last, other.last), self.units + other.units,
                   max(self.refused, other.refused), self.requests + other.requests)  # fmt: skip


class TurnsState(SettledState, array_like=True):
    """Adds by bucket what each account used; nothing where very many did."""

    uses: dict[int, dict[str, Use]] = field(default_factory=dict)


class QuotaCyclingTurns(FreshAccounts, OverWindow):
    """Fresh accounts of programs at one address, each silent before the next begins: all use the same, or are refused.

    People who come by chance do not wait for each other: the more of the time is used, the rarer it is that no two of
    them meet. Fires where that is one in a million, and the address has no past of as many; where most were refused at
    last for a used-up allowance, which a visitor seldom is, where both together are. Quiet on a class, an
    office, a hackathon (they meet), on a tutorial that many try for minutes (they seldom meet anyway), on accounts that
    go on later. Judged once an hour is over. Fails where accounts are used side by side; takes fresh accounts that
    share a single seat (a stand at a fair, a test that signs up each time it is run) for a cycler.
    """

    name = "quota_cycling_turns"
    version = 3
    keyed_by = "ip"
    state_type = TurnsState
    place = "from one address"

    @by_event
    @only(FRESH)
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the address of a fresh account's program; () for all others."""
        return (event.ip,) if event.novel & FRESH and event.ip and not event.device else ()

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """Return how surprising the turns are with the event among them, as they will be judged."""
        end = int(event.time // self.step_s)
        used = self._used(cast("TurnsState", state), end)
        _merge(used, event.subject, self.use(event, state))
        past = self._past(state, end)
        surprise = self._turns(used, past) if self._parallel(state, end) <= PARALLEL else 0.0
        return Signal(self.name, self.version, key, to_score(surprise), state.rate > 0, surprise)

    def use(self, event: Event, state: WindowState) -> Use:
        """Return one event's use."""
        units, number = (0.0, requests(event)) if event.units is None else (event.units, 0.0)
        refused = event.time if event.status in NO_MORE else NEVER
        return Use(event.time, event.time, exact(units), refused, exact(number))

    def _take(self, event: Event, state: WindowState, member: str | None, count: float | None) -> bool:
        bucket, uses = int(event.time // self.step_s), cast("TurnsState", state).uses
        _merge(uses.setdefault(bucket, {}), event.subject, self.use(event, state))
        hot = super()._take(event, state, member, count)
        if state.tallies[bucket].distinct() > PARALLEL:
            uses[bucket] = {}
        return hot

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        if self._parallel(state, end) > PARALLEL:
            return 0.0
        return self._turns(self._used(cast("TurnsState", state), end), past)

    def _parallel(self, state: WindowState, end: int) -> int:
        return max((tally.distinct() for tally in self._window(state, end)), default=0)

    def _turns(self, used: dict[str, Use], past: tuple[float, float]) -> float:
        turns = sorted(used.values())
        order = meeting(turns)
        if not order:
            return 0.0
        number = gamma_poisson(len(turns) - 1, *past)
        if used_up(turns):
            return both(order, number)
        return min(order, number) if alike(turns) else 0.0

    def _used(self, state: TurnsState, end: int) -> dict[str, Use]:
        """Return what each account used in a window."""
        found: dict[str, Use] = {}
        for at in range(end - self.steps + 1, end + 1):
            for name, use in state.uses.get(at, {}).items():
                _merge(found, name, use)
        return found

    def _detail(self, state: WindowState, end: int) -> tuple[int, ...]:
        """Return what each has used, by the median."""
        used = self._used(cast("TurnsState", state), end).values()
        return (int(median(amounts(used) or [0.0])),)

    def prune(self, state: WindowState, watermark: float) -> None:
        """As in the base; what was used goes with its bucket."""
        super().prune(state, watermark)
        own = cast("TurnsState", state)
        own.uses = since(own.uses, int((watermark - self.reach_s) // self.step_s) - 2)

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many fresh accounts took turns, and how much they used."""
        extra = run.extra or {}
        refused = extra.get("refused", 0.0)
        more = f"; {were_refused(refused)} for a used-up allowance" if refused else ""
        reason = (
            f"{run.peak:.0f} accounts not a week old used the product {self.place} within {self.window_s / 3600:.0f} h "
            f"(usual there: {1 if run.usual < 1.5 else run.usual:.0f}), each silent before the next began"
            f"{wider(run, self.window_s)}; {used(extra)} in all, by the median {run.detail[0]} each{more}."
        )
        return reason, "Count their allowances as one; hold the accounts if they have no other life."


def _merge(used: dict[str, Use], account: str, use: Use) -> None:
    used[account] = use.with_(used[account]) if account in used else use


def used_up(turns: Sequence[Use]) -> bool:
    """Tell whether most were refused at last."""
    return sum(use.refused >= use.last for use in turns) >= ALIKE_SHARE * len(turns)


def alike(turns: Sequence[Use]) -> bool:
    """Tell whether most have used about the same."""
    each = amounts(turns)
    usual = median(each) if each else 0.0
    return sum(usual <= ALIKE * amount <= ALIKE * ALIKE * usual for amount in each) >= ALIKE_SHARE * len(turns)


def amounts(turns: Collection[Use]) -> list[float]:
    """Return what each used in the one measure that they have: units where any are told."""
    told = any(use.units for use in turns)
    return [use.units if told else use.requests for use in turns]


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
