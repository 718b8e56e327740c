"""Quota cycling by programs at one address: accounts that use up their allowances one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final, cast

from msgspec import field

from detectors.base import Signal, by_event
from detectors.by_time import since
from detectors.only import only
from detectors.quota_cycling import REFUSED, FreshAccounts, refusals, were_refused, wider
from detectors.settled_window import OverWindow, SettledState
from detectors.surprise import gamma_poisson
from detectors.tally import Tally
from detectors.window import WindowState
from schemas.event import FRESH, Event

TOGETHER = 1 / 3  # of accounts that take turns are at it in the same hour at most
GONE_SHARE = 0.75  # of accounts that were refused take no more: as in `quota_cycling_turns`
CROWD, EVERYBODY = 32, ""  # accounts in one hour are no turns: none is remembered then
NEVER = float("-inf")
SIGNUP: Final = "account.signup"


class AddressState(SettledState, array_like=True):
    """Adds by bucket of each fresh account the time it was answered last, and refused last."""

    uses: dict[int, dict[str, tuple[float, float]]] = field(default_factory=dict)


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
    state_type = AddressState
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
        return event.subject if program and event.status in REFUSED else None

    def learn(self, event: Event, state: WindowState, signal: Signal | None) -> bool:
        """As in the base; note who was at it, and until when, but not where a crowd is."""
        used = cast("AddressState", state).uses.setdefault(int(event.time // self.step_s), {})
        if EVERYBODY not in used:
            answered, refused = used.get(event.subject, (NEVER, NEVER))
            end = event.status in REFUSED
            used[event.subject] = (answered, max(refused, event.time)) if end else (max(answered, event.time), refused)
            if len(used) > CROWD:
                used.clear()
                used[EVERYBODY] = NEVER, NEVER
        return super().learn(event, state, signal)

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        """Return nothing where those refused went on, or many were at it in the same hour."""
        over, together = self._used_up(cast("AddressState", state), end)
        if over < max(self.least, GONE_SHARE * count) or together > TOGETHER * over:
            return 0.0
        return gamma_poisson(over - 1, *past)

    def _used_up(self, state: AddressState, end: int) -> tuple[int, int]:
        """Return how many were refused at last in a window, and how many of all refused were at it in one hour."""
        hours = [used for at, used in state.uses.items() if end - self.steps < at <= end]
        if any([EVERYBODY in used for used in hours]):
            return 0, CROWD
        answered, refused = dict[str, float](), dict[str, float]()
        for used in hours:
            for name, (taken, spent) in used.items():
                answered[name] = max(taken, answered.get(name, NEVER))
                refused[name] = max(spent, refused.get(name, NEVER))
        spent_all = {name for name, time in refused.items() if time > NEVER}
        together = max([len(used.keys() & spent_all) for used in hours], default=0)
        return sum([refused[name] >= answered[name] - self.crossing_s for name in spent_all]), together

    def prune(self, state: WindowState, watermark: float) -> None:
        """As in the base; what was used goes with its bucket."""
        super().prune(state, watermark)
        own = cast("AddressState", state)
        own.uses = since(own.uses, int((watermark - self.reach_s) // self.step_s) - 2)

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many fresh accounts were used up by turns."""
        reason = (
            f"{run.peak:.0f} accounts not a week old used up their allowances one after the other {self.place} within "
            f"{self.window_s / 3600:.0f} h (usual there: {1 if run.usual < 1.5 else run.usual:.0f})"
            f"{wider(run, self.window_s)}; {were_refused(refusals(run))}."
        )
        return reason, "Count their allowances as one; hold the accounts if they have no other life."
