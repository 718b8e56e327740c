"""A domain pushed by new accounts: whatever words they use, all of their links lead to one place."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import ClassVar
from zlib import crc32

from detectors.at_once import newly_at
from detectors.base import by_event
from detectors.network import network_of
from detectors.newcomers import OTHERS_MOST, others
from detectors.newcomers_site import Evidence, NewcomersOfSite
from detectors.one_room import around_the_clock, from_several
from detectors.only import LINKED, only
from detectors.recurrence import FOLD
from detectors.surprise import binomial, both, gamma_poisson
from detectors.tally import Tally, sums_of
from detectors.window import WindowState
from schemas.event import Event, SiteUsual
from schemas.values import KeyedBy

APART = 0.8  # of the newcomers' number, their networks: a class that opens accounts in its room has one
STRANGERS = 3  # times their number, those they write to: a class writes to its teacher, and each to the others
SLOTS = 256  # of networks, and of targets: told apart by hash, the memory is bounded
ENOUGH = 15  # newcomers with nobody else, from which on they are looked at wherever the site's own days say nothing
NET, TO = "network", "to:"  # before the number of one of them, among a tally's sums


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
    few addresses who come around the clock; a class in one room is not.
    Judged once a window is over. Fails where accounts are aged before use, and in the first hour of a site's stream.
    """

    name = "domain_push"
    keyed_by: ClassVar[KeyedBy] = "domain"
    kinds = ("content.posted",)
    area = "spam"
    version = 5
    deed: ClassVar[str] = "linked to one domain"
    posts: ClassVar[str] = "posts with links"
    advice: ClassVar[str] = (
        "Look where the links lead; remove them and hold the accounts if it is spam; if the product itself adds them, "
        "name the domain in engine.own_domains."
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
        return _of(names, NET) >= APART * count or _of(names, TO) >= STRANGERS * count or _in_no_room(window)

    def share_of(self, usual: SiteUsual) -> float:
        """Return the site's share of newcomers among those who post such a thing."""
        return usual.share

    def _shown(self, found: Evidence) -> Evidence:
        """Show of networks their number, and of targets (at most 256 are told apart)."""
        kept = {name: value for name, value in found.items() if not name.startswith((NET, TO))}
        return {**kept, "networks": _of(found, NET), "targets": _of(found, TO)}


def note_whence(event: Event, tally: Tally) -> None:
    """Note from which network an account posts, and to whom."""
    if event.ip is not None:
        tally.add(_network(event.ip))
    if event.target is not None:
        tally.add(_slot(TO, event.target))


def _in_no_room(window: list[Tally]) -> bool:
    """Tell whether the newcomers of a window, but for taken accounts, sit in no one room (`detectors.one_room`)."""
    if not around_the_clock(newly_at(window)):
        return False
    return from_several([*sums_of(window, NET).values()])


def _of(names: Iterable[str], beginning: str) -> int:
    return len([name for name in names if name.startswith(beginning)])


@lru_cache(maxsize=1024)  # several ask for the same
def _network(ip: str) -> str:
    return _slot(NET, network_of(ip))


@lru_cache(maxsize=1024)
def _slot(beginning: str, name: str) -> str:
    return f"{beginning}{crc32(name.encode()) % SLOTS}"
