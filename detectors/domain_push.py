"""A domain pushed by new accounts: whatever words they use, all of their links lead to one place."""

from __future__ import annotations

from typing import ClassVar
from zlib import crc32

from detectors.at_once import at_once, most_at_once
from detectors.base import Signal
from detectors.network import network_of
from detectors.newcomers import NEWCOMERS, OTHERS_MOST, NewcomersSlow, others
from detectors.newcomers_site import Evidence, NewcomersOfSite
from detectors.recurrence import FOLD
from detectors.signup_traits import binomial
from detectors.surprise import both, gamma_poisson
from detectors.tally import Tally
from detectors.window import WindowState
from schemas.event import Event, SiteUsual
from schemas.values import KeyedBy

APART = 0.8  # of the newcomers' number, their networks: a class that opens accounts in its room has one
NETWORKS = 256  # are told apart by hash: the memory is bounded
ENOUGH = 15  # newcomers with nobody else, from which on they are looked at wherever the site's own days say nothing
_NET = "network"
DOMAINS_LEAST, PRIOR_DOMAINS = 50, 20.0  # new domains; as `site_days` believes of shares
SHARE_MOST = 0.9  # of newcomers among those who link


class DomainPush(NewcomersOfSite):
    """Distinct accounts that link to a domain within their first hour of posting, against those who do so later.

    Accounts that were entered from somewhere new within hours count as well. Fires where nearly all who push a domain
    have just begun to post, or seven whom nobody joins do so from new places, and the domain's own past does not show
    it. Quiet on a viral link (most who share it have posted before), on popular domains, on a list that always links to
    one.
    A domain is all that has one owner, whatever the host (`schemas.links`); of shortened links it is the shortener.
    Where the site's own days show that few who link are newcomers (`detectors.site_days`), eight from networks of
    their own are enough, a dozen where four in ten are, if hardly anybody else links to the domain, now or before; a
    class in one room is not.
    Judged once a window is over. Fails where accounts are aged before use, and in the first hour of a site's stream.
    """

    name = "domain_push"
    keyed_by: ClassVar[KeyedBy] = "domain"
    kinds = ("content.posted",)
    area = "spam"
    version = 3
    deed: ClassVar[str] = "linked to one domain"
    posts: ClassVar[str] = "posts with links"
    advice: ClassVar[str] = "Look where the links lead; remove them and hold the accounts if it is spam."

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 3600.0, least: float = 6,
                 usual: float = 0.3, burstiness: float = 0.5) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    def remembers(self, event: Event) -> bool:
        """Note those who have posted for longer as well; posts without a link concern no domain."""
        return bool(event.domains)

    def note(self, event: Event, tally: Tally) -> None:
        """Note the networks of newcomers as well."""
        super().note(event, tally)
        if event.ip is not None and self.member(event) is not None:
            tally.add(f"{_NET}{crc32(network_of(event.ip).encode()) % NETWORKS}")

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        """Weigh by the site's own share of newcomers as well, where it is known.

        That so few others join them and that they are so many are independent: together they may be enough (Fisher)
        where each is one in a thousand by itself.
        """
        surprise, share = super()._weigh(state, end, count, past), self._share(state, end)
        if share == 1.0 or not self._alone(state, end, count, past):
            return surprise
        few = binomial(int(count) + others(self._window(state, end)), int(count), share)
        many = gamma_poisson(count - 1, *past)
        return max(surprise, few, both(few, many) if min(few, many) >= self.hot_from / 2 else 0.0)

    def _alone(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> bool:
        """Tell whether those counted come from networks of their own, and hardly anybody else does so."""
        window = self._window(state, end)
        apart = len({name for tally in window for name in tally.extra or () if name.startswith(_NET)})
        joined = others(window) > OTHERS_MOST * count
        return apart >= APART * count and not joined and count > FOLD * past[0] / past[1]

    def share_of(self, usual: SiteUsual) -> float:
        """Return the site's share of newcomers among those who post such a thing."""
        return usual.share

    def _shown(self, found: Evidence) -> Evidence:
        """Show of networks their number."""
        networks = [name for name in found if name.startswith(_NET)]
        return {name: value for name, value in found.items() if name not in networks} | {"networks": len(networks)}


class DomainPushSlow(NewcomersSlow, DomainPush):
    """The same within six hours, for those who push it at a patient pace.

    Fires on some twenty accounts with hardly anybody else, on eight or a dozen as `domain_push`, and on seven taken
    ones, unless those of one hour are enough for `domain_push`. Judged by the quarter of an hour. Fails where
    accounts are aged before use, and in the first hours of a site's stream; over a whole day a mailing list's own page
    looks the same, since most who write to one write seldom.
    """

    name = "domain_push_slow"

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 21_600.0, least: float = 7,
                 usual: float = 0.5, burstiness: float = 0.5) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """As in the base; None for a few that are no alert, since a list's own page is linked to by a few newcomers."""
        signal = super().score(event, state, key)
        if signal is None or signal.surprise >= self.hot_from:
            return signal
        return signal if self._count(state, int(event.time // self.step_s), event) >= ENOUGH else None

    def _mostly_at_once(self, state: WindowState, end: int) -> bool:
        """Tell whether those of one hour are most of a window, and enough for the detector of the hour."""
        window = self._window(state, end)
        share = min(self._share(state, end), NEWCOMERS)
        return at_once(window) and binomial(most := most_at_once(window), most, share) >= self.hot_from


class DomainPushDay(DomainPush):
    """The same within a day, where the site shows how many newcomers link to a domain on its first day.

    Fires on a dozen with hardly anybody else, from networks of their own, where newcomers link each to a domain of his
    own, however many of those who link are newcomers. Quiet where a new domain often has several (what goes round), on
    domains that newcomers linked to on a day before, on a class in one room, and until fifty new domains are known.
    Judged by the hour. Fails where accounts are aged before use. The site's domains are a negative binomial by their
    moments; that is joined with how few others there are (Fisher).
    """

    name = "domain_push_day"
    steps = 24

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 86_400.0, least: float = 7,
                 usual: float = 0.5, burstiness: float = 0.5) -> None:  # fmt: skip
        """See `WindowDetector`; `usual` and `burstiness` are of a new domain that newcomers link to, too."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        usual, known = self._usual(state, end), past[1] > self.burstiness / self.usual
        if known or usual is None or usual.linked[0] < DOMAINS_LEAST or not self._alone(state, end, count, past):
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
        return f"{reason[:-1]}, and a new domain that any link to has {usual} of them on its first day here.", advice


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
