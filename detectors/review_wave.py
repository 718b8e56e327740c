"""A wave of reviews by newcomers on one thing: a bombing, bought praise, or a rival's friends."""

from __future__ import annotations

from collections.abc import Sequence

from detectors.base import by_event
from detectors.newcomers import others
from detectors.newcomers_site import SHARE_LEAST
from detectors.review_wave_room import note as note_room
from detectors.review_wave_used import counts_of
from detectors.review_wave_used import note as note_used
from detectors.review_wave_words import ReviewWaveWords
from detectors.surprise import binomial, both, gamma_poisson
from detectors.tally import Tally
from detectors.window import WindowState
from schemas.event import BOUGHT, NEW_HERE, SETTLED_REPORTER, YOUNG_REPORTER, Event
from schemas.site_usual import SiteUsual

MADE = NEW_HERE | YOUNG_REPORTER  # an account that has just begun to post, and was made within the week
FIRST_OF_OLD = NEW_HERE | SETTLED_REPORTER
EVENING_S = 21_600.0  # the window of `review_wave`


class ReviewWave(ReviewWaveWords):
    """Distinct accounts that review one thing within their first hour of posting, against those who do so later.

    Fires where more of a thing's reviewers have just begun to post than such reviewers are on this site
    (`detectors.site_days`), and more of them came than its own past shows; the same of those who signed up within the
    week, where sign-ups are known: on many sites half of all reviewers never posted before, and few have just come.
    Quiet on a thing that goes round among members, on one whose reviewers were always new, on imports (without address,
    device and client), and on sites where most people sign up to review one thing, until very many do. Who paid the
    thing or its seller a day before is a customer, and no newcomer, here and among the site's reviews. Judged once a
    window is over. Graded by whether those who signed up within the week had used anything before, where such reviewers
    have (`review_wave_used`); low where all are older, at one address with a device each (`review_wave_room`). Silent
    until the site's days are known, since all are new to a new stream. Fails where accounts are aged before use, or buy
    what they praise.
    """

    name = "review_wave"
    version = 6
    keyed_by = "content"
    kinds = ("content.posted",)
    area = "spam"
    steps = 24
    deed = "reviewed one thing"
    such = "for such things"
    posts = "reviews"
    advice = (
        "Read the reviews: hold them if these accounts have no visit or purchase to show for it, or only small ones "
        "made for it."
    )

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
        return event.kind == "review" and is_review(event)

    def member(self, event: Event) -> str | None:
        """As in the base, but for customers."""
        return None if event.novel & BOUGHT else super().member(event)

    def note(self, event: Event, tally: Tally) -> None:
        """As in the base; name customers with those who have posted longer, and note who was made within the week."""
        if event.novel & BOUGHT:
            tally.account(event.subject, event.time)
            return
        super().note(event, tally)
        if event.novel & FIRST_OF_OLD == FIRST_OF_OLD:
            note_room(event, tally)
        if event.novel & MADE == MADE:
            tally.stranger(event.subject, event.time)
            note_used(event, tally)

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        """Return the surprise of so many newcomers, or of those among them who were made within the week."""
        window = self._window(state, end)
        everybody, made, usual = int(count) + others(window), _made(window), self._usual(state, end)
        newcomers = self._of_so_many(everybody, int(count), self._share(state, end), past)
        if usual is None or made < self.least:
            return newcomers
        return max(newcomers, self._of_so_many(everybody, made, max(SHARE_LEAST, usual.made), past))

    def _of_so_many(self, everybody: int, count: int, usual: float, past: tuple[float, float]) -> float:
        """Return the surprise of so many: as many are rare, and so is it that so few others join them.

        The two are independent. Where the second is enough by itself, once in a thousand is for the first: a shop that
        asks its customers for praise has eight newcomers at once, too.
        """
        share, many = binomial(everybody, count, usual), gamma_poisson(count - 1, *past)
        alone = min(share, both(share, many)) if many >= self.hot_from / 2 else 0.0
        return max(min(share, many), alone)

    def _detail(self, state: WindowState, end: int) -> tuple[int, ...]:
        """Add how many were made within the week, and in thousandths what share of this site's reviews is by such.

        Then how many of them had used something before and had not, and in thousandths what share of the site's had.
        """
        told, usual, window = super()._detail(state, end), self._usual(state, end), self._window(state, end)
        if usual is None:
            return told
        return (*told, _made(window), round(1000 * usual.made), *counts_of(window), round(1000 * usual.used))

    def share_of(self, usual: SiteUsual) -> float:
        """Return the site's share of newcomers among those who review anything."""
        return usual.reviews


def _made(window: list[Tally]) -> int:
    """Return how many of a window's newcomers were made within the week."""
    return len({name for tally in window for name in tally.strangers or ()})


def is_review(event: Event) -> bool:
    """Tell whether a content is a review of something; what comes from nowhere was imported, not written now."""
    return event.kind == "review" and bool(event.target) and bool(event.ip or event.device or event.user_agent)


def sellers(target: str) -> set[str]:
    """Return who may sell what is reviewed: the target itself, or whose it is by the first part of its name.

    >>> sorted(sellers("u1/mug")), sellers("u1")
    (['u1', 'u1/mug'], {'u1'})
    """
    return {target, target.partition("/")[0]}
