"""One payee that account after account pays just after it was entered: where the money of taken accounts goes."""

from __future__ import annotations

from collections.abc import Sequence

from detectors.base import by_event
from detectors.fresh_payers import FreshPayers
from detectors.paid_to import PaidTo
from detectors.tally import Tally
from detectors.went_through import told
from schemas.event import Event


class PayeeFanin(FreshPayers):
    """Accounts that pay one payee within hours of being entered on a device and from an address new to both, a week.

    Addresses, devices and cards change from victim to victim, but the money has to arrive somewhere. Fires on the
    wallet or account of a thief, or of his mule, whatever was changed before. Quiet on shops, an exchange's wallets,
    top-ups (most who pay them are where they always are), new telephones (these pay all sorts of payees), a kiosk's
    or counter's own merchant (one device), newcomers. Fails where each victim pays another, where the payee is paid by
    many others, where all are emptied on one device (`entry_fanout_device`), and where no payee or device is told. Of
    payouts and transfers, which name no card or place, it goes by where each account was last (`novelty.entered`).
    Takes a merchant that can be paid on new devices away from home only for a thief.
    Cost: a microsecond a payment; state: about 200 bytes a payee.
    """

    name = "payee_fanin"
    keyed_by = "merchant"

    @by_event
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the payee."""
        return (event.merchant,) if event.merchant else ()

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many of those that paid it were just entered."""
        sums = f"; {money} so far" if (money := told(PaidTo(run).sums)) else ""
        return (
            f"Of the accounts that paid one payee ({key}), {self.shown(run)}{sums}.",
            f"If {key} is your own (gift cards, credit), void what was bought there; else stop payments to it and call "
            "the money back. End the sessions made there, ask the owners.",
        )
