"""Several newcomers of one network who each write to strangers: none does so enough alone, all together do."""

from __future__ import annotations

from collections.abc import Sequence
from math import log10

from detectors.base import Signal, by_event
from detectors.first_contacts_day import FirstContactsDay
from detectors.in_common import in_common
from detectors.network import network_of
from detectors.only import only
from detectors.pairs import PARTED, Counted, by_first, pairs_of
from detectors.reworded import reworded
from detectors.site_days import LEAST, MANY
from detectors.site_spread import beyond
from detectors.surprise import binomial, to_score
from detectors.tally import Tally
from detectors.window import WindowState
from schemas.event import MANY_TODAY, Event
from schemas.site_usual import SiteUsual

FIRST = MANY - 1  # strangers of each account that are not seen here: most newcomers write to no more
SWING = 2.0  # times as many newcomers as on the site's usual day: a campaign, a holiday


class FirstContactsNetwork(FirstContactsDay):
    """Accounts of one network (a /24 or /48) that each wrote to a dozen or more on the first day, within a day.

    How many newcomers a network has is not asked: even if all of the site's were its, so many that write to so many
    must be one in a million (binomial; how rare each is, as `first_contacts_day` has it), of four at least. Fires on a
    handful of fake helpers who share out a site's people, each below what that detector asks of one. Quiet on one busy
    newcomer, on a class that writes to each other, on one text to many (as there), where newcomers write to many, and
    until the site is known. Fails where each account has a network of its own, or writes on its second day.
    Cost: nothing for whoever writes to fewer (`MANY_TODAY`).
    """

    name = "first_contacts_network"
    version = 1
    keyed_by = "ip"

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 86_400.0, least: float = 4,
                 usual: float = 1.0, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `FirstContacts`; `least`: accounts."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)
        self._pairs = Counted()

    @by_event
    @only(MANY_TODAY)
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the network from which an account of a first day writes to its twelfth stranger, or to a further."""
        return (network_of(event.ip),) if event.ip and event.novel & MANY_TODAY else ()

    def member(self, event: Event) -> str | None:
        """Count such posts, each with its account."""
        return f"{event.subject}{PARTED}{event.id}" if event.novel & MANY_TODAY else None

    def _counted(self, state: WindowState, end: int, event: Event | None, member: str | None) -> float:
        """Return how many accounts there are."""
        found = self._pairs.of(self._window(state, end))
        return found.reached[1] + (found.with_one(member) == 1)

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """Return the surprise of the window before the event; None for few, or before the site is known."""
        end = int(event.time // self.step_s)
        if event.site is None or self.member(event) is None or self._count(state, end, event) < self.least:
            return None
        surprise = self._of_network(self._window(state, end), event.site)
        return Signal(self.name, self.version, key, to_score(surprise), True, surprise)

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        usual = self._usual(state, end)
        return 0.0 if usual is None else self._of_network(self._window(state, end), usual)

    def _of_network(self, window: Sequence[Tally], usual: SiteUsual) -> float:
        """Return the surprise of those who write to most, however many of them are looked at."""
        known, most, rare = self.told(usual)
        pairs = by_first(pairs_of(window))
        share = reworded(window, pairs.total()) / max(1, pairs.total())
        counts = sorted([(number + FIRST) * share for number in pairs.values()], reverse=True)
        counts = [count for count in counts if count >= MANY and count > rare]
        fewest = int(self.least)
        if known < LEAST or len(counts) < fewest:
            return 0.0
        newcomers = max(len(counts), round(SWING * known / usual.days))
        found = [binomial(newcomers, first, 10.0 ** -beyond(counts[first - 1], most, rare))
                 for first in range(fewest, len(counts) + 1)]  # fmt: skip
        return max(found) - log10(len(found))

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many newcomers, how many strangers, and how many others of the site reach."""
        known, _, rare = (*run.detail, 0, 0, 0)[:3]
        strangers = run.n + FIRST * len(run.accounts or ())
        reason = (
            f"{run.peak:,.0f} accounts of the network {key}, each on its first day of posting (they may have been "
            f"there before), wrote to {MANY} people or places or more each within {self.window_s / 3600:.0f} h, in "
            f"changing words, to some {strangers:,} in all ({run.n:,} posts beyond the first {FIRST} of "
            f"each{in_common(run)}); of {known:,} first days of posting on this site, 99 in 100 reached {rare} at most."
        )
        return reason, "Read a few of each; if nobody asked for them, stop the accounts and remove them."
