"""The days of a key's life: the most networks it was used from at once on each, and what was new to its account."""

from __future__ import annotations

from typing import cast

from msgspec import field

from detectors.base import LATENESS_MAX_S
from detectors.key_days import Days, keep
from detectors.members_window import MembersState, MembersWindow
from detectors.recurrence import DAY_S, days_of, note, noted
from detectors.window import WindowState

SPELLS_KEPT = 3  # of which some buckets may still be there
PROVIDERS_KEPT = 16  # a key's own are few, and the earliest
SETTLED = 3  # days after which what a provider did is the owner's doing


class SharingState(MembersState, array_like=True):
    """Adds when the key was first used, and the most networks of each day of its life that is folded.

    `news`: addresses new to the account by day; `program`: when one was last used by a program that was new as well.
    `unknown`: its account was first seen on the day of its first use, and no sign-up is told; `made`: its making is.
    `roamed`: the two earliest days on which an address new to the account came from each provider.
    `used`: requests of the latest spells (as long as a window) whose buckets are gone; `most`: of all before, in one.
    """

    born: float = float("inf")
    days: bytes = b""
    news: bytes = b""
    program: float = float("-inf")
    used: dict[int, float] = field(default_factory=dict)
    most: float = 0.0
    roamed: Days = field(default_factory=dict)
    unknown: bool = False
    made: bool = False

    def roams(self, name: str, time: float) -> None:
        """Note that a provider brought an address new to the account."""
        keep(self.roamed, name, int(time // DAY_S), PROVIDERS_KEPT)

    def owners(self, time: float) -> set[str]:
        """Return the providers whose addresses change as a rule under this key, as known at `time`.

        They did so on two days that are surely over, the first of them the key's own or both some days old: a thief who
        came the day before has none.
        """
        first, today = int((self.born + DAY_S) // DAY_S), int((time - LATENESS_MAX_S) // DAY_S)
        return {
            name
            for name, (one, again) in self.roamed.items()
            if again < today and (one <= first or again <= today - SETTLED)
        }


class KeySharingPast(MembersWindow):
    """Base of `KeySharing`: keeps by day what is folded."""

    state_type = SharingState

    def _age(self, state: WindowState, end: int) -> float:
        """Return the key's age at a window's end, less the period in which the day before may still go on (seconds)."""
        return max(0.0, end * self.step_s - self.period_s - cast("SharingState", state).born)

    def _days(self, state: WindowState) -> dict[int, float]:
        """Return the most networks at once by day of the key's life, a period in that in which it begins."""
        own = cast("SharingState", state)
        days = days_of(own.days)
        for period, peak in state.peaks.items():
            note(days, self._begins(own, period), peak)
        return days

    def _begins(self, state: SharingState, period: int) -> float:
        return max(0.0, period * self.period_s - state.born)

    def prune(self, state: WindowState, watermark: float) -> None:
        """As in the base; keep by day what is folded, and the requests of what is gone."""
        own: SharingState = state  # type: ignore[assignment]  # `state_type`; no cast: a call a key
        peaks, buckets = {**state.peaks}, {**state.tallies}
        super().prune(state, watermark)
        if buckets != state.tallies:  # the same objects, as nearly always: not looked into
            self._gone(own, {at: tally.total for at, tally in buckets.items() if at not in state.tallies})
        if peaks == state.peaks:
            return
        for period in sorted(peaks.keys() - state.peaks.keys()):
            own.days = noted(own.days, self._begins(own, period), peaks[period])

    def _gone(self, state: SharingState, totals: dict[int, float]) -> None:
        for at, total in totals.items():
            spell = at // self.steps
            state.used[spell] = state.used.get(spell, 0.0) + total
        for spell in sorted(state.used)[:-SPELLS_KEPT]:
            state.most = max(state.most, state.used.pop(spell))

    def _most(self, state: WindowState) -> float:
        """Return the most requests in a spell whose buckets are gone."""
        own = cast("SharingState", state)
        return max([own.most, *own.used.values()])
