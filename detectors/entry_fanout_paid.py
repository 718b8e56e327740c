"""Accounts entered in one network, each on a device of its own that it never had, which pay at once."""

from __future__ import annotations

from collections.abc import Sequence

from detectors.base import by_event
from detectors.fresh_payers import FreshPayers
from detectors.network import network_of
from detectors.paid_to import PaidTo
from detectors.tally import Tally
from schemas.event import Event


class EntryFanoutPaid(FreshPayers):
    """As `payee_fanin`, for the network (/24, /48) where they pay: a phishing proxy whose thief takes money, no more.

    `entry_fanout` looks for what locks the owner out; here nothing is changed, and the money goes to a payee of its own
    each time. Quiet on carriers, hotels, offices (people bring devices that their accounts know), on a home, a kiosk or
    a shop's counter (one device). Fails where each account is entered from another network, where no device is told,
    and where all are emptied on one (`entry_fanout_device` tells that where mail or keys are changed as well).
    Takes a shop where seven and more a week unpack new telephones and pay on its wireless network, and hardly anybody
    else pays there, for a thief. Cost: a microsecond a payment; state: about 200 bytes a network.
    """

    name = "entry_fanout_paid"
    keyed_by = "ip"

    @by_event
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the network."""
        return (network_of(event.ip),) if event.ip else ()

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many of those that paid there were just entered."""
        to = f", to {payees}" if (payees := PaidTo(run).sentence()) else ""
        return (
            f"Of the accounts that paid from one network ({key}), {self.shown(run)}{to}.",
            "Hold these payments and what else the payees get, end the sessions made there, reset the accounts that "
            "logged in there.",
        )
