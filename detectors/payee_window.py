"""What is noted of one payee's payments in a window: every card, and on which devices and from where newcomers pay."""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

import msgspec

from detectors.base import Finding, Signal, by_event
from detectors.card_reasons import only_a_test, processors_own, suspicious
from detectors.counts import EXAMPLES_KEPT
from detectors.first_times import in_order
from detectors.network import network_of
from detectors.pairs import PARTED
from detectors.payee_tested import REFUSED
from detectors.settled_window import OverWindow
from detectors.tally import Tally
from detectors.went_through import name_of
from detectors.window import WindowState
from schemas.event import FRESH, NEW_ACCOUNT, NEW_HERE, Event

NEWCOMER = FRESH | NEW_ACCOUNT | NEW_HERE


class PayeeWindow(OverWindow):
    """Base of those that judge what newcomers' cards did at one payee, once the window is over.

    `strangers` of a tally: device, card, network, outcome and account of newcomers, the earliest; `carried`: account,
    device, money that went through and id of their payments. A subclass says in `_weigh` and `_detail` what they show,
    and in `_accused` of whom. An alert's accounts, evidence, sums and ties are of these alone: everybody else pays the
    payee as well.
    """

    keyed_by = "merchant"
    kinds = ("account.payment",)
    area = "payment_fraud"
    members_are_accounts = False
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
            self.keep(event, tally, "" if event.outcome else REFUSED if suspicious(event) else "unfunded")

    def keep(self, event: Event, tally: Tally, outcome: str, card: str | None = None) -> None:
        """Note one payment; `card`: what stands for its card, else its own."""
        told = _LAST.told if _LAST.event is event else _LAST.tell(event)
        if card is not None:
            device, _, network = told.split(PARTED)
            told = PARTED.join((device, _short(f"{card}{event.subject}"), network))
        tally.stranger(f"{told}{PARTED}{outcome}{PARTED}{event.subject}", event.time)
        tally.carry(_LAST.paid, event.time)

    def carry(self, event: Event, tally: Tally) -> None:
        """Keep who paid what on which device, of which `tell_of` tells."""
        tally.carry(_paid(event), event.time)

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """Return the surprise of the window that the event ends."""
        return self._of_many(event, state, key)

    def _accused(self, window: Sequence[Tally]) -> frozenset[str]:
        """Return the accounts that a window accuses."""
        raise NotImplementedError

    def _to_heat(self, window: Sequence[Tally]) -> Sequence[Tally]:
        """Return the buckets in which the accused paid, and which tell of these alone."""
        names = self._accused(window)
        return [tally for tally in window if tell_of(tally, names)] or window

    # Sentences.

    def breached(self, run: Tally) -> bool:
        """Nothing was entered: accounts are marked as those accused."""
        return False

    def explain(self, run: Tally, state: WindowState, key: str) -> Finding:
        """As in the base; name only the accused."""
        found, told = super().explain(run, state, key), in_order(run.marked or {})
        total = max(len(told), self._number(run))
        return msgspec.structs.replace(found, accounts=told, accounts_total=total) if told else found

    def _number(self, run: Tally) -> int:
        """Return how many accounts a run's fullest window accuses, where that is known."""
        return 0


def tell_of(tally: Tally, names: frozenset[str]) -> bool:
    """Let a tally tell of these accounts and those before, and of nobody else; return whether they paid in it."""
    paid = [(time, told.split(PARTED, 3)) for told, time in (tally.carried or {}).items()]
    for time, (name, *_) in paid:
        if name in names:
            tally.mark(name, time)
    marked = tally.marked or {}
    mine = sorted([(time, event_id, device, money) for time, (name, device, money, event_id) in paid if name in marked])
    if not mine:
        return False
    tally.extra = _sums([money for *_, money in mine if money])
    tally.examples = [(time, event_id) for time, event_id, *_ in mine[:EXAMPLES_KEPT]]
    tally.first, tally.last = mine[0][0], mine[-1][0]
    for time, _, device, _ in mine:
        tally.tie(f"device:{device}", time)
    return True


def _sums(paid: Sequence[str]) -> dict[str, float] | None:
    """Return the sums of names and amounts; None where there are none."""
    found: dict[str, float] = {}
    for name, _, minor in [one.partition(" ") for one in paid]:
        found[name] = found.get(name, 0.0) + float(minor)
    return found or None


def _paid(event: Event) -> str:
    money = f"{name} {event.amount_minor:g}" if event.outcome and (name := name_of(event)) else ""
    return PARTED.join((event.subject, event.device or "", money, event.id))


class _Last:
    """What was last told of a payment, which several detectors note one after the other; no part of answers."""

    def __init__(self) -> None:
        self.event: Event | None = None
        self.told = self.paid = ""

    def tell(self, event: Event) -> str:
        """Return device, card and network, in short."""
        told = _short(event.device), _short(event.card), _short(network_of(event.ip or ""))
        self.event, self.told, self.paid = event, PARTED.join(told), _paid(event)
        return self.told


_LAST = _Last()


def _short(value: str | None) -> str:
    return f"{crc32((value or '').encode()):x}"
