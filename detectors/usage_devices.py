"""Refunds, vouchers and the like taken again and again by accounts on a few devices, where others take one once."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from detectors.base import Finding
from detectors.claims import claims
from detectors.first_times import in_order
from detectors.only import ACT, only
from detectors.recurrence import DAY_S
from detectors.shared_site import Shared, SharedSite, most_surprising
from detectors.shared_site_state import WINDOW_DAYS, Names, SharedState, again_of, united
from detectors.statuses import REFUSED_FROM
from detectors.tally import Tally
from detectors.usage_newcomers_used import kind_of
from detectors.wording import little
from schemas.event import Event

LEAST = 3  # accounts of a device that do so again: a couple are two
MOSTLY = 0.75  # of a device's: at a library's or a cafe's most of those who do it at all do it once
OTHERS = 50  # accounts that are known to do it, before anything is said: one in four is told from one in ten by then
RARELY, WEIGHT = 0.1, 20.0  # of those who do it on one day do so on another, before anything is learned
RARELY_MOST = 0.25  # beyond, it is what people come for, and a counter's staff does it every day
SWING = 2.0  # times as many of one household


class Uses(NamedTuple):
    """What is done of one kind: the accounts of each device, and those that did it on several days."""

    devices: dict[str, Names]
    users: set[str]
    again: set[str]


class UsageDevices(SharedSite):
    """Devices on which three accounts or more did on several days of four weeks what others do once, by kind of it.

    Of a product where a quarter at most of those who use it do so on a second day (refunds claimed, vouchers
    redeemed). Fires on three such devices or more, where the site has hardly any with two such accounts: who keeps
    accounts on a handful of telephones, aged or not. Quiet on families and couples, on a library's or cafe's
    machines and a counter (most that use it there do so once), on what people do every day, on one who does it
    often, on a fault or a sale that makes many do it on one day. Notes acts only: what has no HTTP status, or one
    below 400 and a name that says that something is taken (`detectors.claims`); other requests of programs and apps
    are many. Judged once a day is over. Fails where no device is told, on fewer than three devices or three
    accounts a device, below fifty users, and on a device for each account. Takes staff who share terminals for
    a ring where customers do the same on their own devices, once. Cost: 3 microseconds a use without a status;
    state: 150 bytes for each of them, account, product and day, four weeks long.
    """

    name = "usage_devices"
    version = 2
    kinds = ("account.usage",)
    area = "api_abuse"

    @only(ACT)
    def remembers(self, event: Event) -> bool:
        """Note what is done on a device, and is no request that was answered, but one that took something."""
        if event.device is None or event.key is not None:
            return False
        return event.status is None or (event.status < REFUSED_FROM and claims(event.product))

    def _thing(self, event: Event) -> tuple[str, str]:
        return kind_of(event.product or ""), event.device or ""

    def _may_count(self, names: Names) -> bool:
        return len(names) >= LEAST

    def _found(self, state: SharedState, day: int, kind: str) -> Shared:
        """As in the base; none where too little is known of a kind, or many do it again."""
        uses = _uses(state.lately(day, kind))
        sizes = {device: len(uses.again.intersection(names)) for device, names in uses.devices.items()}
        many = {device: (sizes[device], names) for device, names in uses.devices.items() if _most(sizes[device], names)}
        accused = {name for _, names in many.values() for name in names}
        share = (len(uses.again - accused) + RARELY * WEIGHT) / (len(others := uses.users - accused) + WEIGHT)
        if len(others) < OTHERS or share > RARELY_MOST:
            return Shared({}, tuple(many))
        again = again_of([len(names) for names in uses.devices.values()], LEAST) * SWING * share
        return most_surprising(
            many, sum([number > 0 for number in sizes.values()]), again, state.usual(day, kind), self.hot_from
        )

    def explain(self, run: Tally, state: SharedState, key: str) -> Finding:
        """Say how many devices, of how many accounts each, and what was done."""
        names, (devices, least, every, *_) = in_order(run.members), (*run.detail, 0, 0, 0)
        what = " or ".join([f"'{kind}'" for kind in sorted(run.extra or ()) if kind]) or "the product"
        evidence: dict[str, float | int | str] = {
            "devices": devices, "accounts_each_at_least": least, "devices_with_any": every, "usual": run.usual,
            "surprise_log10": round(run.surprise, 3), "events": run.n,
        }  # fmt: skip
        reason = (
            f"On {devices} devices {least} or more accounts each used {what} on several days of the last "
            f"{WINDOW_DAYS}, {run.peak:.0f} accounts in all, as hardly any two do on one device (usual with {every:,} "
            f"devices on which an account did: {little(run.usual)})."
        )
        action = "See what the accounts took and whether one person is behind them; hold what they ask for next."
        return Finding("medium", evidence, reason, action, names, run.distinct() if run.level else len(names))


def _uses(devices: dict[str, list[Names]]) -> Uses:
    """Return what is done of a kind, by its devices' accounts on each day."""
    days: dict[str, set[int]] = defaultdict(set)
    for names in (names for found in devices.values() for names in found):
        for name, came in names.items():
            days[name].add(int(came.time // DAY_S))
    again = {name for name, on in days.items() if len(on) > 1}
    return Uses({device: united(found) for device, found in devices.items()}, set(days), again)


def _most(again: int, names: Names) -> bool:
    """Tell whether most accounts of a device do it again."""
    return again >= LEAST and again >= MOSTLY * len(names)
