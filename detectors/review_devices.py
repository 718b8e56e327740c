"""Bought reviews: account after account reviews one thing on the same few devices, and these move about."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from detectors.base import Finding, by_event
from detectors.dear_window import DearWindow
from detectors.first_times import in_order
from detectors.only import only
from detectors.review_devices_told import ANEW, CODE, MANY, NAME, accounts_of, found_in, member_of, more, told
from detectors.tally import Tally
from detectors.window import WindowState
from detectors.wording import counted
from schemas.event import Event

HARDLY = 0.5  # so few are said in words
TOLD = (
    "devices", "accounts_on_devices", "providers_of_devices", "other_newcomers", "networks_of_devices",
    "on_first_day_of_posting",
)  # fmt: skip


class ReviewDevices(DearWindow):
    """Accounts in turn, on a few devices, that reviewed one thing within a week: newcomers, or new to the device.

    Of each device with three accounts from three providers those beyond the first are counted, and no more than the
    providers beyond the first that they came from, nor than other accounts in all; where three devices have three
    accounts each on their first day of posting, in three networks or more, all beyond a device's first. Fires on five
    of these: six accounts on one telephone at as many providers, however old; three telephones of a farm with three
    newcomers each, moving or not. Quiet on couples, a family on its devices, and a tablet or two at a counter, at which
    guests write: it stays with one provider, or moves between two. Fails where no device or address is told, on
    accounts that rest for a day after their first post on a telephone that stays, or had the telephone for five minutes
    before, and on a device for each account or two; takes tablets in three branches for a farm, where all are reviewed
    as one thing. A thing with more than 256 such reviews a week is looked at every two hours. Cost: next to nothing for
    any but such reviews; state: 200 bytes for a thing that has one.
    """

    name = "review_devices"
    version = 4
    keyed_by = "content"
    kinds = ("content.posted",)
    area = "spam"
    ties = ("device", "ip")
    steps = 84  # of two hours
    members_are_accounts = False
    each = 1
    at_once = 256  # reviews of a week: to read more takes half a millisecond and longer

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 604_800.0, least: float = 5,
                 usual: float = 0.05, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    @by_event
    @only(ANEW)
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return what is reviewed on a first day or a new device, where that and an address are told; () else."""
        if event.kind != "review" or not (event.novel & ANEW and event.target and event.device and event.ip):
            return ()
        return (event.target,)

    def member(self, event: Event) -> str | None:
        """Count accounts, each with its device, provider and network."""
        return member_of(event)

    def _sought(self, state: WindowState, end: int) -> float:
        """Return how many more accounts than devices there are, as far as these move or are several, and one."""
        return 1 + more(found_in(self._window(state, end)))

    def _detail(self, state: WindowState, end: int) -> tuple[int, ...]:
        """Return the devices told, their accounts and providers, the thing's other newcomers, networks, newcomers."""
        found = found_in(self._window(state, end))
        mine, newcomers = told(found), accounts_of(found.new)
        accounts = accounts_of(mine)
        networks = len({network for one in mine.values() for network in one.networks})
        providers, began = sum([one.providers for one in mine.values()]), len(accounts & newcomers)
        return len(mine), len(accounts), providers, len(newcomers) - began, networks, began

    def named_first(self, run: Tally) -> Collection[str]:
        """Name nobody but the told devices' accounts."""
        return ()

    def explain(self, run: Tally, state: WindowState, key: str) -> Finding:
        """As in the base; of the thing's newcomers only those of the devices told are concerned."""
        devices, mine = told(found_in([run])), dict[str, float]()
        for name, time in run.members.items():
            if name[:CODE] in devices:
                mine[name[NAME:]] = min(time, mine.get(name[NAME:], time))
        return super().explain(run, state, key).naming(in_order(mine))

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """Return the checkable numbers of a run; no device is told."""
        return {**super().evidence(run), **dict(zip(TOLD, run.detail or (0,) * len(TOLD), strict=False))}

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many accounts reviewed it on how few devices, and how far these moved."""
        devices, accounts, providers, others, networks, began = (*run.detail, *(0,) * len(TOLD))[: len(TOLD)]
        moving = providers >= MANY * devices
        moved = (
            f"that went from provider to provider ({providers} in sum)"
            if moving
            else (f"in {counted(networks, 'network')}")
        )
        usual = run.usual - 1
        often = "hardly ever one" if usual < HARDLY else f"{usual:.1f}"
        reason = (
            f"{accounts} accounts reviewed one thing within {self.window_s / 86_400:.0f} days, "
            f"{_whose(accounts, began)}, on only {counted(devices, 'device')} {moved}: {run.peak - 1:,.0f} came on a "
            f"device on which another of them had{' before, from one more provider' if moving else ' before'} (usual: "
            f"{often}). {counted(others, 'other new account')} reviewed it, from other devices."
        )
        return reason, (
            "Read the reviews, of which nothing here tells whether they praise or run down: hold them if these "
            "accounts have no visit or purchase to show for it, or only small ones made for it."
        )


def _whose(accounts: int, began: int) -> str:
    """Say how many accounts were on their first day of posting, and what the others were."""
    if began == accounts:
        return "each on the first day on which it posted"
    old = "each had posted on days before, and came on a device new to it"
    return (
        f"{began} of them on the first day on which they posted, the others on a device new to them" if began else old
    )
