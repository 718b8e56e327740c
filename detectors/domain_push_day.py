"""A domain that new accounts push all day long, where the site shows how many newcomers a new domain has."""

from __future__ import annotations

from detectors.domain_push import DomainPush
from detectors.newcomers import others
from detectors.newcomers_site import Evidence
from detectors.surprise import binomial, both, gamma_poisson
from detectors.tally import Tally
from detectors.window import WindowState
from schemas.site_usual import SiteUsual

DOMAINS_LEAST, PRIOR_DOMAINS = 50, 20.0  # new domains; as `site_days` believes of shares
DAYS_ENOUGH = 7  # of the site's, from which on fewer new domains say that newcomers seldom bring one
SHARE_MOST = 0.9  # of newcomers among those who link


class DomainPushDay(DomainPush):
    """As `domain_push` within a day, where the site shows how many newcomers link to a domain on its first day.

    Fires on a dozen with hardly anybody else, from networks of their own or at a carrier around the clock, where
    newcomers link each to a domain of his own, however many of those who link are newcomers. Quiet where a new domain
    often has several (what goes round), on domains that newcomers linked to on a day before, on a class in one room,
    and until fifty new domains, or a week of the site's days, are known.
    Judged by the hour. Fails where accounts are aged before use. The site's domains are a negative binomial by their
    moments; that is joined with how few others there are (Fisher).
    """

    name = "domain_push_day"
    version = 7
    steps = 24

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 86_400.0, least: float = 7,
                 usual: float = 0.5, burstiness: float = 0.5) -> None:  # fmt: skip
        """See `WindowDetector`; `usual` and `burstiness` are of a new domain that newcomers link to, too."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        usual, known = self._usual(state, end), past[1] > self.burstiness / self.usual
        if known or usual is None or _little_known(usual) or not self._alone(state, end, count, past):
            return 0.0
        everybody = int(count) + others(self._window(state, end))
        crowd = gamma_poisson(count - 1, *crowds(usual.linked, self.usual, self.burstiness))
        return both(crowd, binomial(everybody, int(count), min(self._share(state, end), SHARE_MOST)))

    def _detail(self, state: WindowState, end: int) -> tuple[int, ...]:
        """Return the site's share of newcomers, and how many of them a new domain has: in thousandths."""
        domains, more, _ = (0, 0, 0) if (usual := self._usual(state, end)) is None else usual.linked
        return (*super()._detail(state, end), round(1000 * (1 + more / max(1, domains))))

    def evidence(self, run: Tally) -> Evidence:
        """Return the checkable numbers of a run."""
        return {**super().evidence(run), "site_newcomers_a_new_domain": (*run.detail, 0, 0)[1] / 1000}

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """As in the base, with what is usual for a domain here."""
        reason, advice = super().sentence(run, key)
        usual = f"{(*run.detail, 0, 0)[1] / 1000:.2f}"
        numbers, dot, hint = reason.rstrip(".").partition(". ")
        more = f"{numbers}; of a domain new here {usual} such accounts are usual on its first day"
        return f"{more}{dot}{hint}.", advice


def _little_known(usual: SiteUsual) -> bool:
    return usual.linked[0] < DOMAINS_LEAST and usual.days < DAYS_ENOUGH


def crowds(linked: tuple[int, int, int], usual: float, burstiness: float) -> tuple[float, float]:
    """Return the gamma (shape, rate) of how many more than one link to a new domain in a day, by the site's own.

    By their mean and variance, with the prior as `PRIOR_DOMAINS` of them. Of 400 with one newcomer each the next has
    fourteen once in 300,000 times.

    >>> round(gamma_poisson(13, *crowds((400, 0, 0), 0.5, 0.5)), 1)
    5.5
    """
    domains, more, squares = linked
    known = domains + PRIOR_DOMAINS
    mean = (more + PRIOR_DOMAINS * usual) / known
    square = (squares + PRIOR_DOMAINS * usual * (1 + usual + usual / burstiness)) / known
    shape = mean * mean / max(1e-9, square - mean * mean - mean)
    return shape, shape / mean
