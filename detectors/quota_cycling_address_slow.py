"""Quota cycling from one address at leisure: an account a day is made there, and a program uses it up."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import cast

from msgspec import field

from detectors.base import Signal, by_event
from detectors.made_there import MadeThere
from detectors.only import only
from detectors.quota_cycling import refusals, were_refused, wider
from detectors.quota_cycling_address import SIGNUP, TOGETHER, QuotaCyclingAddress
from detectors.quota_cycling_uses import UsesState, refused_in
from detectors.statuses import NO_MORE
from detectors.tally import Tally
from detectors.window import WindowState
from schemas.event import FRESH, Event

MOST = 0.5  # of those made there: where strangers share an address, one newcomer in a hundred uses an allowance up
SEATED = "seated"  # refusals of who named a device


class MadeState(UsesState, array_like=True):
    """Adds the accounts made at the address and when, the newest few; the last step with a device named at a limit."""

    made: dict[str, float] = field(default_factory=dict)
    seated: int = -1


class QuotaCyclingAddressSlow(MadeThere, QuotaCyclingAddress):
    """Accounts made at one address within a week that were refused there at last, hardly two at a time.

    Fires on six: whoever opens one when the last is used up, by a program or in a browser whose every account has a new
    device (two on one are `quota_cycling`'s). People at a line they share have devices of their own, too: where devices
    are named, most accounts made there must have been used up, each before the next was made. Quiet on what strangers
    share, as the way out of a cloud's machines is: they sign up elsewhere, and hardly any is used up behind a carrier's
    address; on a class, a firm's newcomers and a team that tries a product out, who work side by side.
    Judged every six hours. Fails where accounts are made from another address than they are used from, and where a
    browser's next is made before the last is used up.
    """

    name = "quota_cycling_address_slow"
    version = 2
    kinds = (SIGNUP, "account.usage")
    state_type = MadeState
    ties = ("device",)
    steps = 28
    crossing_s = 1800.0  # an allowance of the hour lets a last request through; who only made haste goes on

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 604_800.0, least: float = 5,
                 usual: float = 0.05, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    @by_event
    @only(FRESH, "account.usage")
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the address of a fresh account, and of a sign-up; () for all others."""
        return (event.ip,) if event.ip and (event.type == SIGNUP or event.novel & FRESH) else ()

    def member(self, event: Event) -> str | None:
        """Count fresh accounts at their allowance's end, by programs or on devices."""
        return event.subject if event.novel & FRESH and event.status in NO_MORE else None

    def note(self, event: Event, tally: Tally) -> None:
        """As in the base; note whether a device was named."""
        super().note(event, tally)
        if event.device and self.member(event):
            tally.add(SEATED)

    def learn(self, event: Event, state: WindowState, signal: Signal | None) -> bool:
        """As in the base; note when one that names a device was refused."""
        own = cast("MadeState", state)
        if event.device and event.subject in own.made and self.member(event):
            own.seated = max(own.seated, int(event.time // self.step_s))
        return super().learn(event, state, signal)

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        """As in the base; nothing of people with devices who do not wait for each other."""
        own = cast("MadeState", state)
        if own.seated > end - self.steps and not self._by_turns(own, end):
            return 0.0
        return super()._weigh(state, end, count, past)

    def _by_turns(self, state: MadeState, end: int) -> bool:
        """Tell whether most that were made there were used up, and hardly any was made before the last was."""
        found, oldest = state.within(end, self.steps), (end - self.steps + 1) * self.step_s
        made = sorted([(time, name) for name, time in state.made.items() if oldest <= time < oldest + self.window_s])
        spent = set(refused_in(found))
        turns = [(time, found[name][1]) for time, name in made if name in spent]
        early = sum([time < refused for (_, refused), (time, _) in pairwise(turns)])
        return len(turns) >= MOST * len(made) and early <= TOGETHER * len(turns)

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many accounts were made and used up there."""
        program = "" if SEATED in (run.extra or {}) else "by a program "
        reason = (
            f"{run.peak:,.0f} accounts were made at one address and used there {program}until they were refused "
            f"for a used-up allowance or rate, one after the other within {self.window_s / 86_400:.0f} days "
            f"({self.usually(run, 'there', 'at an address')}){wider(run, self.window_s)}; "
            f"{were_refused(refusals(run))}."
        )
        return reason, "Count their allowances as one; hold the accounts if they have no other life."
