"""A wave of reviews by newcomers on one thing: a bombing, bought praise, or a rival's friends."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import field

from detectors.base import by_event
from detectors.newcomers import NewcomersWindow, others
from detectors.settled_window import SettledState
from detectors.signup_traits import binomial
from detectors.site_told import SiteTold, Told
from detectors.surprise import gamma_poisson
from detectors.tally import Tally
from detectors.window import WindowState
from detectors.wording import counted, within
from schemas.event import Event

SHARE_LEAST = 0.15  # people who come together come with others like them, however few reviewers are newcomers


class WaveState(SettledState, array_like=True):
    """Adds what was usual on the site, by the day of the events to which it was told."""

    usual: Told = field(default_factory=dict)


class ReviewWave(SiteTold, NewcomersWindow):
    """Distinct accounts that review one thing within their first hour of posting, against those who do so later.

    Fires where more of a thing's reviewers have just begun to post than such reviewers are on this site
    (`detectors.site_days`), and more of them came than its own past shows. Quiet on a thing that goes round among
    members, on one whose reviewers were always new, on imports (without address, device and client), and on sites
    where most people sign up to review one thing, until very many do. Judged once a window is over. Silent until the
    site's days are known, since all are new to a new stream. Fails where accounts are aged before use.
    """

    name = "review_wave"
    keyed_by = "content"
    kinds = ("content.posted",)
    area = "spam"
    state_type = WaveState
    steps = 24

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 21_600.0, least: float = 7,
                 usual: float = 0.5, burstiness: float = 0.5) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    @by_event
    def keys_of(self, event: Event) -> Sequence[str]:
        """Look at what a review is about."""
        return (event.target,) if event.target and is_review(event) else ()

    def remembers(self, event: Event) -> bool:
        """Note those who have posted for longer as well."""
        return is_review(event)

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        """Return the surprise of so many newcomers: as many are rare, and so is it that so few others join them."""
        everybody = int(count) + others(self._window(state, end))
        return min(binomial(everybody, int(count), self._share(state, end)), gamma_poisson(count - 1, *past))

    def _share(self, state: WindowState, end: int) -> float:
        """Return the share of newcomers among those who review anything on this site; 1 where it is not known."""
        usual = self._usual(state, end)
        return 1.0 if usual is None else max(SHARE_LEAST, usual.reviews)

    def _detail(self, state: WindowState, end: int) -> tuple[int, ...]:
        """Return the site's share of newcomers, in thousandths, where it is known."""
        usual = self._usual(state, end)
        return () if usual is None else (round(1000 * usual.reviews),)

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """Return the checkable numbers of a run."""
        found = super().evidence(run)
        found.pop("from_new_places")
        return {**found, **({"site_share_of_newcomers": run.detail[0] / 1000} if run.detail else {})}

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many accounts, and how many others reviewed it."""
        site = f"; {run.detail[0] / 10:.0f} % of this site's reviews are by newcomers" if run.detail else ""
        reason = (
            f"{counted(run.peak)} reviewed one thing within {within(self.window_s)}, {self.how(run)} "
            f"({self.usually(run, 'for it', 'for such things')}); {counted(others([run]), 'other')} did so "
            f"meanwhile{site}."
        )
        return reason, "Read the reviews: hold them if these accounts have no visit or purchase to show for it."


def is_review(event: Event) -> bool:
    """Tell whether a content is a review of something; what comes from nowhere was imported, not written now."""
    return event.kind == "review" and bool(event.target) and bool(event.ip or event.device or event.user_agent)
