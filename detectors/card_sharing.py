"""One card on many accounts: trial accounts opened in a row, or a stolen card that makes the round."""

from __future__ import annotations

from typing import cast

from detectors.aside import put_aside
from detectors.base import Signal
from detectors.card_reasons import only_a_test, suspicious
from detectors.card_sharing_known import SharingKnown, in_one_place, on_one_device
from detectors.card_sharing_owners import note_signed_up
from detectors.card_sharing_report import DAY_S, SharingState
from detectors.merchant_told import note_merchant
from detectors.pairs import PARTED
from detectors.surprise import to_score
from detectors.tally import Tally
from detectors.went_through import note_through
from detectors.window import WindowState
from schemas.event import FRESH, NEW_ACCOUNT, NEW_DEVICE, NEW_HERE, NEW_IP, SIGNED_UP, Event

NEWCOMER = FRESH | NEW_ACCOUNT | NEW_HERE
# A second such account comes to one card in a hundred, where the prior says one in eleven: on twelve products it was at
# most six in a thousand in any week, and two over all. For further ones the prior is right: some are a family's.
SHARED = 0.96
# For each account at home that comes with them: every other such card, a family's or a firm's, has one more. Nothing
# where most are at home: as at a firm some of whose people are new.
OTHER, OTHERS_MOST = 0.3, 1.0
# Of accounts on one device, or in one place, such as signed up of late or were refused: of a maker's or a tester's all,
# of a reseller's customers at most half in a week (2026-11: eleven made-up shops' cards).
MOSTLY = 0.5


class CardSharing(SharingKnown):
    """Distinct accounts that pay or try to pay with one card for the first time, in a sliding window of days.

    An account counts where it first appears with the card, and not where nothing is odd about it: it is older than a
    week as far as is known, pays on a device that it has used before (from an address, where no device is told; at a
    till that tells neither), and is not refused for the card's sake. An address says nothing beside a device that is
    new: a town may be behind it.
    Fires on a card that pays for many accounts; stays quiet on a family's card, on one account that pays often, and on
    a company card: old accounts do not count, and those of a card's first days once, whoever pays week by week, and on
    whatever new device; on one who pays for others in one place (on his device, or theirs), or on one device, most of
    whom are not new. Old ones at home speak beside as many that are not. Low where most live with the card, as a family
    does (`living`), or go on paying with it for days, hardly refused, as an agency's clients do (`going_on`), or signed
    up with mail at one organisation's domain, and nobody at another's, each on a device of its own, as a firm's people
    do (`staff_of`).
    Fails where more were aged for a week on devices of their own, or are used in one place. Takes an agency for a taker
    of trials that pays once for each of the accounts it opens, and a taker of trials with a domain of his own and a
    device for each account for a firm; a site's own nightly tests, too, unless `engine.own_cards` names their card.
    """

    name = "card_sharing"
    version = 12
    keyed_by = "card"
    kinds = ("account.payment",)
    area = "payment_fraud"
    ties = ("device", "ip")
    steps = 84  # fine steps: an alert's beginning is sure one step after the window's

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 604_800.0, least: float = 5,
                 usual: float = 0.1, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    def member(self, event: Event) -> str | None:
        """Return the account, unless it is one with a past that pays where it is at home, or the card is a test."""
        if event.reason is not None and only_a_test(event.reason):
            return None
        return event.subject if event.novel & (NEWCOMER | _place(event)) or suspicious(event) else None

    def note(self, event: Event, tally: Tally) -> None:
        """Count refusals, what went through; note who paid on which device and day, who signed up, or is refused."""
        if event.outcome is False:
            tally.add("refused")
        elif event.outcome and event.currency:
            note_through(event, tally)
        note_merchant(event, tally)
        if event.device is not None:
            tally.carry(f"{event.device}{PARTED}{event.subject}", event.time)
        tally.carry(f"{PARTED}{event.time // DAY_S:.0f}{PARTED}{event.subject}", event.time)
        note_signed_up(event, tally)
        if event.novel & SIGNED_UP or suspicious(event):
            tally.account(event.subject, event.time)

    def learn(self, event: Event, state: WindowState, signal: Signal | None) -> bool:
        """As in the base; who pays without anything odd is known from then on, and the payment is told, not counted."""
        if self.member(event) is not None:
            return super().learn(event, state, signal)
        own = cast("SharingState", state)
        self._enters(event, own)
        put_aside(event, bucket := int(event.time // self.step_s), own.aside)
        return self._looked_at_again(state, bucket)

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """As in the base; an account that has paid with the card before is no surprise."""
        if self._came_before(event, cast("SharingState", state)):
            return Signal(self.name, self.version, key, 0.0, state.rate > 0)
        signal = super().score(event, state, key)
        if signal is None or signal.surprise < self.hot_from / 2 or self.member(event) is None:
            return signal
        end = int(event.time // self.step_s)
        best = max(signal.surprise, self._weigh(state, end, self._count(state, end, event), self._past(state, end)))
        return Signal(self.name, self.version, key, to_score(best), signal.warm, best)

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        """Add what says that the card is shared at all, while nothing is known of it, and who else came to it."""
        if count >= self.least:
            count = self._payers(state, end, self._without_a_firms(state, end, count))
        surprise = super()._weigh(state, end, count, past)
        if count < self.least or past[1] > self.burstiness / self.usual or self._sure(state, end) < self.least:
            return surprise
        surprise += SHARED
        if surprise >= self.hot_from:
            return surprise
        others = self._others(cast("SharingState", state), end)
        return surprise + OTHER * others * (others <= OTHERS_MOST * count)

    def _without_a_firms(self, state: WindowState, end: int, count: float) -> float:
        """Return how many accounts are left once each at home has answered for one odd by nothing but its place.

        So are a firm's people: some pay where they are known, as many on the way, or have never been seen before. At
        `least` accounts that signed up or were refused those at home are no answer: they are a farm's older ones.
        """
        sure = self._sure(state, end)
        if sure >= self.least or count <= sure:
            return count
        return max(sure, count - self._others(cast("SharingState", state), end))

    def _payers(self, state: WindowState, end: int, count: float) -> float:
        """Return how many may be behind a window's accounts: all, but those who pay in one place or on one device, one.

        Of these whoever signed up of late or was refused counts nevertheless, where most of all who came did: one who
        makes or tries accounts sits in one place. What is left is a wedding's guests, a firm's telephones that its
        manager tops up, a parent's two accounts, a shop's customers, a few of whom are always new: one buys for others,
        who are known. A second address, or device, of any that counts says otherwise.
        """
        window = self._window(state, end)
        if not (in_one_place(window) or on_one_device(window)):
            return count
        sure = self._sure(state, end)
        every = count + self._others(cast("SharingState", state), end)
        return min(count, sure + 1) if sure > MOSTLY * every else 1.0


def _place(event: Event) -> int:
    """Return the bit of what tells where an account is at home: the device, else the address, else nothing."""
    return NEW_DEVICE if event.device is not None else NEW_IP if event.ip is not None else 0
