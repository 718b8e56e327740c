"""A flood from one account: far more posts in a few minutes than the account has ever made."""

from __future__ import annotations

from msgspec import field

from detectors.base import LATENESS_MAX_S, Signal
from detectors.mailing import Mailings
from detectors.recurrence import most_surprise, note
from detectors.surprise import gamma_poisson, to_score
from detectors.tally import Tally
from detectors.window import WindowDetector, WindowState
from schemas.event import Event

QUICK_KINDS = ("message", "prompt", "upload")  # a talk or an album has many of these in minutes
WORTH_ASKING = 1.0  # surprise below which earlier days need not be asked
QUICK_WEIGHT = 0.2  # five messages of a chat weigh as one post


class PostingState(WindowState, array_like=True):
    """A window's state, the fullest window of each past day, and what tells a mailing from a flood."""

    days: dict[int, float] = field(default_factory=dict)
    mailings: Mailings = field(default_factory=Mailings)


class PostingBurst(WindowDetector):
    """Posts of one account in a sliding window, against the account's own busiest windows of the past.

    Fires on a flood from a quiet or new account; stays quiet on a bot or an author that has always posted as much, on a
    digest that goes out as it did on an earlier day, and on an ordinary conversation or an album (messages, prompts and
    uploads weigh less). One text to many targets is one post where it comes from a place (device, or else network) at
    which the account has sent such mailings before, up to ten times as large, or has posted on five earlier days:
    a list's issue, not the flood of a new or stolen account. The first mailing of a new account is not told from a
    flood, nor what a thief sends from the owner's own device.
    """

    name = "posting_burst"
    version = 2
    keyed_by = "account"
    kinds = ("content.posted",)
    area = "spam"
    ties = ("device", "ip", "domain")
    alike = True
    state_type = PostingState
    counts = "total"
    members_are_accounts = False

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 600.0, least: float = 12,
                 usual: float = 1.5, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """Return the surprise of the window that ends with the event, bounded by what earlier days had seen."""
        end = int(event.time // self.step_s)
        count = self._count(state, end, event)
        surprise = self._weigh(state, end, count, self._past(state, end)) if count > 1 else 0.0
        return Signal(self.name, self.version, key, to_score(surprise), state.rate > 0, surprise)

    def learn(self, event: Event, state: WindowState, signal: Signal | None) -> bool:
        """As in the base; note from where and to whom."""
        if isinstance(state, PostingState):
            bucket = int(event.time // self.step_s)
            known = state.tallies.get(bucket)
            weight = QUICK_WEIGHT if event.kind in QUICK_KINDS else 1.0
            state.mailings.note(event, bucket, weight, 0 if known is None else known.n)
        return super().learn(event, state, signal)

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        surprise = gamma_poisson(count - 1, *past)
        if surprise < WORTH_ASKING or not isinstance(state, PostingState):
            return surprise
        count -= state.mailings.excused(end, self.steps, self.step_s)
        surprise = gamma_poisson(count - 1, *past)
        return min(surprise, most_surprise(self._days(state), end * self.step_s, count))

    def _days(self, state: WindowState) -> dict[int, float]:
        """Return each past day's fullest window, those included that are not folded yet."""
        days = dict(state.days) if isinstance(state, PostingState) else {}
        for period, peak in state.peaks.items():
            note(days, period * self.period_s, peak)
        return days

    def prune(self, state: WindowState, watermark: float) -> None:
        """Keep the days beside what the windows keep."""
        if isinstance(state, PostingState):
            state.days = self._days(state)
            state.mailings.forget(int((watermark - LATENESS_MAX_S - self.window_s) // self.step_s) - 1)
        super().prune(state, watermark)

    def weight(self, event: Event) -> float:
        """Weigh a chat line or picture less than a post."""
        return QUICK_WEIGHT if event.kind in QUICK_KINDS else 1.0

    def note(self, event: Event, tally: Tally) -> None:
        """Count the posts that carry a link."""
        if event.domains:
            tally.add("with_links")

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many posts, and how many is usual for the account."""
        links = (run.extra or {}).get("with_links", 0.0)
        reason = (
            f"The account's posts within {self.window_s / 60:.0f} min weigh {run.peak:.0f} (1 a post, {QUICK_WEIGHT} a "
            f"message; usual in its busy windows: {run.usual:.1f}); {run.n} posts in all, {links:.0f} with links."
        )
        return reason, "Read the newest posts; slow the account down or stop it."
