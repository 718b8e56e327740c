"""A wave of reviews by newcomers on one thing: a bombing, bought praise, or a rival's friends."""

from __future__ import annotations

from collections.abc import Sequence

from detectors.at_once import at_once
from detectors.base import by_event
from detectors.newcomers import NewcomersSlow, others
from detectors.newcomers_site import Evidence, NewcomersOfSite
from detectors.signup_traits import binomial
from detectors.surprise import both, gamma_poisson
from detectors.window import WindowState
from schemas.event import Event, SiteUsual

EVENING_S = 21_600.0  # the window of `review_wave`


class ReviewWave(NewcomersOfSite):
    """Distinct accounts that review one thing within their first hour of posting, against those who do so later.

    Fires where more of a thing's reviewers have just begun to post than such reviewers are on this site
    (`detectors.site_days`), and more of them came than its own past shows. Quiet on a thing that goes round among
    members, on one whose reviewers were always new, on imports (without address, device and client), and on sites
    where most people sign up to review one thing, until very many do. Judged once a window is over. Silent until the
    site's days are known, since all are new to a new stream. Fails where accounts are aged before use.
    """

    name = "review_wave"
    version = 2
    keyed_by = "content"
    kinds = ("content.posted",)
    area = "spam"
    steps = 24
    deed = "reviewed one thing"
    such = "for such things"
    posts = "reviews"
    advice = "Read the reviews: hold them if these accounts have no visit or purchase to show for it."

    def __init__(self, alert_at: float = 0.5, *, window_s: float = EVENING_S, least: float = 7,
                 usual: float = 0.5, burstiness: float = 0.5) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    @by_event
    def keys_of(self, event: Event) -> Sequence[str]:
        """Look at what a review is about."""
        return (event.target,) if event.kind == "review" and event.target and is_review(event) else ()

    @by_event
    def remembers(self, event: Event) -> bool:
        """Note those who have posted for longer as well."""
        return is_review(event)

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        """Return the surprise of so many newcomers: as many are rare, and so is it that so few others join them.

        The two are independent. Where the second is enough by itself, once in a thousand is for the first: a shop that
        asks its customers for praise has eight newcomers at once, too.
        """
        everybody = int(count) + others(self._window(state, end))
        share, many = binomial(everybody, int(count), self._share(state, end)), gamma_poisson(count - 1, *past)
        alone = min(share, both(share, many)) if many >= self.hot_from / 2 else 0.0
        return max(min(share, many), alone)

    def share_of(self, usual: SiteUsual) -> float:
        """Return the site's share of newcomers among those who review anything."""
        return usual.reviews

    def _shown(self, found: Evidence) -> Evidence:
        """Leave out new places: of reviews they are not looked at."""
        return {name: value for name, value in found.items() if name != "from_new_places"}


class ReviewWaveSlow(NewcomersSlow, ReviewWave):
    """The same over three days, for praise that is paid by the piece and comes a few an hour.

    Fires on a score of newcomers with hardly a member among them where a good half of this site's reviewers are
    newcomers, on ten or a dozen where few are. Quiet where members review the thing as well, and where most come within
    six hours, which is for `review_wave` to see. Judged by the two hours. Fails where accounts are aged before use.
    """

    name = "review_wave_slow"
    steps = 36

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 259_200.0, least: float = 8,
                 usual: float = 0.5, burstiness: float = 0.5) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    def _mostly_at_once(self, state: WindowState, end: int) -> bool:
        """Tell whether a window is for the detector that looks at six hours."""
        return at_once(self._window(state, end), EVENING_S)


def is_review(event: Event) -> bool:
    """Tell whether a content is a review of something; what comes from nowhere was imported, not written now."""
    return event.kind == "review" and bool(event.target) and bool(event.ip or event.device or event.user_agent)
