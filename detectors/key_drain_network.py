"""Keys made and drained through one network: account after account uses as much as the last, and more than new keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, cast

from detectors.base import Finding, Signal, by_event
from detectors.key_drain_network_state import Drains, DrainsState, drains
from detectors.key_spent import beyond_step, is_new_use
from detectors.network import network_of
from detectors.only import only
from detectors.slips import count_units
from detectors.some_window import SomeWindow
from detectors.tally import Tally
from detectors.usage_amount import requests
from detectors.window import WindowState
from detectors.wording import counted
from schemas.event import AWAY, NEW_KEY, Event
from schemas.values import KeyedBy, Severity

NEARLY_ALL = 2 / 3  # of those with a new key there: in a farm all are one man's, at a hackathon many have another job


@by_event
@only(NEW_KEY)
def of_new_key(_detector: object, event: Event) -> bool:
    """Tell whether something was used under a new key: a `remembers`, asked of every use."""
    return event.novel & NEW_KEY != 0 and is_new_use(event)


def is_away(event: Event) -> bool:
    """Tell whether something was used under a new key where the account was not a day ago."""
    return event.novel & AWAY != 0 and is_new_use(event)


class KeyDrainNetwork(SomeWindow):
    """Accounts that use one product under keys a day old on one network (/24, /48), where they were not a day ago.

    One key that is drained in its first hours may be a good customer's. Counted are those that use more than the most
    of nine in ten networks' new keys did on the site's earlier days (`key_spent`), and within a factor of 1.5 of their
    median. Surprise: that of so many among all with a new key there, and of their using the same. Fires on a farm
    whose free credits are drained through a gateway, on aged accounts that are put to work on one day, on taken
    ones that one thief drains. Quiet on a class (most use little), on a hoster's customers (no two use the same),
    on rotated keys (the network is the account's own), on an office of five. Judged once an hour is over. Fails in
    a site's first four days, where fewer than ten networks have used the product so, and where each account has a
    network of its own; takes a course or hackathon of which half run about as heavy a job for a farm, low where a
    third or more there do not; that teams use their keys on clouds of their own as well is not seen here. Cost: a
    comparison for each use, 10 microseconds for one under a new key; state: 300 bytes for an account.
    """

    name = "key_drain_network"
    where: ClassVar[str] = "on one network"
    keyed_by: ClassVar[KeyedBy] = "ip"
    kinds = ("account.usage",)
    area = "api_abuse"
    state_type = DrainsState
    steps = 72
    idle_s = 86_400.0  # who drains a handful a day comes again the next
    remembers = of_new_key

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 259_200.0, least: float = 6,
                 usual: float = 1.0, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`; the prior says nothing here, since nothing is said before the site is known."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    @by_event
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the network of a new key's use; () for all others."""
        return (network_of(event.ip),) if event.ip and is_away(event) else ()

    def member(self, event: Event) -> str | None:
        """Count accounts."""
        return event.subject if is_away(event) else None

    def note(self, event: Event, tally: Tally) -> None:
        """Sum up what was used."""
        if event.units is not None:
            count_units(tally, event.units, event.product)
        tally.add("requests", requests(event))

    def learn(self, event: Event, state: WindowState, signal: Signal | None) -> bool:
        """As in the base; count what the account used, and keep what is usual on the site."""
        if not is_away(event):
            return False
        cast("DrainsState", state).use(event, int(event.time // self.step_s))
        return super().learn(event, state, signal)

    def _of(self, state: WindowState, end: int) -> Drains:
        return drains(cast("DrainsState", state), end, self.steps, self.step_s)

    def _detail(self, state: WindowState, end: int) -> tuple[int, ...]:
        found = self._of(state, end)
        return int(found.each), found.among, found.usual[0], int(beyond_step(found.usual[1]))

    def prune(self, state: WindowState, watermark: float) -> None:
        """As in the base; drop what goes with its buckets, and what was usual long ago."""
        super().prune(state, watermark)
        oldest = int((watermark - self.reach_s) // self.step_s) - 2
        cast("DrainsState", state).forget(oldest, watermark)

    def explain(self, run: Tally, state: WindowState, key: str) -> Finding:
        """As in the base; of the marked only some are kept."""
        found = super().explain(run, state, key)
        found.accounts_total = max(found.accounts_total, int(run.peak))
        return found

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """Return the checkable numbers of a run."""
        each, among, known, most = run.detail or (0, 0, 0, 0)
        return {**super().evidence(run), "usual_in_window": 0, "used_by_each": each, "accounts_with_new_keys": among,
                "networks_known": known, "most_of_nine_in_ten": most}  # fmt: skip

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many accounts used how much each, and how much new keys use elsewhere."""
        each, among, known, most = run.detail or (0, 0, 0, 0)
        what = "units" if any([name.startswith("units") for name in run.extra or ()]) else "requests"
        others = f" ({counted(among - int(run.peak), 'other')} there did not)" if among > run.peak else ""
        reason = (
            f"{counted(run.peak)} made keys and used them {self.where} new to them within "
            f"{self.window_s / 86_400:.0f} days, each about as much: {each:,} {what} by the median{others}; of "
            f"{known:,} networks on which new keys were first used before, on nine in ten none used more than {most:,}."
        )
        if _is_mixed(run):
            reason += " A course or hackathon looks so: of a farm nearly all use as much."
        return reason, "Cap these keys; look at what the accounts have in common, and count their allowances as one."

    def severity(self, run: Tally) -> Severity:
        """Grade as in the base; low where many there use something else, or less."""
        return "low" if _is_mixed(run) else super().severity(run)


def _is_mixed(run: Tally) -> bool:
    among = run.detail[1] if run.detail else 0
    return run.peak < NEARLY_ALL * among
