"""Bought reviews: account after account reviews one thing on the same few devices, and these move about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from math import isclose
from zlib import crc32

from detectors.base import Finding, Signal, by_event
from detectors.first_times import in_order
from detectors.network import provider_of
from detectors.tally import Tally
from detectors.window import WindowDetector, WindowState
from detectors.wording import counted
from schemas.event import NEW_TODAY, Event

MANY = 3  # accounts and providers of a device: two are a couple, of whom the more come, the more come at all
CODE = 8  # characters of a member that tell its device, and as many that tell its provider
Devices = dict[str, tuple[int, int]]  # by code: accounts, providers


class ReviewDevices(WindowDetector):
    """Accounts in turn, on devices that move about, that reviewed one thing on their first day of posting, in a week.

    Of each device with three accounts from three providers those beyond the first are counted, and no more than the
    providers beyond the first that they came from. Fires on five of these: six accounts on one telephone at as many
    providers, or three telephones of a farm with three each. Quiet on couples, and on the tablet at a counter, at which
    guests write: it stays with one provider, or moves between two. Fails where no device or address is told, on
    accounts that rest for a day after their first post, and on a device for each account or two. Cost: next to nothing
    for any but a newcomer's reviews; state: 200 bytes for a thing that a newcomer has reviewed.
    """

    name = "review_devices"
    keyed_by = "content"
    kinds = ("content.posted",)
    area = "spam"
    ties = ("device", "ip")
    steps = 84  # of two hours
    members_are_accounts = False

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 604_800.0, least: float = 5,
                 usual: float = 0.05, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    @by_event
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return what an account of a first day reviews from a device and an address that are told; () else."""
        return (event.target,) if event.kind == "review" and event.target and _member(event) else ()

    def member(self, event: Event) -> str | None:
        """Count accounts, each with its device and provider."""
        return _member(event)

    def _counted(self, state: WindowState, end: int, event: Event | None, member: str | None) -> float:
        """Return how many more accounts than devices there are, as far as from providers of their own, and one."""
        return 1 + _more(_devices(self._window(state, end), member))

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """Return the surprise of the window so far; None for few accounts."""
        return self._of_many(event, state, key) if self.member(event) is not None else None

    def _detail(self, state: WindowState, end: int) -> tuple[int, ...]:
        """Return the devices that move about, their accounts and providers, and the thing's other newcomers."""
        devices = _devices(self._window(state, end))
        moving = [one for one in devices.values() if min(one) >= MANY]
        accounts = sum([number for number, _ in moving])
        others = sum([number for number, _ in devices.values()]) - accounts
        return len(moving), accounts, sum([number for _, number in moving]), others

    def named_first(self, run: Tally) -> Collection[str]:
        """Name nobody but the moving devices' accounts."""
        return ()

    def explain(self, run: Tally, state: WindowState, key: str) -> Finding:
        """As in the base; of the thing's newcomers only those of the moving devices are concerned."""
        moving = {code for code, one in _devices([run]).items() if min(one) >= MANY}
        mine = {name[2 * CODE :]: time for name, time in run.members.items() if name[:CODE] in moving}
        found = super().explain(run, state, key)
        found.accounts, found.accounts_total = in_order(mine), len(mine)
        return found

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """Return the checkable numbers of a run; no device is told."""
        names = ("devices", "accounts_on_devices", "providers_of_devices", "other_newcomers")
        return {**super().evidence(run), **dict(zip(names, run.detail or (0, 0, 0, 0), strict=False))}

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many accounts reviewed it on how few devices, and how far these moved."""
        devices, accounts, providers, others = run.detail or (0, 0, 0, 0)
        usual = "for such things" if isclose(run.usual, 1 + self.usual) else "for it"
        reason = (
            f"{accounts} accounts reviewed one thing within {self.window_s / 86_400:.0f} days, each on its first day "
            f"of posting, on {counted(devices, 'device')} that moved between providers ({providers} in sum); "
            f"{run.peak - 1:.0f} of them came after a device's first and from one more provider (usual {usual}: "
            f"{run.usual - 1:.2f}); {counted(others, 'other new account')} reviewed it from a device."
        )
        return reason, "Read the reviews: hold them if these accounts have no visit or purchase to show for it."


def _member(event: Event) -> str | None:
    if event.kind != "review" or not (event.novel & NEW_TODAY and event.device and event.ip):
        return None
    provider = str(event.asn) if event.asn is not None else provider_of(event.ip)
    return f"{_code(event.device)}{_code(provider)}{event.subject}"


def _code(name: str) -> str:
    return f"{crc32(name.encode()):08x}"


def _devices(window: Sequence[Tally], member: str | None = None) -> Devices:
    """Return the accounts and providers of each device; none where a sample is all that is kept of a crowd."""
    if any([tally.level for tally in window]):
        return {}
    names = {name for tally in window for name in tally.members} | ({member} if member is not None else set())
    accounts: dict[str, set[str]] = defaultdict(set)
    providers: dict[str, set[str]] = defaultdict(set)
    for name in names:
        accounts[name[:CODE]].add(name[2 * CODE :])
        providers[name[:CODE]].add(name[CODE : 2 * CODE])
    return {code: (len(some), len(providers[code])) for code, some in accounts.items()}


def _more(devices: Devices) -> int:
    return sum([min(one) - 1 for one in devices.values() if min(one) >= MANY])
