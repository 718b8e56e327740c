"""Several accounts that each lead a few strangers away, each to another site or number that hardly anybody tells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from zlib import crc32

from detectors.base import Finding
from detectors.first_times import in_order
from detectors.judged_steps import accuse_of
from detectors.leads_scattered import LeadsScattered
from detectors.pairs import PARTED, carry_event, pairs_of
from detectors.recurrence import DAY_S
from detectors.surprise import gamma_poisson
from detectors.tally import Tally
from detectors.window import WindowState
from schemas.event import Event

SLOTS = 16  # strangers of one account and lead are told apart by hash: whatever goes to thousands is a few names
LED = 4  # strangers, each to another lead: on 21 made-up products no honest account had two seldom leads for two
DAYS = 2  # on which it told them: one busy day is `first_contacts`'
SELDOM = 4  # accounts of the window tell a lead at most: a page of the day, a shop's or a paper's many know


class LeadsScatteredSite(LeadsScattered):
    """Accounts of which each led strangers to several numbers, names or sites that hardly anybody tells, in nine days.

    As `leads_scattered`, which wants a dozen of one account: those who share the work stay below it, each with a few
    strangers and a few of their pages. Counted are accounts that led four strangers and more, each to another lead, on
    two days and more, of leads that four accounts tell at most. Fires on seven of them where nobody does so otherwise.
    Quiet on the same, on who tells his own page to many, and where so many do every week. Fails on fewer accounts, on
    one page an account, on three strangers each, and where thousands of strangers are led somewhere in nine days (of
    these a sample is kept). Cost: of a message that counts as many steps as there are such messages in nine days.
    """

    name = "leads_scattered_site"
    keyed_by = "site"
    ties = ()

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 777_600.0, least: float = 5,
                 usual: float = 0.1, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`; what is counted are accounts."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    def member(self, event: Event) -> str | None:
        """Count an account with a stranger and what he was led to."""
        if not self.remembers(event):
            return None
        lead = min((*event.domains, *event.contacts))
        stranger = crc32((event.target or "").encode()) % SLOTS
        return f"{event.subject}{PARTED}{stranger:x}{PARTED}{lead}"

    def note(self, event: Event, tally: Tally) -> None:
        """Keep which post is whose."""
        carry_event(event, tally)

    def _counted(self, state: WindowState, end: int, event: Event | None, member: str | None) -> float:
        """Return how many accounts there are that lead strangers away so."""
        return len(leaders(self._window(state, end), member, event.time if event is not None else 0.0))

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        return gamma_poisson(count - 1, *past) if count >= self.least else 0.0

    def _detail(self, state: WindowState, end: int) -> tuple[int, ...]:
        """Return how many accounts there are, how many leads they told, each its own, and how many in all."""
        found = leaders(self._window(state, end))
        return len(found), sum([len(some) for some in found.values()]), len(set[str]().union(*found.values()))

    def _to_heat(self, window: Sequence[Tally]) -> Sequence[Tally]:
        """Return the buckets in which these accounts posted, which then show and name these alone."""
        mine, hot = leaders(window), list[Tally]()
        for tally in window:
            told = sorted([(time, pair.partition(PARTED)) for pair, time in (tally.carried or {}).items()])
            shown = [(time, event_id) for time, (name, _, event_id) in told if name in mine]
            if shown:
                accuse_of(tally, shown)
                hot.append(tally)
            for time, (name, _, _) in told:
                if name in mine:
                    tally.mark(name, time)
        return hot or window

    def explain(self, run: Tally, state: WindowState, key: str) -> Finding:
        """Name the accounts, the earliest first."""
        found = super().explain(run, state, key)
        return found.naming(in_order(run.marked or {}))

    def breached(self, run: Tally) -> bool:
        """Nothing was entered: accounts are marked as those accused."""
        return False

    def named_first(self, run: Tally) -> Collection[str]:
        """Name the accounts in order."""
        return ()

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """Return the checkable numbers of a run."""
        accounts, strangers, leads = run.detail or (0, 0, 0)
        numbers = {"accounts_leading_away": accounts, "leads_told": strangers, "sites_and_numbers": leads}
        return {**self.numbers(run), **numbers}

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many accounts led how many strangers where."""
        accounts, _, leads = run.detail or (0, 0, 0)
        usual, days = self.usually(run, "here", "for a site"), self.window_s / DAY_S
        reason = (
            f"{accounts} accounts wrote to strangers within {days:.0f} days and led {LED} or more of them each to "
            f"another site, telephone number or messenger's name ({usual}): {leads:,} sites or numbers, each told by "
            f"{SELDOM} accounts at most."
        )
        return reason, (
            "Read a few, and open a page or two with care. If they are one work (a bank, a check of age or a deposit "
            "that is not yours), stop the accounts, block the sites, and warn those they wrote to."
        )


def leaders(window: Sequence[Tally], member: str | None = None, at: float = 0.0) -> dict[str, set[str]]:
    """Return the accounts that lead strangers away, with their leads; `member`: told at a time, beside the window's."""
    pairs = pairs_of(window) | ({member} if member else set())
    if len(pairs) < LED:
        return {}
    tellers, told = defaultdict[str, set[str]](set), defaultdict[str, list[tuple[str, str]]](list)
    for name, stranger, lead in [pair.split(PARTED, 2) for pair in pairs]:
        tellers[lead].add(name)
        told[name].append((stranger, lead))
    seldom = {lead for lead, names in tellers.items() if len(names) <= SELDOM}
    some = {name: mine for name, pairs_ in told.items() if len(mine := _led(pairs_, seldom)) >= LED}
    days = _days(window, some)
    if member and (name := member.partition(PARTED)[0]) in some:
        days[name].add(int(at // DAY_S))
    return {name: mine for name, mine in some.items() if len(days[name]) >= DAYS}


def _led(told: Sequence[tuple[str, str]], seldom: Collection[str]) -> set[str]:
    """Return an account's seldom leads, as many at most as it led strangers there."""
    mine = {lead for _, lead in told if lead in seldom}
    strangers = {stranger for stranger, lead in told if lead in mine}
    return mine if len(strangers) >= LED else set()


def _days(window: Sequence[Tally], names: Collection[str]) -> dict[str, set[int]]:
    found = defaultdict[str, set[int]](set)
    for tally in window:
        for pair, time in tally.members.items():
            if (name := pair.partition(PARTED)[0]) in names:
                found[name].add(int(time // DAY_S))
    return found
