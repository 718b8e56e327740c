"""Card testing: stolen card numbers are tried with small payments, one after the other, to see which still work."""

from __future__ import annotations

from detectors.base import Signal
from detectors.card_mistyped import taken_in
from detectors.card_reasons import suspicious
from detectors.card_tries import CardTries
from detectors.cards_listed import CardsListed
from detectors.cards_typed import refused_in
from detectors.surprise import binomial, both, to_score
from detectors.tally import Tally
from detectors.window import WindowState
from schemas.event import FRESH, NEW_ACCOUNT, NEW_HERE, NEW_TODAY, Event

REFUSED_FIRST = 3  # cards that make a list of the first that an account of whatever age pays with
YOUNG = FRESH | NEW_ACCOUNT | NEW_HERE | NEW_TODAY
OF_YOUNG = "young"  # in a tally: payments by an account that is
# A new account's cards of which so many were taken within the hour, and so many refused: whoever goes through his own
# stops at the one that is taken. Of 2,700 new accounts on eleven made-up products 23 had two cards taken within an
# hour, and none of these more than one refused; of ten buyers with stolen cards seven three or more.
TAKEN_LEAST, REFUSED_LEAST = 2, 3
REFUSED = 0.2  # of the cards of new accounts that had two taken, refused: 14 of about 60


class CardTesting(CardsListed):
    """Distinct cards that one account pays or tries to pay with.

    Fires on many cards from one account; stays quiet on a renewal wave and on a sale (an account has a card or two,
    however many payments fail or succeed), on one card that is tried again and again, on a number mistyped a few times,
    and on a wallet gone through until a card is taken. Five are enough of a new account that goes on after two were
    taken, where four were refused. Quiet as well on an account known for a day that pays with others' cards, as an
    agency with its clients', a teacher with parents', or a stall with those of whoever gives, as long as fewer than
    four are refused (three if it never paid before; for lack of funds no more count than otherwise), or less than half.
    Fails on the same of a thief whose account is no longer new, and on four cards. Testers who spread over accounts are
    seen where they come from, below.
    """

    name = "card_testing"
    version = 7
    keyed_by = "account"
    ties = ("device", "ip")

    def note(self, event: Event, tally: Tally) -> None:
        """As in the base; note that the account is new."""
        super().note(event, tally)
        if event.novel & YOUNG:
            tally.add(OF_YOUNG)

    def _listed(self, state: WindowState, end: int, count: float, event: Event | None) -> float:
        """As in the base; of an account that is not new, no more than the refused ones can make a list."""
        listed = super()._listed(state, end, count, event)
        if self._young(state, end, event):
            return listed
        return min(listed, self._vouched(state, end, self._refused_by(event)))

    def _drawer(self, state: WindowState, end: int) -> float:
        """As in the base; fewer of an account that has never paid: it shows no card of its own."""
        return self.least if self._paid_before(state, end) else min(self.least, REFUSED_FIRST)

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """As in the base, and what a new account's refused cards add."""
        signal = super().score(event, state, key)
        if signal is None or not signal.surprise:
            return signal
        more = self._gone_on(state, int(event.time // self.step_s), event, signal.surprise)
        return Signal(self.name, self.version, key, to_score(more), signal.warm, more)

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        """As in the base, and the same."""
        return self._gone_on(state, end, None, super()._weigh(state, end, count, past))

    def _gone_on(self, state: WindowState, end: int, event: Event | None, surprise: float) -> float:
        """Return more where a new account went on after two of its cards were taken, and more were refused.

        It only grows as events come in: another card that is taken adds more than it takes away here.
        """
        window = self._window(state, end)
        refused, taken = refused_in(window), taken_in(window)
        if event is not None and (card := self.member(event)) is not None:
            (refused if event.outcome is False else taken).add(card)
        if len(refused) < REFUSED_LEAST or len(taken) < TAKEN_LEAST or not self._young(state, end, event):
            return surprise
        return max(surprise, both(surprise, binomial(len(refused | taken), len(refused), REFUSED)))

    def _paid_before(self, state: WindowState, end: int) -> bool:
        """Tell whether anything is known of earlier hours."""
        return self._past(state, end)[1] > self.burstiness / self.usual

    def _young(self, state: WindowState, end: int, event: Event | None) -> bool:
        new = event is not None and event.novel & YOUNG
        return bool(new) or any([OF_YOUNG in (tally.extra or ()) for tally in self._window(state, end)])

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """As in the base, without what only decides."""
        return {name: value for name, value in super().evidence(run).items() if name != OF_YOUNG}


class CardTestingAddress(CardTries):
    """Distinct cards refused at one address, in a sliding window.

    Counts refusals only, and not those for lack of funds or of an answer: a shop's own server, a carrier and an office
    have many payers, and at a sale, a renewal wave or an outage many pay in vain. Fires when card after card is refused
    for other reasons.
    """

    name = "card_testing_address"
    keyed_by = "ip"
    who = "address"

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 3600.0, least: float = 5,
                 usual: float = 0.05, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    def member(self, event: Event) -> str | None:
        """Count the cards of suspicious refusals."""
        return (event.card or event.id) if not event.outcome and suspicious(event) else None

    def tried(self, run: Tally, what: str) -> str:
        """Say what was refused: cards that are taken are not counted."""
        return f"At one {self.who} {run.peak:,.0f} {what} were refused"


class CardTestingDevice(CardsListed):
    """Distinct cards tried on one device, in a sliding window: a person has two or three, a tester a list.

    Fires where at least half of the cards are refused; stays quiet on a till, a kiosk, a donation tablet, which see one
    payer's card after the other and of which nearly all are taken, on a number mistyped a few times, and on a wallet
    gone through until a card is taken, up to the sixth.
    """

    name = "card_testing_device"
    version = 5
    keyed_by = "device"
    who = "device"

    def _listed(self, state: WindowState, end: int, count: float, event: Event | None) -> float:
        listed = super()._listed(state, end, count, event)
        return min(listed, self._vouched(state, end, self._refused_by(event)))
