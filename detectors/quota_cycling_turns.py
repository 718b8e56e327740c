"""Quota cycling by turns: one fresh account falls silent, at its limit or refused there, as the next begins."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import cast

from msgspec import field

from detectors.base import Signal, by_event
from detectors.by_time import since
from detectors.only import only
from detectors.quota_cycling import FreshAccounts, used, were_refused, wider
from detectors.sampling import exact
from detectors.settled_window import OverWindow, SettledState
from detectors.statuses import NO_MORE
from detectors.surprise import both, gamma_poisson, to_score
from detectors.tally import Tally
from detectors.turns import NEVER, Use, alike, amounts, meeting, merge, used_up
from detectors.usage_amount import requests
from detectors.window import WindowState
from schemas.event import FRESH, Event

PARALLEL = 32  # accounts in one hour are no turns


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
        merge(used, event.subject, self.use(event, state))
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
        merge(uses.setdefault(bucket, {}), event.subject, self.use(event, state))
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
                merge(found, name, use)
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
            f"{run.peak:,.0f} accounts not a week old used the product {self.place} within {self.window_s / 3600:.0f} "
            f"h (usual there: {1 if run.usual < 1.5 else run.usual:,.0f}), each silent before the next began"
            f"{wider(run, self.window_s)}; {used(extra)} in all, by the median {run.detail[0]:,} each{more}."
        )
        return reason, "Count their allowances as one; hold the accounts if they have no other life."
