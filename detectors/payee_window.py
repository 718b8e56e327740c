"""What is noted of one payee's payments in a window: every card, and on which devices and from where newcomers pay."""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

import msgspec

from detectors.base import Finding, Signal, by_event
from detectors.card_reasons import only_a_test, processors_own, suspicious
from detectors.network import network_of
from detectors.payee_tested import PARTED, REFUSED
from detectors.settled_window import OverWindow
from detectors.tally import Tally
from detectors.window import WindowState
from schemas.event import FRESH, NEW_ACCOUNT, NEW_HERE, Event

NEWCOMER = FRESH | NEW_ACCOUNT | NEW_HERE


class PayeeWindow(OverWindow):
    """Base of those that judge what newcomers' cards did at one payee, once the window is over.

    `strangers` of a tally: device, card, network, outcome and account of newcomers, the earliest. A subclass says in
    `_weigh` and `_detail` what they show, and in `explain` whom a run of it accuses (`_only`).
    """

    keyed_by = "merchant"
    kinds = ("account.payment",)
    area = "payment_fraud"
    members_are_accounts = False
    ties = ("device",)
    steps = 24

    @by_event
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the payee where card, device and address are told; () where a refusal says nothing of the card."""
        if not (event.merchant and event.card and event.device and event.ip) or event.outcome is None:
            return ()
        told = event.outcome or not (processors_own(event.reason) or only_a_test(event.reason))
        return (event.merchant,) if told else ()

    def member(self, event: Event) -> str | None:
        """Count every card."""
        return event.card

    def note(self, event: Event, tally: Tally) -> None:
        """Note on which device and where a newcomer's card was used, by whom, and what came of it."""
        if event.novel & NEWCOMER:
            outcome = "" if event.outcome else REFUSED if suspicious(event) else "unfunded"
            told = _short(event.device), _short(event.card), _short(network_of(event.ip or "")), outcome, event.subject
            tally.stranger(PARTED.join(told), event.time)

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """Return the surprise of the window that the event ends."""
        return self._of_many(event, state, key)

    def _only(self, found: Finding, names: frozenset[str], counted: Sequence[int]) -> Finding:
        """Name only these (the earliest); `counted`: how many there are, where that is known."""
        told = [name for name in found.accounts if name in names]
        return msgspec.structs.replace(found, accounts=told, accounts_total=max([len(told), *counted]))


def _short(value: str | None) -> str:
    return f"{crc32((value or '').encode()):x}"
