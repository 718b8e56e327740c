"""Refunds, vouchers and the like taken again and again by accounts on a few devices, where others take one once."""

from __future__ import annotations

from detectors.base import Finding
from detectors.claims import GIVES, claims
from detectors.first_times import in_order
from detectors.network import line_of
from detectors.only import ACT, only
from detectors.shared_site import Shared, SharedSite, most_surprising, over_days, which
from detectors.shared_site_state import WINDOW_DAYS, Names, SharedState, again_of, in_turn, size
from detectors.statuses import REFUSED_FROM
from detectors.tally import Tally
from detectors.usage_devices_one import ALONE, SWING, one_device
from detectors.usage_devices_uses import (
    LEAST,
    RARELY,
    RARELY_MOST,
    WEIGHT,
    done_on,
    known,
    share_again,
    uses_of,
    with_any,
    with_most,
)
from detectors.usage_newcomers_used import kind_of
from detectors.wording import counted, little
from schemas.event import Event

# On two devices alone, which two households are, each of three accounts or more does it on as many days: of 3,300
# accounts that take what is mostly taken once, on eight made-up products, 21 did, and no device had two that came
# again at all.
TWO, OFTEN = 2, 3
ONCE = 1  # a way of finding: one account after the other takes once what is given once


class UsageDevices(SharedSite):
    """Devices on which three accounts or more did on several days of four weeks what others do once, by kind of it.

    Of a product where a quarter at most of those who use it do so on a second day (refunds claimed, vouchers redeemed).
    Or on which one account after the other, day after day and each from an address of its own, took once what is given
    once (a coupon, a bonus, a trial; `claims.GIVES`), on three devices or more. Fires on three such devices or more,
    and on two where each account did it on three days, where the site has hardly any with two such accounts, on one
    with four such accounts where hardly anybody else does it so often: who keeps accounts on a handful of telephones,
    aged or not, or opens one after the other for a coupon. Quiet on families and couples, on a library's or cafe's
    machines and a counter (most that use it there do so once), on what people do every day or week (known from those
    who have had a week's time), on people who do it on a hostel's or an office's device once and on their own later, on
    one who does it often, on a fault or a sale that makes many do it on one day. Notes acts only: what has no HTTP
    status, or one below 400 and a name that says that something is taken (`detectors.claims`); other requests of
    programs and apps are many. Judged once a day is over. Fails where no device is told, on one device with three
    accounts, on two where it is done twice, on less than three accounts a device, below fifty users (or 17, none of
    whom does it again), on a device for each account, and where each does it once on a shared one, but for what is
    given. Takes sellers for a ring who redeem a coupon for each customer on the road, and staff who share terminals for
    a ring where customers do the same on their own devices, once. Cost: 3 microseconds a use without a status; state:
    150 bytes for each of them, account, product and day, four weeks long.
    """

    name = "usage_devices"
    version = 6
    kinds = ("account.usage",)
    area = "api_abuse"

    @only(ACT)
    def remembers(self, event: Event) -> bool:
        """Note what is done on a device, and is no request that was answered, but one that took something."""
        if event.device is None or event.key is not None:
            return False
        return event.status is None or (event.status < REFUSED_FROM and claims(event.product))

    def _note(self, event: Event, state: SharedState) -> None:
        state.add(event, *self._thing(event), line_of(event.ip) if event.ip else None)

    def _thing(self, event: Event) -> tuple[str, str]:
        return kind_of(event.product or ""), event.device or ""

    def _may_count(self, names: Names) -> bool:
        return len(names) >= LEAST

    def _found(self, state: SharedState, day: int, kind: str) -> Shared:
        """As in the base; none where too little is known of a kind, or many do it again."""
        uses = uses_of(state.lately(day, kind))
        many = with_most(uses, done_on(uses.there, 2))
        accused = {name for _, names in many.values() for name in names}
        others, again, thrice = uses.days.keys() - accused, done_on(uses.days, 2), done_on(uses.days, OFTEN)
        share = share_again(uses.days, others, day)
        if not known(len(others), len(others & again)) or share > RARELY_MOST:
            return Shared({}, tuple(many))
        oft = max(RARELY**2, (len(thrice - accused) + RARELY**2 * WEIGHT) / (len(others) + WEIGHT))
        another = SWING * again_of([len(names) for names in uses.devices.values()], LEAST)
        past, enough = state.usual(day, kind), self.hot_from
        found = most_surprising(many, with_any(uses, again), another * share, past, enough)
        often = with_most(uses, done_on(uses.there, OFTEN))
        two = most_surprising(often, with_any(uses, thrice), another * oft, past, enough, TWO)
        if found.surprise < min(enough, two.surprise):  # three devices on a later day say more
            found = two._replace(many=found.many, surprise=min(enough, two.surprise))
        if found.surprise < min(enough, (one := one_device(often, uses, oft)).surprise):
            found = one._replace(many=found.many, surprise=min(enough, one.surprise))
        once = self._once(uses.devices, kind, past)
        both = (*found.many, *[device for device in once.many if device not in many])
        return (found if found.surprise >= once.surprise else once)._replace(many=both)

    def _once(self, devices: dict[str, Names], kind: str, past: float) -> Shared:
        """Return the devices on which one account after the other took what is given once, each from its own address.

        By how many accounts the devices with one or two of them have.
        """
        if not GIVES[kind]:
            return Shared({})
        many = {device: (size(names), names) for device, names in devices.items() if in_turn(names)}
        many = {device: told for device, told in many.items() if told[0] >= LEAST}
        again = again_of([len(names) for names in devices.values()], LEAST)
        return most_surprising(many, len(devices), again, past, self.hot_from)._replace(way=ONCE)

    def explain(self, run: Tally, state: SharedState, key: str) -> Finding:
        """Say how many devices, of how many accounts each, and what was done."""
        names, (devices, least, every, _, way, *_) = in_order(run.members), (*run.detail, *[0] * 5)
        what = " or ".join([f"'{kind}'" for kind in sorted(run.extra or ()) if kind]) or "the product"
        evidence: dict[str, float | int | str] = {
            "devices": devices, "accounts_each_at_least": least, "devices_with_any": every, "usual": run.usual,
            "surprise_log10": round(run.surprise, 3), "events": run.n,
        }  # fmt: skip
        on = "On one device" if devices == 1 else f"On each of {devices} devices"
        of = f"{on}{which(run)} {least} or more accounts used {what}"
        days = f", each on {OFTEN} days or more" if way == ALONE else ""
        again = (
            f"{of} on several days of the last {WINDOW_DAYS}, on these or others that several share; {run.peak:,.0f} "
            f"accounts used it there in all{days}. Of the site's other accounts at most one in "
            f"{1 / RARELY_MOST:.0f} does so again: by chance {little(run.usual)} devices would have as many that do"
        )
        once = (
            f"{of} one after the other, day after day and each from an address of its own, in the last {WINDOW_DAYS} "
            f"days; {run.peak:,.0f} accounts in all. Each was given it as if it were another person: by chance "
            f"{little(run.usual)} devices would have as many accounts"
        )
        more = over_days(run, devices, "devices")
        reason = f"{once if way == ONCE else again} (of {counted(every, 'device')} with any).{more}"
        action = (
            "See what the accounts took, whether it was due to each, and whether one person is behind them, no hostel, "
            "club or office, nor one who signs up customers on the road; if so hold what they ask for next."
        )
        return Finding("medium", evidence, reason, action, names, run.distinct() if run.level else len(names))
