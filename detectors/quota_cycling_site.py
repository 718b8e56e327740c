"""Quota cycling over the whole site: newcomers who use their free allowances up, each from a place of its own."""

from __future__ import annotations

from math import sqrt
from typing import Final, cast

from msgspec import field

from detectors.base import Signal
from detectors.network import network_of
from detectors.only import FAILED, only
from detectors.quota_cycling_past import SHAPE_MOST, Sums, expected, fold, slot
from detectors.settled_window import OverWindow, SettledState
from detectors.statuses import USED_UP
from detectors.steps import HOUR_S, fold_over, folded
from detectors.surprise import gamma_poisson
from detectors.tally import Tally
from detectors.window import WindowState, accounts_of
from detectors.wording import about
from schemas.event import SIGNED_UP, Event

SIGNUP: Final = "account.signup"
WATCHED_STEPS = 16.0  # two days: before, every account is new


class SiteState(SettledState, array_like=True):
    """Adds each recent step's sums, by its first hour, and decayed sums of older steps with their weight."""

    sums: dict[int, Sums] = field(default_factory=dict)
    past: list[float] = field(default_factory=lambda: [0.0] * 4)


class QuotaCyclingSite(OverWindow):
    """Networks from which accounts not a week old were refused for a used-up allowance within three days, site-wide.

    Who takes a new address, device and account each time shows nowhere else. Of a network, however many accounts, one
    counts; an account without an address is one. Minutes after a sign-up tell as well as days: a program takes no more.
    Compared with the site's past, for as many sign-ups as there were just
    now. Quiet on a class or a hackathon (few networks), on a launch (as many more sign up), on a limit that is lowered
    (known accounts are refused, too), on a product whose trial is short (it always was). Judged every three hours once
    they are over. Says nothing in a stream's first two days. Fails where events tell no status, or no other than 429,
    which is told to the hasty, too, and on fewer than eight networks in three days: on two trials a day, each with an
    address, device and mail domain of its own, run to 429 within the hour and left.
    """

    name = "quota_cycling_site"
    keyed_by = "site"
    kinds = (SIGNUP, "account.usage")
    area = "api_abuse"
    state_type = SiteState
    members_are_accounts = False
    steps = 24
    idle_s = 86_400.0  # who does so by night comes again the next

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 259_200.0, least: float = 8,
                 usual: float = 0.5, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    def member(self, event: Event) -> str | None:
        """Count the network of a newcomer that is refused."""
        if event.status not in USED_UP or not event.novel & SIGNED_UP:
            return None
        return network_of(event.ip) if event.ip else event.subject

    @only(FAILED, "account.usage")
    def remembers(self, event: Event) -> bool:
        """Note who signs up, and which known accounts are refused: they tell what is usual just now."""
        return event.status in USED_UP or event.type == SIGNUP

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """Return the window's surprise, the event included; None for what is not counted."""
        return self._of_many(event, state, key) if self.member(event) is not None else None

    def learn(self, event: Event, state: WindowState, signal: Signal | None) -> bool:
        """Keep the step's sums; as in the base for what is counted."""
        if not self.remembers(event):
            return False
        sums, member = self._step(cast("SiteState", state), event), self.member(event)
        if event.type == SIGNUP:
            sums[0] += 1
        elif member is None:
            sums[2] |= slot(event.subject)
        else:
            sums[1] |= slot(member)
            return super().learn(event, state, signal)
        return False

    def _step(self, state: SiteState, event: Event) -> Sums:
        """Return the sums of the event's step."""
        return state.sums.setdefault(int(event.time // self.step_s * self.step_s // HOUR_S), [0] * 3)

    def _past(self, state: WindowState, end: int) -> tuple[float, float]:
        """Return what such days' newcomers bring, as many times more as known accounts are refused just now."""
        known, now = self._known(cast("SiteState", state), end), self._now(cast("SiteState", state), end)
        shape = min(SHAPE_MOST, self.burstiness + sqrt(known[1]))
        return shape, shape / expected(known, now, self.usual, self.steps)

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        watched = self._known(cast("SiteState", state), end)[3]
        return gamma_poisson(count - 1, *past) if watched >= WATCHED_STEPS else 0.0

    def _since(self, end: int) -> int:
        """Return the first hour of the window that ends with bucket `end`."""
        return int((end - self.steps + 1) * self.step_s // HOUR_S)

    def _now(self, state: SiteState, end: int) -> tuple[int, int]:
        """Return the sign-ups of a window, and the known accounts refused."""
        first, last = self._since(end), int(end * self.step_s // HOUR_S)
        seen = [sums for hour, sums in state.sums.items() if first <= hour <= last]
        return sum([sums[0] for sums in seen]), sum([sums[2].bit_count() for sums in seen])

    def _known(self, state: SiteState, end: int) -> list[float]:
        """Return what is remembered of the steps before the window's."""
        return folded(state.past, state.sums, self._since(end), fold)

    def prune(self, state: WindowState, watermark: float) -> None:
        """As in the base; fold the steps that are over and in no window any more."""
        super().prune(state, watermark)
        own = cast("SiteState", state)
        own.past = fold_over(own.past, own.sums, watermark - self.window_s - 2 * self.step_s, fold)

    def _detail(self, state: WindowState, end: int) -> tuple[int, ...]:
        """Return how many accounts were refused in the window."""
        return (len(accounts_of(self._window(state, end))),)

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many accounts of how many networks, and what is usual."""
        accounts = (run.detail or (len(run.accounts or ()),))[0]
        reason = (
            f"{accounts} accounts not a week old, of {run.peak:,.0f} networks, used their free allowances up within "
            f"{self.window_s / 86_400:.0f} days over the whole site (usual with as many sign-ups: {about(run.usual)})."
        )
        return reason, "Look at what their sign-ups have in common; hold those that have no other life."
