"""One payee whom new accounts pay by turns on a few devices: mules, who pass on what was stolen elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from detectors.base import Finding, Signal, by_event
from detectors.habits import DAY_S
from detectors.mules import PARTED, Mules, mules
from detectors.network import network_of
from detectors.only import only
from detectors.settled_window import OverWindow
from detectors.signup_traits import ON_SHARED_DEVICE
from detectors.surprise import binomial, gamma_poisson
from detectors.tally import Tally
from detectors.window import WindowState, distinct
from schemas.event import SIGNED_UP, Event

NEARLY_ALL = 0.8  # of the new accounts that pay it: what the site itself sells, a mule buys beside many others


class PayeeMules(OverWindow):
    """Accounts less than a week old that pay one payee within three days, on devices that three and more of them share.

    Fires where nearly all new accounts that pay it do, again and again, on devices that move, whatever the cards or
    balances. Quiet on a landlord, a club, a charity on television, a new shop, a present that many pay for (each on
    a device of his own, a couple or a family on one), on a counter's or canteen's tablet (it stands somewhere), on a
    seller at the door or a stand on a carrier's card (whom he signs up pays on his device once), on top-ups and shops
    that all pay. Judged every three hours. Fails where each pays once, on a device of its own or from one network,
    where accounts rest for a week first, where no device, address or payee is told, and below seven.
    `strangers` of a tally: device, network and account. Cost: 2 microseconds a newcomer's payment; state: about 60
    bytes for each, at most 64 in three hours.
    """

    name = "payee_mules"
    keyed_by = "merchant"
    kinds = ("account.payment",)
    area = "payment_fraud"
    ties = ("device",)
    steps = 24

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 259_200.0, least: float = 6,
                 usual: float = 0.1, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    @by_event
    @only(SIGNED_UP)
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the payee of a newcomer's payment that went through, where device and address are told."""
        if not event.novel & SIGNED_UP or event.outcome is False:
            return ()
        return (event.merchant,) if event.merchant and event.device and event.ip else ()

    def note(self, event: Event, tally: Tally) -> None:
        """Note who paid on which device, and where."""
        tally.stranger(PARTED.join((event.device or "", network_of(event.ip or ""), event.subject)), event.time)

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """Return the surprise of the window that the event ends."""
        return self._of_many(event, state, key)

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        """Return the less surprising of: how many share devices, and that so many of those who pay do."""
        number = len(mules(self._window(state, end)).names)
        if number < max(self.least, NEARLY_ALL * count):
            return 0.0
        return min(binomial(int(count), number, ON_SHARED_DEVICE), gamma_poisson(number - 1, *past))

    def _detail(self, state: WindowState, end: int) -> tuple[int, ...]:
        """Return how many accounts are mules, on how many devices, and how many new accounts paid."""
        window = self._window(state, end)
        found = mules(window)
        return len(found.names), found.devices, distinct(window)

    def explain(self, run: Tally, state: WindowState, key: str) -> Finding:
        """As in the base; name only who paid on those devices."""
        found, names = super().explain(run, state, key), _of(run).names
        told = [name for name in found.accounts if name in names] or found.accounts
        return msgspec.structs.replace(found, accounts=told, accounts_total=max([len(told), *run.detail[:1]]))

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """Add the accounts by turns on one device, these devices, and all new accounts that paid."""
        return {**self.numbers(run), **dict(zip(("by_turns", "devices", "new_payers"), run.detail, strict=False))}

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many accounts paid on how few devices."""
        number, devices, paid = run.detail or (len(run.members), 0, len(run.members))
        reason = (
            f"{number} of {paid} accounts less than a week old that paid one payee ({key}) within "
            f"{self.window_s / DAY_S:.0f} days did so by turns on {devices} device{'s' * (devices > 1)} that moved, "
            f"three accounts or more on each (usual at the most: {ON_SHARED_DEVICE:.0%} on one that another uses)."
        )
        return reason, "Hold the accounts and what they paid; ask whose money came in, and who the payee is."


def _of(run: Tally) -> Mules:
    """Return the mules of a whole run, in which who came back is no more known: all on devices that several used."""
    return mules([run], returned=0.0)
