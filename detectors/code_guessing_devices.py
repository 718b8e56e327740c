"""Codes of vouchers and the like tried by several accounts of one device, a few a day each: no account is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import log10

from detectors.base import Finding
from detectors.claims import claims
from detectors.first_times import in_order
from detectors.only import ACT, FAILED, only
from detectors.shared_site import Shared, SharedSite, over_days, which
from detectors.shared_site_state import Names, SharedState, united
from detectors.statuses import DENIED, REFUSED_FROM, spelled
from detectors.tally import Tally
from detectors.usage_devices_uses import LEAST, MOSTLY, RARELY, RARELY_MOST, done_on, known, share_again, uses_of
from detectors.usage_newcomers_used import kind_of
from detectors.wording import counted
from schemas.event import Event

WINDOW_DAYS = 14  # as `code_guessing_slow`
GIVEN = "given "  # begins the kind of what was given: at a counter most codes fit
GIVEN_MOST = 0.5  # of a device's accounts
MOST = 12.0  # surprise: beyond it the model's own faults are likelier


class CodeGuessingDevices(SharedSite):
    """Devices on which three accounts or more were refused a voucher, a coupon or the like day after day.

    Counted are the further days of each account, by the share of the site's others that are refused a thing on a second
    day at all (a tenth, at least), and by how many devices anybody was refused on: a device that is lent shows people
    once. Fires on one telephone of three accounts with three days each and of more with fewer, wherever they go. Quiet
    on a family with a smudged code, on a class's tablets on one day, on a counter where most who ask are given it, on
    what many are refused again and again, and until it is known that they are not (`usage_devices_uses.known`). Judged
    once a day is over. Fails on two accounts a device, on accounts that take turns by the day (one day each), on a
    device for each, and where no device or HTTP status is told, or the product's name does not say that something is
    taken. Cost: 3 microseconds for one refused or given; state: 150 bytes for each account, product and day, two weeks
    long.
    """

    name = "code_guessing_devices"
    kinds = ("account.usage",)
    area = "api_abuse"
    last_days = WINDOW_DAYS

    @only(ACT | FAILED)
    def remembers(self, event: Event) -> bool:
        """Note what was refused on a device, and what was given, of what is taken once."""
        if event.device is None or event.key or event.status is None or not claims(event.product):
            return False
        return event.status < REFUSED_FROM or event.status in DENIED

    def _thing(self, event: Event) -> tuple[str, str]:
        kind = kind_of(event.product or "")
        return kind if event.status in DENIED else GIVEN + kind, event.device or ""

    def _may_count(self, names: Names) -> bool:
        return len(names) >= LEAST

    def _found(self, state: SharedState, day: int, kind: str) -> Shared:
        """Return the devices of a kind that are surprising, none of what was given."""
        if kind.startswith(GIVEN):
            return Shared({})
        tried, given = state.lately(day, kind, WINDOW_DAYS), state.every(day, GIVEN + kind, WINDOW_DAYS)
        many = {device: further for device, days in tried.items()
                if (further := _further(days, given.get(device, {})))}  # fmt: skip
        uses, accused = uses_of(tried), {name for device in many for names in tried[device] for name in names}
        others = uses.days.keys() - accused
        share = max(RARELY, share_again(uses.days, others, day))
        if share > RARELY_MOST or not known(len(others), len(others & done_on(uses.days, 2))):
            return Shared({}, tuple(many))
        surprises = {device: min(MOST, -log10(share) * days - log10(len(tried))) for device, days in many.items()}
        found = {device: uses.devices[device] for device, one in surprises.items() if one >= self.hot_from}
        least = min(map(len, found.values()), default=0)
        return Shared(found, tuple(many), least, share, max(surprises.values(), default=0.0), len(tried))

    def explain(self, run: Tally, state: SharedState, key: str) -> Finding:
        """Say on how many devices, of how many accounts each, and what was refused."""
        names, (devices, least, every, *_) = in_order(run.members), (*run.detail, *[0] * 3)
        what = " or ".join([f"'{kind}'" for kind in sorted(run.extra or ())])
        evidence: dict[str, float | int | str] = {
            "devices": devices, "accounts_each_at_least": least, "devices_refused": every,
            "others_again_share": run.usual, "surprise_log10": round(run.surprise, 3), "events": run.n,
        }  # fmt: skip
        on = "On one device" if devices == 1 else f"On each of {devices} devices"
        more, others = "" if devices == 1 else "or more ", counted(every - devices, "other device")
        reason = (
            f"{on}{which(run)} {least} {more}accounts were refused {what} ({spelled(DENIED)}), nearly all of "
            f"them on several days of the last {WINDOW_DAYS}; {run.peak:,.0f} accounts in all. Of the site's other "
            f"accounts that were refused it at most one in {1 / run.usual:.0f} was so on a second day ({others} with "
            f"any).{over_days(run, devices, 'devices')}"
        )
        action = (
            "Undo what was given there, and bound how often a device may try. See whether one person is behind the "
            "accounts, no counter, club or class."
        )
        return Finding("medium", evidence, reason, action, names, run.distinct() if run.level else len(names))


def _further(days: Sequence[Names], given: Mapping[str, object]) -> int:
    """Return on how many days beyond their first a device's accounts were refused; 0 where it may be a lent one."""
    names = united(days)
    if len(names) < LEAST or len(given) > GIVEN_MOST * len(names):
        return 0
    on = Counter([name for there in days for name in there])
    back = [times - 1 for times in on.values() if times > 1]
    return sum(back) if len(back) >= MOSTLY * len(names) else 0
