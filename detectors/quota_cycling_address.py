"""Quota cycling by programs at one address: accounts that use up their allowances one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final, cast

from detectors.base import Signal, by_event
from detectors.by_time import since
from detectors.only import only
from detectors.quota_cycling import FreshAccounts, refusals, were_refused, wider
from detectors.quota_cycling_uses import CROWD, EVERYBODY, GONE_SHARE, UsesState, refused_in
from detectors.settled_window import OverWindow
from detectors.statuses import NO_MORE
from detectors.surprise import gamma_poisson
from detectors.tally import Tally
from detectors.window import WindowState
from schemas.event import FRESH, Event

TOGETHER = 1 / 3  # of accounts that take turns are at it in the same hour at most
SIGNUP: Final = "account.signup"


class QuotaCyclingAddress(FreshAccounts, OverWindow):
    """Fresh accounts of programs at one address (they name no device) that use up their allowances by turns.

    An account counts once it was refused for a used-up allowance or rate, and if nothing was answered it after. Fires
    where most of those refused went no further, and hardly two were at it within the same hour; quiet on a hackathon or
    a class, whose programs run side by side and go on after a refusal for haste, and on a firm's developers, who are
    not refused. Judged once an hour is over. Fails where accounts are used up side by side, and where events tell no
    status.
    """

    name = "quota_cycling_address"
    version = 4
    keyed_by = "ip"
    state_type = UsesState
    place = "from one address"
    crossing_s: ClassVar[float] = 0.0  # what is answered so soon after a refusal counts as if it came before

    @by_event
    @only(FRESH, "account.usage")
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the address of a fresh account's program, and of a sign-up where these are seen; () for all others."""
        if not event.ip:
            return ()
        wanted = event.type == SIGNUP or (event.novel & FRESH and not event.device)
        return (event.ip,) if wanted else ()

    def member(self, event: Event) -> str | None:
        """Count fresh accounts of programs at their allowance's end; what names a device is counted there."""
        program = event.novel & FRESH and not event.device
        return event.subject if program and event.status in NO_MORE else None

    def learn(self, event: Event, state: WindowState, signal: Signal | None) -> bool:
        """As in the base; note who was at it, and until when, but not where a crowd is."""
        cast("UsesState", state).use(int(event.time // self.step_s), event.subject, event)
        return super().learn(event, state, signal)

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        """Return nothing where those refused went on, or many were at it in the same hour."""
        over, together = self._used_up(cast("UsesState", state), end)
        if over < max(self.least, GONE_SHARE * count) or together > TOGETHER * over:
            return 0.0
        return gamma_poisson(over - 1, *past)

    def _used_up(self, state: UsesState, end: int) -> tuple[int, int]:
        """Return how many were refused at last in a window, and how many of all refused were at it in one hour."""
        found = state.within(end, self.steps)
        if EVERYBODY in found:
            return 0, CROWD
        names = set(refused_in(found))
        together = max([len(used.keys() & names) for used in state.hours(end, self.steps)], default=0)
        spent = [found[name] for name in names]
        return sum([refused >= answered - self.crossing_s for answered, refused in spent]), together

    def prune(self, state: WindowState, watermark: float) -> None:
        """As in the base; what was used goes with its bucket."""
        super().prune(state, watermark)
        own = cast("UsesState", state)
        own.uses = since(own.uses, int((watermark - self.reach_s) // self.step_s) - 2)

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many fresh accounts were used up by turns."""
        reason = (
            f"{run.peak:,.0f} accounts not a week old used up their allowances one after the other {self.place} within "
            f"{self.window_s / 3600:.0f} h (usual there: {1 if run.usual < 1.5 else run.usual:.0f})"
            f"{wider(run, self.window_s)}; {were_refused(refusals(run))}."
        )
        return reason, "Count their allowances as one; hold the accounts if they have no other life."
