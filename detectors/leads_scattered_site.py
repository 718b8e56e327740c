"""Several accounts that each lead a few strangers away, each to another site or number that hardly anybody tells."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from zlib import crc32

from detectors.base import Finding
from detectors.first_times import in_order
from detectors.judged_steps import theirs_alone
from detectors.leaders import LED, SELDOM, Leaders
from detectors.leads_scattered import LeadsScattered
from detectors.pairs import PARTED, carry_event
from detectors.recurrence import DAY_S
from detectors.surprise import gamma_poisson
from detectors.tally import Tally
from detectors.window import WindowState
from schemas.event import Event

SLOTS = 16  # strangers of one account and lead are told apart by hash: whatever goes to thousands is a few names


class LeadsScatteredSite(LeadsScattered):
    """Accounts of which each led strangers to several numbers, names or sites that hardly anybody tells, in nine days.

    As `leads_scattered`, which wants a dozen of one account: those who share the work stay below it, each with a few
    strangers and a few of their pages. Counted are accounts that led four strangers and more, each to another lead, on
    two days and more, of leads that four accounts tell at most. Fires on seven of them where nobody does so otherwise.
    Quiet on the same, on who tells his own page to many, and where so many do every week. Fails on fewer accounts, on
    one page an account, on three strangers each, and where thousands of strangers are led somewhere in nine days (of
    these a sample is kept). Cost: some 15 microseconds a message that counts (`leaders`).
    """

    name = "leads_scattered_site"
    keyed_by = "site"
    ties = ()

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 777_600.0, least: float = 5,
                 usual: float = 0.1, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`; what is counted are accounts."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)
        self._leaders = Leaders()

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
        found = self._leaders.of(self._window(state, end))
        return len(found.leading) if event is None or member is None else found.with_one(member, event.time)

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        return gamma_poisson(count - 1, *past) if count >= self.least else 0.0

    def _detail(self, state: WindowState, end: int) -> tuple[int, ...]:
        """Return how many accounts there are, how many leads they told, each its own, and how many in all."""
        found = self._leaders.of(self._window(state, end)).leads()
        return len(found), sum([len(some) for some in found.values()]), len(set[str]().union(*found.values()))

    def _to_heat(self, window: Sequence[Tally]) -> Sequence[Tally]:
        """Return the buckets in which these accounts posted, which then show and name these alone."""
        return theirs_alone(window, self._leaders.of(window).leading)

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
