"""Quota cycling on a handful of devices in one network: a few accounts on each, each used until it is refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import cast

from detectors.base import Finding, Signal, by_event
from detectors.by_time import since
from detectors.first_times import in_order
from detectors.network import network_of
from detectors.only import only
from detectors.quota_cycling import FreshAccounts, refusals, were_refused
from detectors.quota_cycling_uses import EVERYBODY, GONE_SHARE, UsesState, merge, refused_in, use_of
from detectors.settled_window import OverWindow
from detectors.statuses import NO_MORE
from detectors.surprise import graded
from detectors.tally import Tally
from detectors.window import WindowState
from detectors.wording import about
from schemas.event import FRESH, Event

BETWEEN = "\n"  # a device and an account
DEVICES = 3  # on fewer, each of them tells
AT_ONCE = 0.5  # of the devices are at it within six hours: a class sits at all of them


class QuotaCyclingDevices(FreshAccounts, OverWindow):
    """Fresh accounts that were refused at last on the devices of one network, beyond the first on each, within a week.

    A household, a campus or a carrier's customers each have a device of their own, on which a second account hardly
    ever follows. Fires on a dozen emulators behind one line with two accounts each, where four of one device say
    nothing (`quota_cycling_slow`). Quiet on who shares nothing but the network, on families, on a class (all its
    machines are at it at once), on a library (few accounts are used up). Judged every six hours. Fails where events
    tell no status, device or address, and where all the devices are at it at once.
    """

    name = "quota_cycling_devices"
    version = 1
    keyed_by = "ip"
    state_type = UsesState
    members_are_accounts = False
    place = "in one network"
    ties = ("device", "ip")
    steps = 28

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 604_800.0, least: float = 7,
                 usual: float = 0.1, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`; one more is counted than accounts beyond the first of each device."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    @by_event
    @only(FRESH)
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the network of a fresh account's device; () for all others."""
        return (network_of(event.ip),) if event.novel & FRESH and event.ip and event.device else ()

    def member(self, event: Event) -> str | None:
        """Count fresh accounts at their allowance's end, by the device."""
        return _pair(event) if event.novel & FRESH and event.status in NO_MORE else None

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """Return the window's surprise, the event included; None below `least`, and of what is not refused."""
        return self._of_many(event, state, key) if self.member(event) is not None else None

    def learn(self, event: Event, state: WindowState, signal: Signal | None) -> bool:
        """As in the base; note who was at it, and until when, but not where a crowd is."""
        cast("UsesState", state).use(int(event.time // self.step_s), _pair(event), event)
        return super().learn(event, state, signal)

    def _count(self, state: WindowState, end: int, event: Event | None = None) -> float:
        """Return the accounts beyond the first of each device, and one; with `event`, as if that were in it."""
        found = cast("UsesState", state).within(end, self.steps)
        if event is not None:
            merge(found, {_pair(event): use_of(event)})
        devices = Counter(_devices_of(refused_in(found)).values())
        return 1.0 + devices.total() - len(devices)

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        """Return nothing where few were refused at last, or many devices were at it in the same hours."""
        own = cast("UsesState", state)
        found = own.within(end, self.steps)
        devices = set(_shared(refused_in(found)).values())
        there = [use for pair, use in found.items() if pair.partition(BETWEEN)[0] in devices]
        over = sum([refused >= answered for answered, refused in there])
        busy = [{pair.partition(BETWEEN)[0] for pair in hours} & devices for hours in own.hours(end, self.steps)]
        if EVERYBODY in found or len(devices) < DEVICES or over < GONE_SHARE * len(there):
            return 0.0
        return super()._weigh(state, end, count, past) if max(map(len, busy)) <= AT_ONCE * len(devices) else 0.0

    def _detail(self, state: WindowState, end: int) -> tuple[int, ...]:
        """Return how many accounts, and on how many devices."""
        shared = _shared(refused_in(cast("UsesState", state).within(end, self.steps)))
        return len(shared), len(set(shared.values()))

    def prune(self, state: WindowState, watermark: float) -> None:
        """As in the base; what was used goes with its bucket."""
        super().prune(state, watermark)
        own = cast("UsesState", state)
        own.uses = since(own.uses, int((watermark - self.reach_s) // self.step_s) - 2)

    def explain(self, run: Tally, state: WindowState, key: str) -> Finding:
        """Name the accounts of the devices that had several: who shares nothing but the network is none of them."""
        names: dict[str, float] = {}
        shared = _shared(run.members)
        for pair, time in run.members.items():
            account = pair.partition(BETWEEN)[2]
            if account in shared:
                names[account] = min(time, names.get(account, time))
        reason, action = self.sentence(run, key)
        return Finding(graded(run.surprise, self.hot_from), self.evidence(run), reason, action, in_order(names),
                       len(names))  # fmt: skip

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many accounts were used up on how many devices."""
        accounts, devices = (*run.detail, 0, 0)[:2]
        reason = (
            f"{accounts} accounts not a week old were used on {devices} devices of one network within "
            f"{self.window_s / 86_400:.0f} days, several on each and seldom on many of them at once, until they were "
            f"refused for a used-up allowance or rate (accounts after the first of a device: {run.peak - 1:,.0f}, "
            f"usual {about(run.usual - 1)}); {were_refused(refusals(run))}."
        )
        return reason, "Count their allowances as one; hold the accounts if they have no other life."


def _pair(event: Event) -> str:
    return f"{event.device}{BETWEEN}{event.subject}"


def _devices_of(pairs: Iterable[str]) -> dict[str, str]:
    """Return each account's device; of several one, as who has two accounts and two devices is no farm."""
    found: dict[str, str] = {}
    for pair in sorted(pairs, reverse=True):
        device, _, account = pair.partition(BETWEEN)
        found[account] = device
    return found


def _shared(pairs: Iterable[str]) -> dict[str, str]:
    """Return the accounts whose device had another of them, and that device."""
    found = _devices_of(pairs)
    number = Counter(found.values())
    return {account: device for account, device in found.items() if number[device] > 1}
