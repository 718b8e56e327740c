"""One account that leads stranger after stranger away, each to another number, name or site, for days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import ClassVar
from zlib import crc32

from detectors.base import Signal, by_event
from detectors.only import LINKED, REACHED, only
from detectors.pairs import PARTED, pairs_of
from detectors.recurrence import DAY_S
from detectors.settled_window import OverWindow
from detectors.surprise import gamma_poisson
from detectors.tally import Tally
from detectors.window import WindowState
from schemas.event import CUSTOMARY, NAMED, NO_STRANGER, Event
from schemas.values import KeyedBy, Severity

SLOTS = 256  # strangers are told apart by hash: the memory is bounded, whatever goes out to thousands
LINKED_TO, NAMED_IN = "with_links", "sites_named_without_a_link"  # names of a tally's sums
NEARLY_ALL = 0.9
DAYS = 4  # of the window on which one was led away: a burst is `mass_contact`'s, and mostly has one lead


@by_event
@only(LINKED | REACHED)
def leads_stranger(_detector: object, event: Event) -> bool:
    """Tell whether a message of somebody's hand leads a stranger somewhere: a `remembers`."""
    if event.kind != "message" or event.target is None or event.novel & (NO_STRANGER | CUSTOMARY):
        return False
    return bool((event.domains or event.contacts) and (event.ip or event.device))


class LeadsScattered(OverWindow):
    """Strangers whom one account wrote to, each led to a number, name or site that it told nobody else, in nine days.

    Who changes what he tells from one victim to the next is seen by nothing that looks for one contact or domain again:
    payment pages of a day, numbers bought by the dozen. Fires on a dozen on four days and more. A stranger is a
    message's target that neither wrote nor paid first; of several links and contacts in one the first by name counts.
    2026-11: on seventeen made-up products honest accounts led four strangers so at most; nine of two frauds 20 to 27.
    Quiet on one page or number sent to many (`mass_contact`, `domain_again`), on news posted to one channel or to all,
    on what many here link to (`detectors.well_known`), on answers, on messages from no address or device (a product's
    own, which may name each customer's site), and on who has done so for weeks. Low where nearly all but name a site
    ("is lotus.com for sale?"): that is told of, more often than it leads there; a fraud that has nothing clicked is low
    so, too. Fails on a few a day for longer, on who
    leads each to two pages by turns, on accounts that share the work (`leads_scattered_site`), and on comments.
    """

    name = "leads_scattered"
    keyed_by: ClassVar[KeyedBy] = "account"
    kinds = ("content.posted",)
    area = "spam"
    ties: ClassVar[tuple[str, ...]] = ("device", "ip")
    by_site = True  # only there is known who wrote first
    members_are_accounts = False
    steps = 36
    remembers = leads_stranger

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 777_600.0, least: float = 12,
                 usual: float = 0.35, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`; what is counted are strangers."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    def member(self, event: Event) -> str | None:
        """Count pairs of a stranger and what he was led to."""
        if not self.remembers(event):
            return None
        lead = min((*event.domains, *event.contacts))
        return f"{crc32((event.target or '').encode()) % SLOTS:02x}{PARTED}{lead}"

    def note(self, event: Event, tally: Tally) -> None:
        """Count the messages with links, and those that name a site in a sentence."""
        if event.domains:
            tally.add(LINKED_TO if event.contacts or not event.novel & NAMED else NAMED_IN)

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """Return the window's surprise so far, the event included; None for what is not counted, or for few."""
        return self._of_many(event, state, key) if self.remembers(event) else None

    def _counted(self, state: WindowState, end: int, event: Event | None, member: str | None) -> float:
        """Return how many strangers there are, or leads if fewer: what grows with each message."""
        pairs = pairs_of(self._window(state, end)) | ({member} if member else set())
        told = [pair.partition(PARTED) for pair in pairs]
        return min(len({stranger for stranger, _, _ in told}), len({lead for _, _, lead in told}))

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        window = self._window(state, end)
        led, days = scattered(window)
        return gamma_poisson(min(count, led) - 1, *past) if days >= DAYS and led >= self.least else 0.0

    def _detail(self, state: WindowState, end: int) -> tuple[int, ...]:
        """Return how many were led each to another place, and on how many days."""
        return scattered(self._window(state, end))

    def severity(self, run: Tally) -> Severity:
        """Grade as in the base; low where nearly all but name a site."""
        named = (run.extra or {}).get(NAMED_IN, 0.0)
        return "low" if named >= NEARLY_ALL * run.n > 0 else super().severity(run)

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """Return the checkable numbers of a run."""
        led, days = run.detail or (0, 0)
        return {**super().evidence(run), "led_each_elsewhere": led, "on_days": days}

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many strangers were led each elsewhere."""
        led, days = run.detail or (0, 0)
        sums = run.extra or {}
        named = f", {sums[NAMED_IN]:,.0f} that name a site without a link to it" if NAMED_IN in sums else ""
        reason = (
            f"The account wrote to strangers on {days} days of {self.window_s / DAY_S:.0f} and led {led} of them each "
            "to another site, telephone number or name on a messenger, which it told nobody else "
            f"({self.usually(run, 'for it', 'for an account')}); {run.n:,} such messages in all, "
            f"{sums.get(LINKED_TO, 0.0):,.0f} with links{named}."
        )
        return reason, (
            "Read a few, and what was answered. If it is no service that you know, stop the account, warn those it "
            "wrote to, and look for others who write in its manner: such frauds share the work."
        )


def scattered(window: Sequence[Tally]) -> tuple[int, int]:
    """Return how many strangers were led each to what nobody else was told, and on how many days."""
    strangers, first = defaultdict[str, set[str]](set), dict[str, float]()
    for tally in window:
        for pair, time in tally.members.items():
            stranger, _, lead = pair.partition(PARTED)
            strangers[lead].add(stranger)
            first[lead] = min(time, first.get(lead, time))
    own = {lead: next(iter(some)) for lead, some in strangers.items() if len(some) == 1}
    return len({*own.values()}), len({int(first[lead] // DAY_S) for lead in own})
