"""One payee paid with lists of cards from a few devices that move about: stolen cards turned into money."""

from __future__ import annotations

from collections.abc import Sequence

from detectors.payee_lists import LIST, lists
from detectors.payee_tested import sentence, tested
from detectors.payee_window import PayeeWindow
from detectors.surprise import binomial, gamma_poisson
from detectors.tally import Tally
from detectors.went_through import told as money_told
from detectors.window import WindowState

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


class PayeeCards(PayeeWindow):
    """Distinct cards of newcomers that pay one payee from devices each of which uses four or more, within a day.

    Fires where two devices or more do, from another network with nearly every card, most of what pays the payee comes
    from them, and more of these cards are refused than of a till's. A list of fresh stolen cards, an account a card and
    a card an hour, shows nowhere else: most go through. Quiet on a charity's tablets and a shop's tills (they stand
    somewhere, and nearly all cards are taken), on a popular page (a device a giver), on payees that see as many every
    day, and on what testers pay from a few devices, most of whose cards are refused: the site's own top-up is no
    thief's. Fires, too, where new accounts test cards on one payee, on devices of their own, a few at a time
    (`payee_tested`): then it is these that are accused. Judged once an hour is over. Fails where no device, address or
    payee is told, where all is paid on one device or from one place, on cards that nearly all still work, and on a
    payee whom many others pay. Cost: 2 microseconds a newcomer's payment; state: about 60 bytes for each of the last
    day, at most 64 an hour.
    """

    name = "payee_cards"
    version = 2

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 86_400.0, least: float = 12,
                 usual: float = 0.5, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

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

    def _accused(self, window: Sequence[Tally]) -> frozenset[str]:
        """Return who paid on the devices with lists, or whose cards were refused."""
        spread = tested(window)
        return spread.names if spread.refused >= self.least and spread.spread() else lists(window).names

    def _number(self, run: Tally) -> int:
        """Return the accounts whose tested cards were refused."""
        return run.detail[4] if _of_tests(run) else 0

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """Add the cards on devices with lists, these devices, how many cards were refused, the networks; and others."""
        names = ("tried_cards", "devices", "refused", "", "new_accounts") if _of_tests(run) else LISTED
        told = {name: number for name, number in zip(names, run.detail, strict=False) if name}
        return super().evidence(run) | told | {"other_cards": int(run.peak) - sum(run.detail[:1])}

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many cards of how many devices, from where, and how many were refused."""
        if _of_tests(run):
            return sentence(run, key, self.window_s / 3600)
        cards, devices, refused, networks = (*run.detail, 0, 0, 0, 0)[:4]
        reason = (
            f"{cards} cards of new accounts paid one payee ({key}), or tried to, within {self.window_s / 3600:.0f} h "
            f"from {devices} devices, each of which used {LIST} cards or more, and from {networks} networks; {refused} "
            f"of the cards were refused, where of a till's or a donation tablet's one in ten is ({run.peak:,.0f} cards "
            f"paid it in all, {self.usually(run, 'for it', 'of such devices')})"
            f"{f'; {sum_of} of theirs went through' if (sum_of := money_told(run.extra)) else ''}."
        )
        return reason, "Hold the payee's payout; tell the card issuers which cards went through."


def _of_tests(run: Tally) -> bool:
    return len(run.detail) > len(LISTED)
