"""Refunds, vouchers and the like taken again and again by accounts on a few devices, where others take one once."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from detectors.base import Finding
from detectors.claims import claims
from detectors.first_times import in_order
from detectors.only import ACT, only
from detectors.recurrence import DAY_S
from detectors.shared_site import Shared, SharedSite, most_surprising, which
from detectors.shared_site_state import WINDOW_DAYS, Names, SharedState, again_of, united
from detectors.statuses import REFUSED_FROM
from detectors.surprise import binomial
from detectors.tally import Tally
from detectors.usage_newcomers_used import kind_of
from detectors.wording import counted, little
from schemas.event import Event

LEAST = 3  # accounts of a device that do so again: a couple are two
MOSTLY = 0.75  # of a device's: at a library's or a cafe's most of those who do it at all do it once
OTHERS = 50  # accounts that are known to do it, before anything is said: one in four is told from one in ten by then
SURE = 2.0  # log10: or so few of fewer others do it again that they are one in a hundred, if one in four did
# On two devices alone, which two households are, each of three accounts or more does it on as many days: of 3,300
# accounts that take what is mostly taken once, on eight made-up products, 21 did, and no device had two that came
# again at all.
TWO, OFTEN = 2, 3
RARELY, WEIGHT = 0.1, 20.0  # of those who do it on one day do so on another, before anything is learned
RARELY_MOST = 0.25  # beyond, it is what people come for, and a counter's staff does it every day
SWING = 2.0  # times as many of one household


class Uses(NamedTuple):
    """What is done of one kind: the accounts of each device, those that did it on several days, and on three."""

    devices: dict[str, Names]
    users: set[str]
    again: set[str]
    often: set[str]


class UsageDevices(SharedSite):
    """Devices on which three accounts or more did on several days of four weeks what others do once, by kind of it.

    Of a product where a quarter at most of those who use it do so on a second day (refunds claimed, vouchers
    redeemed). Fires on three such devices or more, and on two where each account did it on three days, where the site
    has hardly any with two such accounts: who keeps accounts on a handful of telephones, aged or not. Quiet on families
    and couples, on a library's or cafe's machines and a counter (most that use it there do so once), on what people do
    every day, on one who does it often, on a fault or a sale that makes many do it on one day. Notes acts only: what
    has no HTTP status, or one below 400 and a name that says that something is taken (`detectors.claims`); other
    requests of programs and apps are many. Judged once a day is over. Fails where no device is told, on one device, on
    two where it is done twice, on less than three accounts a device, below fifty users (or 17, none of whom does it
    again), and on a device for each account. Takes staff who share terminals for a ring where customers do the same on
    their own devices, once. Cost: 3 microseconds a use without a status; state: 150 bytes for each of them, account,
    product and day, four weeks long.
    """

    name = "usage_devices"
    version = 3
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
        many = _with_most(uses, uses.again)
        accused = {name for _, names in many.values() for name in names}
        others, again = len(uses.users - accused), len(uses.again - accused)
        share = (again + RARELY * WEIGHT) / (others + WEIGHT)
        if not _known(others, again) or share > RARELY_MOST:
            return Shared({}, tuple(many))
        thrice = max(RARELY**2, (len(uses.often - accused) + RARELY**2 * WEIGHT) / (others + WEIGHT))
        another = SWING * again_of([len(names) for names in uses.devices.values()], LEAST)
        past, enough = state.usual(day, kind), self.hot_from
        found = most_surprising(many, _with_any(uses, uses.again), another * share, past, enough)
        often = _with_most(uses, uses.often)
        two = most_surprising(often, _with_any(uses, uses.often), another * thrice, past, enough, TWO)
        if found.surprise >= min(enough, two.surprise):
            return found
        return two._replace(
            many=found.many, surprise=min(enough, two.surprise)
        )  # three devices on a later day say more

    def explain(self, run: Tally, state: SharedState, key: str) -> Finding:
        """Say how many devices, of how many accounts each, and what was done."""
        names, (devices, least, every, *_) = in_order(run.members), (*run.detail, 0, 0, 0)
        what = " or ".join([f"'{kind}'" for kind in sorted(run.extra or ()) if kind]) or "the product"
        evidence: dict[str, float | int | str] = {
            "devices": devices, "accounts_each_at_least": least, "devices_with_any": every, "usual": run.usual,
            "surprise_log10": round(run.surprise, 3), "events": run.n,
        }  # fmt: skip
        reason = (
            f"On {devices} devices{which(run, devices)} {least} or more accounts each used {what} on several "
            f"days of the last {WINDOW_DAYS}, {run.peak:,.0f} accounts in all, {run.n:,} times. "
            f"Most accounts do so once: by chance {little(run.usual)} devices would have as many that come "
            f"again (of {counted(every, 'device')} on which anybody does)."
        )
        action = "See what the accounts took and whether one person is behind them; hold what they ask for next."
        return Finding("medium", evidence, reason, action, names, run.distinct() if run.level else len(names))


def _uses(devices: dict[str, list[Names]]) -> Uses:
    """Return what is done of a kind, by its devices' accounts on each day."""
    days: dict[str, set[int]] = defaultdict(set)
    for names in (names for found in devices.values() for names in found):
        for name, came in names.items():
            days[name].add(int(came.time // DAY_S))
    again, often = ({name for name, on in days.items() if len(on) >= least} for least in (2, OFTEN))
    return Uses({device: united(found) for device, found in devices.items()}, set(days), again, often)


def _with_most(uses: Uses, those: set[str]) -> dict[str, tuple[int, Names]]:
    """Return the devices most of whose accounts are of `those`, and how many."""
    sizes = {device: len(those.intersection(names)) for device, names in uses.devices.items()}
    return {device: (sizes[device], names) for device, names in uses.devices.items() if _most(sizes[device], names)}


def _with_any(uses: Uses, those: set[str]) -> int:
    """Return how many devices an account of `those` is on."""
    return sum([not those.isdisjoint(names) for names in uses.devices.values()])


def _known(others: int, again: int) -> bool:
    """Tell whether it is known of a kind that it is seldom done again.

    >>> _known(50, 5), _known(17, 0), _known(17, 1), _known(24, 1)
    (True, True, False, True)
    """
    return others >= OTHERS or binomial(others, others - again, 1 - RARELY_MOST) >= SURE


def _most(again: int, names: Names) -> bool:
    """Tell whether most accounts of a device do it again."""
    return again >= LEAST and again >= MOSTLY * len(names)
