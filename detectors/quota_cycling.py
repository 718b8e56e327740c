"""Quota cycling: one person opens account after account, and uses up the free allowance of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from detectors.base import by_event
from detectors.only import only
from detectors.slips import count_units
from detectors.statuses import NO_MORE, spelled
from detectors.surprise import gamma_poisson
from detectors.tally import Tally
from detectors.usage_amount import requests
from detectors.window import WindowDetector, WindowState
from detectors.wording import counted, within
from schemas.event import FIRST_USE, FRESH, NEW_DEVICE, NEW_HERE, Event
from schemas.values import EventType

UNANSWERED = ("refused", "status_not_told")
# First used an hour after it was made, or later, on a device that it had before: no device of 25 made-up products had
# more than two such honest accounts in a day. Who checks guests in with his own device is new to their accounts.
KEPT, STORED, AT_ONCE = "kept_unused", FRESH | FIRST_USE, NEW_HERE | NEW_DEVICE


class FreshAccounts(WindowDetector):
    """Base: distinct accounts not a week old that use the product in one place, in a sliding window of a day.

    An account counts from five minutes after its sign-up, whichever of its events came first.
    """

    kinds: ClassVar[tuple[EventType, ...]] = ("account.usage",)
    area = "api_abuse"
    steps = 24
    place: ClassVar[str]

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 86_400.0, least: float = 5,
                 usual: float = 0.05, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    def member(self, event: Event) -> str | None:
        """Count fresh accounts."""
        return event.subject if event.novel & FRESH else None

    def note(self, event: Event, tally: Tally) -> None:
        """Sum up what was used, and how often the allowance was at its end."""
        if event.novel & FRESH:
            if event.units:  # of what is refused none are used, which needs not be told
                count_units(tally, event.units, event.product)
            tally.add("requests", requests(event))
            tally.add("refused", requests(event) if event.status in NO_MORE else 0.0)

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many fresh accounts used the product at one place, and how much."""
        extra = run.extra or {}
        reason = (
            f"{run.peak:,.0f} accounts not a week old used the product {self.place} within {self.window_s / 3600:.0f} "
            f"h (usual there: {1 if run.usual < 1.5 else run.usual:,.0f})"
            f"{wider(run, self.window_s)}, {used(extra)} in all; {self._refused(extra)}."
        )
        return reason, "Count their allowances as one; hold the accounts if they have no other life."

    def _refused(self, extra: dict[str, float]) -> str:
        """Say how often the allowance was at its end, as far as is told."""
        refused = extra.get("refused", 0.0)
        if not refused and extra.get("status_not_told"):
            return "whether requests were refused is not told"
        return f"{were_refused(refused)} for a used-up allowance or rate"


def were_refused(number: float) -> str:
    """Say how many requests were refused.

    >>> were_refused(1), were_refused(3300)
    ('1 request was refused', '3,300 requests were refused')
    """
    return f"{number:,.0f} request{' was' if round(number) == 1 else 's were'} refused"


def wider(run: Tally, window_s: float) -> str:
    """Say how many accounts the other figures are of, and in what time, where that is more than the fullest window."""
    lasted, every = run.last - run.first, run.distinct()
    return f"; over {within(lasted)} {counted(every)}" if lasted > window_s and every > run.peak else ""


def refusals(run: Tally) -> float:
    """Return how many requests were refused; of a run whose requests are not told, how many events say so."""
    return (run.extra or {}).get("refused", run.n)


def used(extra: dict[str, float]) -> str:
    """Say how many units of the product used most, as of no two they are alike, or else how many requests."""
    units = [(number, name) for name, number in extra.items() if name.startswith("units") and number]
    return "{:,.0f} {}".format(*max(units)) if units else f"{extra.get('requests', 0.0):,.0f} requests"


class QuotaCycling(FreshAccounts):
    """Fresh accounts on one device, which belongs to a person or a family, so that a handful is telling.

    Fires on six, where as many requests are refused; and on six that were made an hour before or longer, had the device
    and lay unused, until all were first used within the day: kept for something of which each account gets one, like
    the places of an event. Stays quiet on one heavy user, on old accounts however many, on a family, on a test that
    signs up anew on each run (hardly anything is refused it, and it uses them at once), on a desk's device on which
    guests who signed up at home are checked in; a class shares an address, not a device (`quota_cycling_address`).
    Events without a device are not seen. Where no status is told nobody knows what was refused, and many accounts are
    enough. Fails where each account is used within the hour, or rests for a week, and nothing is refused; takes a
    tablet on which somebody made a class's accounts the day before for such a store.
    """

    name = "quota_cycling"
    version = 4
    keyed_by = "device"
    place = "on one device"

    def note(self, event: Event, tally: Tally) -> None:
        """As in the base; note where nobody says what was refused, and who was kept unused until then."""
        super().note(event, tally)
        if event.status is None and event.novel & FRESH:
            tally.add("status_not_told")
        if event.novel & STORED == STORED and not event.novel & AT_ONCE:
            tally.add(KEPT)

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        """Ask for as many refusals as accounts are asked for, or count those alone that were kept unused.

        All of them only grow, in whatever order events come.
        """
        window = self._window(state, end)
        if _sum(window, *UNANSWERED) >= self.least:
            return super()._weigh(state, end, count, past)
        kept = _sum(window, KEPT)
        return gamma_poisson(kept - 1, *past) if kept > 1 else 0.0

    def lacks(self, event: Event, state: WindowState) -> str:
        """As in the base; how many were refused, and kept unused, where both are too few."""
        windows = [self._window(state, end) for end in self._ends(state, int(event.time // self.step_s))]
        refused, kept = [max([_sum(window, *names) for window in windows]) for names in (UNANSWERED, (KEPT,))]
        if (few := super().lacks(event, state)) or max(refused, kept) >= self.least:
            return few
        return (
            f"{were_refused(refused)} for a used-up allowance or rate ({spelled(NO_MORE)}), and {kept:,.0f} of its "
            f"accounts had lain unused for an hour on it: it wants {self.least:g} or more of either"
        )

    def _refused(self, extra: dict[str, float]) -> str:
        """As in the base; say how many were kept unused, where that is what tells."""
        kept, few = extra.get(KEPT, 0.0), sum([extra.get(name, 0.0) for name in UNANSWERED]) < self.least
        stored = f"{kept:,.0f} had been made an hour before or longer, had this device and had never been used"
        return stored if few and kept else super()._refused(extra)

    @by_event
    @only(FRESH)
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the device of a fresh account; () for all others: most usage need not be seen from anywhere else."""
        return (event.device,) if event.novel & FRESH and event.device else ()


def _sum(window: Sequence[Tally], *names: str) -> float:
    return sum([(tally.extra or {}).get(name, 0.0) for tally in window for name in names])
