"""A domain pushed by new accounts: whatever words they use, all of their links lead to one place."""

from __future__ import annotations

from typing import ClassVar

from detectors.advice import HOLD_AND_WARN
from detectors.base import by_event
from detectors.copies import AT, PLACES_FEW, TO
from detectors.domain_whence import (
    APART,
    NET,
    OF_OLD,
    STRANGERS,
    UNSETTLED,
    address_of,
    addresses_of,
    in_no_room,
    in_one_room,
    note_age,
    note_whence,
    of,
    of_old,
    perhaps_of_old,
    to_one_place,
)
from detectors.newcomers import FIRST_DAY, OTHERS_MOST, others
from detectors.newcomers_site import Evidence, NewcomersOfSite
from detectors.only import LINKED, only
from detectors.recurrence import FOLD
from detectors.surprise import binomial, both, gamma_poisson
from detectors.tally import Tally
from detectors.window import WindowState
from schemas.event import Event
from schemas.site_usual import SiteUsual
from schemas.values import KeyedBy, Severity

ENOUGH = 15  # newcomers with nobody else, from which on they are looked at wherever the site's own days say nothing


@only(LINKED)
@by_event
def with_links(_detector: object, event: Event) -> bool:
    """Note those who have posted for longer as well; posts without a link concern no domain."""
    return bool(event.domains)


class DomainPush(NewcomersOfSite):
    """Distinct accounts that link to a domain within their first hour of posting, against those who do so later.

    Accounts that were entered from somewhere new within hours count as well. Fires where nearly all who push a domain
    have just begun to post, or seven whom nobody joins do so from new places, and the domain's own past does not show
    it. Quiet on a viral link (most who share it have posted before), on popular domains, on a list's own one.
    A domain is all that has one owner, whatever the host (`schemas.links`); of shortened links it is the shortener.
    Where the site's own days show that few who link are newcomers (`detectors.site_days`), eight from networks of
    their own are enough, a dozen where four in ten are, if hardly anybody else links to the domain, now or before; so
    are as many in one network who write to three times as many others, and, over a day or more, those at a carrier's
    few addresses who come around the clock; a class in one room is not. Low where all sit at one address and write to
    few (a class), or come from their homes to one thread or page (a contest, a launch): a farm shows by its texts, too;
    and where none of them signed up within the week (2026-11: of 17 such alerts on attacks all of all were, of four
    honest ones that were medium or high none).
    Judged once a window is over. On a stream's first day, when all who post are new to it, three in four of those who
    link are, unless most of them signed up in the stream. Fails where accounts are aged before use.
    """

    name = "domain_push"
    keyed_by: ClassVar[KeyedBy] = "domain"
    kinds = ("content.posted",)
    area = "spam"
    version = 7
    apart: ClassVar[float] = APART  # of their number, networks of their own
    deed: ClassVar[str] = "linked to {}"
    posts: ClassVar[str] = "posts with links"
    advice: ClassVar[str] = (
        f"Look where the links lead; if it is spam, {HOLD_AND_WARN}; if the product itself adds the links, name the "
        "domain in engine.own_domains."
    )

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 3600.0, least: float = 6,
                 usual: float = 0.3, burstiness: float = 0.5) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    remembers = with_links

    def note(self, event: Event, tally: Tally) -> None:
        """Note the networks of newcomers as well, and whom they write to."""
        super().note(event, tally)
        if self.member(event) is not None:
            note_whence(event, tally)
            note_age(event, tally)
            if event.ip is not None:
                tally.add(address_of(event.ip))

    def _usually(self, state: WindowState, end: int) -> float:
        """As in the base; more on a stream's first day, of newcomers whose sign-ups were mostly not seen."""
        share = super()._usually(state, end)
        return max(share, FIRST_DAY) if perhaps_of_old(self._window(state, end)) else share

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
        """Tell whether hardly anybody joins those counted, who are no class in one room.

        They come from networks of their own, write to far more than they are, or come around the clock from several
        of a carrier's.
        """
        window = self._window(state, end)
        if others(window) > OTHERS_MOST * count or count <= FOLD * past[0] / past[1]:
            return False
        names = {name for tally in window for name in tally.extra or ()}
        return of(names, NET) >= self.apart * count or of(names, TO) >= STRANGERS * count or in_no_room(window)

    def share_of(self, usual: SiteUsual) -> float:
        """Return the site's share of newcomers among those who post such a thing."""
        return usual.share

    def _shown(self, found: Evidence) -> Evidence:
        """Show of networks and targets their number (of each 256 are told apart), and of addresses (of 16)."""
        hidden = (NET, TO, AT, UNSETTLED)
        kept = {name: value for name, value in found.items() if not name.startswith(hidden)}
        return {**kept, "networks": of(found, NET), "targets": of(found, TO), "addresses": addresses_of(found)}

    def severity(self, run: Tally) -> Severity:
        """As in the base; low where a room, or one place that people come to from their homes, may be all there is.

        Or where all have been members for a week: accounts that push a site were mostly made for it.
        """
        if in_one_room(run) or to_one_place(run) or of_old(run, self.least):
            return "low"
        return super().severity(run)

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """As in the base; and what may be all there is, or from how few addresses all came."""
        reason, advice = super().sentence(run, key)
        if in_one_room(run):
            return f"{reason} All did so from one address, as a class or an office does.", advice
        if to_one_place(run):
            return f"{reason} All did so in one place, as where a contest or a launch brings people.", advice
        if of_old(run, self.least):
            return f"{reason} {OF_OLD}", advice
        addresses = addresses_of(run.extra or ())
        shared = 0 < addresses <= PLACES_FEW and 2 * addresses <= run.distinct()
        few = "one address" if addresses == 1 else f"some {addresses} addresses"
        return f"{reason} All came from {few}." if shared else reason, advice
