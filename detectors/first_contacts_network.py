"""Several newcomers of one network who each write to strangers: none does so enough alone, all together do."""

from __future__ import annotations

from collections.abc import Sequence

from detectors.base import Finding, Signal, by_event
from detectors.first_contacts import FirstContactsDay
from detectors.first_times import in_order
from detectors.in_common import in_common
from detectors.network import network_of
from detectors.only import only
from detectors.pairs import PARTED, Counted, by_first, pairs_of, show
from detectors.reworded import reworded
from detectors.signup_traits import binomial
from detectors.site_days import LEAST
from detectors.surprise import to_score
from detectors.tally import Tally
from detectors.window import WindowState
from detectors.wording import counted
from schemas.event import NEW_TODAY, Event

# 2026-11: of fifteen made-up products' newcomers a dozen strangers on the first day were too many for four of a network
# in attacks alone; of honest ones eleven stood by themselves.
EACH = 12
BEYOND = 0.01  # of newcomers: those who write to more than 99 in 100 do


class FirstContactsNetwork(FirstContactsDay):
    """Accounts of one network (a /24 or /48) that each wrote to a dozen or more on the first day, within a day.

    Each must be beyond the most of 99 in 100 such accounts of this site; that so many of the network's newcomers are is
    one in a million (binomial), of four at least. Fires on a handful of fake helpers who share out a site's people,
    each below what `first_contacts_day` asks of one. Quiet on one busy newcomer among a carrier's many, on a class that
    writes to each other, on one text to many (as there), and until the site is known. Names those who are beyond, not
    their neighbours. Fails where each account has a network of its own, or writes on its second day.
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
    @only(NEW_TODAY)
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the network from which an account of a first day writes to somebody."""
        return (network_of(event.ip),) if event.ip and self.remembers(event) else ()

    def member(self, event: Event) -> str | None:
        """Count targets, each with its account."""
        target = super().member(event)
        return target and f"{event.subject}{PARTED}{target}"

    def note(self, event: Event, tally: Tally) -> None:
        """As in the base; and keep each account's events apart."""
        super().note(event, tally)
        tally.carry(f"{event.subject}{PARTED}{event.id}", event.time)

    def _counted(self, state: WindowState, end: int, event: Event | None, member: str | None) -> float:
        """Return how many accounts wrote to a dozen."""
        found = self._pairs.of(self._window(state, end))
        return found.reached[EACH] + (found.with_one(member) == EACH)

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """Return the surprise of the window that ends with the event; None for few, or before the site is known."""
        if event.site is None or self.member(event) is None:
            return None
        end = int(event.time // self.step_s)
        if self._count(state, end, event) < self.least:
            return None
        surprise = self._of_network(self._window(state, end), self.told(event.site))
        return Signal(self.name, self.version, key, to_score(surprise), True, surprise)

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        usual = self._usual(state, end)
        return 0.0 if usual is None else self._of_network(self._window(state, end), self.told(usual))

    def _of_network(self, window: Sequence[Tally], usual: tuple[int, int, int]) -> float:
        """Return the surprise that so many of a network's newcomers are beyond what 99 in 100 reach here."""
        known, _, rare = usual
        pairs = by_first(pairs_of(window))
        share = reworded(window, pairs.total()) / max(1, pairs.total())
        beyond = sum([number * share > rare and number * share >= EACH for number in pairs.values()])
        return binomial(len(pairs), beyond, BEYOND) if known >= LEAST and beyond >= self.least else 0.0

    def _accuse(self, state: WindowState, end: int, count: float, past: tuple[float, float], surprise: float) -> bool:
        """As in the base; show events of those accused."""
        if hot := super()._accuse(state, end, count, past, surprise):
            window = self._window(state, end)
            mine = busy(pairs_of(window))
            for tally in window:
                show(tally, mine)
        return hot

    def explain(self, run: Tally, state: WindowState, key: str) -> Finding:
        """As in the base; of the network's newcomers those who wrote to a dozen are concerned."""
        found, mine = super().explain(run, state, key), busy(pairs_of([run]))
        names = {name: time for name, time in (run.accounts or {}).items() if run.level or name in mine}
        found.accounts, found.accounts_total = in_order(names), len(names)
        return found

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many newcomers, how many strangers, and how many others of the site reach."""
        known, _, rare = run.detail or (0, 0, 0)
        pairs, mine = by_first(run.members), busy(run.members)
        strangers = sum([pairs[name] for name in mine]) << run.level
        others = counted(len(pairs) - len(mine), "other newcomer")
        reason = (
            f"{run.peak:.0f} accounts of the network {key}, each on its first day of posting (they may have been there "
            f"before), wrote to {EACH} people or places or more each within {self.window_s / 3600:.0f} h, in changing "
            f"words, {strangers} in all ({run.n} such posts{in_common(run)}); {others} did so there meanwhile; of "
            f"{known} first days of posting on this site, 99 in 100 reached {rare} at most."
        )
        return reason, "Read a few of each; if nobody asked for them, stop the accounts and remove them."


def busy(pairs: Sequence[str] | set[str] | dict[str, float]) -> set[str]:
    """Return the accounts that wrote to a dozen.

    >>> busy([f"a{PARTED}{n}" for n in range(12)] + [f"b{PARTED}{n}" for n in range(11)])
    {'a'}
    """
    return {name for name, number in by_first(pairs).items() if number >= EACH}
