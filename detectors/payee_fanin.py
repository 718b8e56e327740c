"""One payee that account after account pays just after it was entered: where the money of taken accounts goes."""

from __future__ import annotations

from collections.abc import Sequence

from detectors.base import by_event
from detectors.fresh_payers import FreshPayers
from detectors.fresh_payers_counted import ALONE, CARDLESS, placeless
from detectors.network import line_of
from detectors.paid_to import PaidTo
from detectors.slots import slot
from detectors.tally import Tally
from detectors.went_through import told
from schemas.event import ENTERED, FRESH, LODGED, Event

# 2026-11: of placed transfers and payouts without a card 0.4 to 1.7 % are so on five made-up products. Of 15,000 weeks
# of such payees 314 have one account that pays so, and none a second that is not a shop, whose others speak for it.
TRANSFERS, AGAIN = 10 / 3, 10.0
UNCARDED = ALONE, CARDLESS
DAYS = "ten days"  # as `entrances.LODGED_S`


class PayeeFanin(FreshPayers):
    """Accounts that pay one payee within days of being entered on a device and from an address new to both, a week.

    Within hours, or after one to ten days: a patient thief lets the entry be forgotten. Addresses, devices and cards
    change from victim to victim, but the money has to arrive somewhere. Fires on the wallet or account of a thief, or
    of his mule, whatever was changed before: on four accounts where these are payouts or transfers, which name no card,
    and nobody else pays him. Quiet on shops, an exchange's wallets, top-ups, the product's own sales (most who pay them
    are where they always are, or more than fifty and more than were just entered), new telephones (these pay all sorts
    of payees), a kiosk's or counter's own merchant (one device), newcomers, a household of three on new telephones.
    Fails where each victim pays another, where the payee is paid by many others, where all are emptied on one device
    (`entry_fanout_device`), where no payee or device is told, and where one of four has had other new devices that week
    (three are a household's). Of payouts and transfers, which name no card or place, it goes by where each account was
    last (`novelty.entered`).
    Takes a merchant that can be paid on new devices away from home only for a thief, and an agency whose four clients
    move to telephones of its own and are paid out to it.
    Cost: a microsecond a payment; state: about 200 bytes a payee.
    """

    name = "payee_fanin"
    version = 2
    keyed_by = "merchant"
    since = DAYS

    @by_event
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the payee."""
        return (event.merchant,) if event.merchant else ()

    def member(self, event: Event) -> str | None:
        """Count who was entered hours ago, or days, and is no newcomer."""
        lately = event.novel & (ENTERED | LODGED) and not event.novel & FRESH and event.outcome is not False
        return event.subject if lately else None

    def note(self, event: Event, tally: Tally) -> None:
        """As in the base; and from which addresses those pay who count."""
        super().note(event, tally)
        if event.novel & (ENTERED | LODGED) and event.ip:
            tally.stranger(slot("address", line_of(event.ip)), event.time)

    def seldom(self, window: Sequence[Tally]) -> tuple[float, float]:
        """As in the base; so are payments without a card from several places: new telephones of one shop share one."""
        sorts = {name.startswith(UNCARDED) for tally in window for name in tally.extra or ()}
        places = {place for tally in window for place in tally.strangers or ()}
        if placeless(window) or False in sorts or len(places) < self.least:
            return super().seldom(window)
        return TRANSFERS, AGAIN

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many of those that paid it were just entered."""
        sums = f"; {money} so far" if (money := told(PaidTo(run).sums)) else ""
        stop = "top payments to it and call the money back."
        bought = f"If {key} is your own or a business you know, void what was bought there (gift cards, credit); else s"
        # What names no card is paid out or sent on: nothing is bought.
        sent = all([name.startswith(UNCARDED) for name in run.extra or ()])
        return (
            f"Of the accounts that paid one payee ({key}), {self.shown(run)}{sums}.",
            f"{'S' if sent else bought}{stop} End the sessions made there, ask the owners.",
        )
