"""A flood from one account: far more posts in a few minutes than the account has ever made."""

from __future__ import annotations

from math import isclose
from typing import cast

from detectors.base import LATENESS_MAX_S, Finding, Signal
from detectors.by_time import since
from detectors.link_lists import is_list, plain_sums
from detectors.mailing import ACCUSTOMED, excused, letter
from detectors.mailing_desk import at_home, from_desk
from detectors.mailing_sorts import PROMPTS, tempered, wholly
from detectors.posting_burst_window import PostingState, PostingWindow
from detectors.posting_burst_words import is_crowd, told
from detectors.recurrence import WORTH_ASKING, most_surprise, with_peaks
from detectors.surprise import gamma_poisson, to_score
from detectors.tally import Tally
from detectors.window import WindowState
from schemas.event import Event
from schemas.values import Severity


class PostingBurst(PostingWindow):
    """Posts of one account in a sliding window, against the account's own busiest windows of the past.

    Fires on a flood from a quiet or new account; stays quiet on a bot or an author that has always posted as much, on a
    digest that goes out as it did on an earlier day, and on an ordinary conversation or an album (messages, prompts,
    uploads and what is said under its own things weigh less, pictures on these least). One text to many targets is one
    post where it comes from a place (device, or else network) at which the account has sent such mailings before, up to
    ten times as large, or has posted on five earlier days (then up to twenty times, a first one to a hundred targets):
    a list's issue, not the flood of a new or stolen account. So is one prompt sent again and again: a client that
    fails, or a picture drawn once more. What links to the one site, tells the one number, or says the one thing, that
    the account has posted on five earlier days is not counted (`own_posts`), nor is what it answers under its own page
    of an earlier day. A message with a link from who has customers, or to sites well known here, weighs a fiftieth. A
    letter (one text that says nowhere to turn to, from where the account has posted on an earlier day, and nothing
    else) is judged as on an account's first day. The first mailing of a new account is not told from a flood. A post of
    a few words to somebody weighs as a comment does: a vandal's under page after page. Low or medium at most by what
    all posts are, as in `mass_contact`; words that lead nowhere are medium, too, where the account posted on days
    before (a robot in a loop); low what leads nowhere from one address of ten devices whose people name no account,
    messages from a desk (`mailing_desk`), prompts of who posted on days before (only a model reads them; their cost is
    `usage_spike`'s), and up to a hundred links to as many sites in one place. `mass_contact` looks at whom one reaches.
    """

    name = "posting_burst"
    version = 8
    keyed_by = "account"
    kinds = ("content.posted",)
    area = "spam"
    ties = ("device", "ip", "domain")
    alike = True
    by_site = True  # only there is known whose messages are customary

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 600.0, least: float = 12,
                 usual: float = 1.5, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """Return the surprise of the window that ends with the event, bounded by what earlier days had seen."""
        own: PostingState = state  # type: ignore[assignment]  # `state_type`; no cast: a call an event
        end = int(event.time // self.step_s)
        count = self._total(own, end) + self.weight(event)
        surprise = self._weigh(state, end, count, self._past(state, end)) if count > 1 else 0.0
        return Signal(self.name, self.version, key, to_score(surprise), state.rate > 0, surprise)

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        surprise = gamma_poisson(count - 1, *past)
        if surprise < WORTH_ASKING or not isinstance(state, PostingState):
            return surprise
        mailings = state.mailings.with_posts(state.posts) if state.posts else state.mailings
        count -= max(excused(mailings, end, self.steps, self.step_s), state.own.excused(end, self.steps))
        surprise = gamma_poisson(count - 1, *past)
        surprise = min(
            surprise, most_surprise(with_peaks(state.days, state.peaks, self.period_s), end * self.step_s, count)
        )
        if surprise >= self.hot_from and count - letter(mailings, end, self.steps, self.step_s) <= self.steps:
            return min(surprise, gamma_poisson(count - 1, self.burstiness, self.burstiness / self.usual))
        return surprise

    def prune(self, state: WindowState, watermark: float) -> None:
        """Keep the days beside what the windows keep."""
        own: PostingState = state  # type: ignore[assignment]  # as in `score`
        oldest = int((watermark - LATENESS_MAX_S - self.window_s) // self.step_s) - 1
        own.days = with_peaks(own.days, own.peaks, self.period_s)
        own.mailings.forget(oldest)
        own.own.forget(oldest)
        own.posts = since(own.posts, oldest)
        super().prune(state, watermark)

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """Return the checkable numbers of a run."""
        return self.numbers(run, *plain_sums(run))

    def severity(self, run: Tally) -> Severity:
        """Grade as in the base; by the sort of all posts (`detectors.mailing_sorts`) less; low a list of links.

        Likewise messages from a desk (`detectors.mailing_desk`), and prompts of an account of earlier days.
        """
        first = isclose(run.usual, 1 + self.usual)
        if is_list(run) or from_desk(run) or (wholly(run, PROMPTS) and not first):
            return "low"
        return tempered(super().severity(run), run, mere=at_home(run) or first)

    def explain(self, run: Tally, state: WindowState, key: str) -> Finding:
        """As in the base; a crowd behind one address, each of whom says his word, is low."""
        found = super().explain(run, state, key)
        found.severity = "low" if is_crowd(run, key) else found.severity
        return found

    def _detail(self, state: WindowState, end: int) -> tuple[int, ...]:
        """Return 1 where it posts from a place that is new to it; else less the days before on which it was there.

        The most counts, as posts to come can but add a place.
        """
        mailings, time = cast("PostingState", state).mailings, end * self.step_s
        return (1 if mailings.is_away(time) else -min(ACCUSTOMED, mailings.days_at(time)),)

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many posts in what time, beside what is usual."""
        return told(run, key, self.window_s)
