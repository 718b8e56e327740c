"""One payee paid with lists of cards from a few devices that move about: stolen cards turned into money."""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

import msgspec

from detectors.base import Finding, Signal, by_event
from detectors.card_reasons import only_a_test, processors_own, suspicious
from detectors.network import network_of
from detectors.payee_lists import LIST, lists
from detectors.payee_tested import PARTED, REFUSED, sentence, tested
from detectors.settled_window import OverWindow
from detectors.signup_traits import binomial
from detectors.surprise import gamma_poisson
from detectors.tally import Tally
from detectors.window import WindowState
from schemas.event import FRESH, NEW_ACCOUNT, NEW_HERE, Event

NEWCOMER = FRESH | NEW_ACCOUNT | NEW_HERE
DEVICES = 2  # with a list each: one alone is a kiosk's, or for card_testing_device to see
MOST = 0.5  # of the cards that pay it, at least: the page is the thief's own
# Of cards, as many networks: what takes many people's cards (a till, a donation tablet, a counter) stands somewhere.
MOVES = 0.5
# Of honest cards on a device that takes many, refused: as in card_testing_site. Where most are, cards are being tested,
# which card_testing_device and others see, and whoever is paid by that (a top-up, a gift card, a page) is a victim.
# A list of fresh stolen cards lies between: twice as many as a till's at least.
ORDINARY, STOLEN, TESTED = 0.1, 0.2, 0.5
SURE = 2.0  # log10: so many refused are one in a hundred days of tills, of which hardly any moves about
LISTED = ("listed_cards", "devices", "refused", "networks")


class PayeeCards(OverWindow):
    """Distinct cards of newcomers that pay one payee from devices each of which uses four or more, within a day.

    Fires where two devices or more do, from another network with nearly every card, most of what pays the payee comes
    from them, and more of these cards are refused than of a till's. A list of fresh stolen cards, an account a card and
    a card an hour, shows nowhere else: most go through. Quiet on a charity's tablets and a shop's tills (they stand
    somewhere, and nearly all cards are taken), on a popular page (a device a giver), on payees that see as many every
    day, and on what testers pay from a few devices, most of whose cards are refused: the site's own top-up is no
    thief's. Fires, too, where new accounts test cards on one payee, on devices of their own, a few at a time
    (`payee_tested`): then it is these that are accused. Judged once an hour is over. Fails where no device, address or
    payee is told, where all is paid on one device or from one place, on cards that nearly all still work, and on a
    payee whom many others pay. `strangers` of a tally: device, card, network, outcome and account of newcomers, the
    earliest. Cost: 2 microseconds a newcomer's payment; state: about 60 bytes for each of the last day, at most 64 an
    hour.
    """

    name = "payee_cards"
    version = 2
    keyed_by = "merchant"
    kinds = ("account.payment",)
    area = "payment_fraud"
    members_are_accounts = False
    ties = ("device",)
    steps = 24

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 86_400.0, least: float = 12,
                 usual: float = 0.5, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

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

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        """Return that of the listed cards, or of tested ones; nothing where they are few, or may be a till's."""
        spread = tested(self._window(state, end))
        if spread.refused >= self.least and spread.spread():
            return gamma_poisson(spread.refused - 1, *past)
        found = lists(self._window(state, end))
        if found.devices < DEVICES or found.cards < max(self.least, MOST * count):
            return 0.0
        stolen = STOLEN <= found.refused / found.cards <= TESTED and found.networks >= MOVES * found.cards
        if not stolen or binomial(found.cards, found.refused, ORDINARY) < SURE:
            return 0.0
        return gamma_poisson(found.cards - 1, *past)

    def _detail(self, state: WindowState, end: int) -> tuple[int, ...]:
        """Return the numbers of the lists; of tested cards there is a fifth, the accounts, in place of networks."""
        spread = tested(self._window(state, end))
        if spread.refused >= self.least and spread.spread():
            return spread.theirs, spread.devices, spread.refused, 0, len(spread.names)
        return lists(self._window(state, end))[:4]

    def explain(self, run: Tally, state: WindowState, key: str) -> Finding:
        """As in the base; name only who paid on the devices with lists, or whose cards were refused (the earliest)."""
        found, names = super().explain(run, state, key), (tested([run]) if _of_tests(run) else lists([run])).names
        if not names:
            return found
        told = [name for name in found.accounts if name in names]
        return msgspec.structs.replace(found, accounts=told, accounts_total=max([len(told), *run.detail[4:]]))

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """Add the cards on devices with lists, these devices, how many cards were refused, and the networks."""
        names = ("tried_cards", "devices", "refused", "", "new_accounts") if _of_tests(run) else LISTED
        told = zip(names, run.detail, strict=False)
        return super().evidence(run) | {name: number for name, number in told if name}

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many cards of how many devices, from where, and how many were refused."""
        if _of_tests(run):
            return sentence(run, key, self.window_s / 3600)
        cards, devices, refused, networks = (*run.detail, 0, 0, 0, 0)[:4]
        reason = (
            f"{cards} cards of new accounts paid one payee ({key}), or tried to, within {self.window_s / 3600:.0f} h "
            f"from {devices} devices, each of which used {LIST} cards or more, and from {networks} networks; {refused} "
            f"of the cards were refused, where of a till's or a donation tablet's one in ten is ({run.peak:.0f} cards "
            f"paid it in all, {self.usually(run, 'for it', 'of such devices')})."
        )
        return reason, "Hold the payee's payout; tell the card issuers which cards went through."


def _of_tests(run: Tally) -> bool:
    return len(run.detail) > len(LISTED)


def _short(value: str | None) -> str:
    return f"{crc32((value or '').encode()):x}"
