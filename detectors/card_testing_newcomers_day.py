"""Card testing by new accounts, two or three cards each, an account an hour: those refused on several, in a day."""

from __future__ import annotations

from collections.abc import Sequence
from math import log10
from typing import ClassVar

from detectors.base import Signal
from detectors.card_reasons import suspicious
from detectors.card_testing_newcomers import NEWCOMER
from detectors.card_testing_newcomers_day_words import NewcomersDayWords
from detectors.pairs import PARTED, Counted, carry_event, pairs_of, show
from detectors.refused_again import AND_AGAIN, REFUSED_AGAIN, SEVERAL, THREE, refused_again
from detectors.surprise import binomial, gamma_poisson
from detectors.tally import Tally
from detectors.window import WindowState, accounts_of
from schemas.event import Event

OTHERS_MOST = 0.25  # known accounts refused on several cards for each new one: more is a fault, or an issuer's mood


class CardTestingNewcomersDay(NewcomersDayWords):
    """New accounts of which several cards each were refused for the card's sake, over the whole site within a day.

    One who is new and refused may try another card, and a handful of such people say nothing; a tester's accounts all
    do. Fires where both are surprising: how many there are beside the site's days, and what share of the new accounts
    that pay; or of those refused on three cards alone, who are fewer. Quiet on a sale or campaign (as many more are
    taken), on a fault (known accounts are refused on several cards, too), on guests (each pays once), on refusals for
    lack of funds. Judged each hour once it is over. Fails on one card an account (`card_testing_site`), on accounts
    older than a week, and where very many new accounts pay.
    `strangers` of a tally: the same of known accounts, the earliest. Cost: a microsecond for a new account's payment;
    state: 100 bytes for a refusal of the last day.
    """

    name = "card_testing_newcomers_day"
    version = 3
    keyed_by = "site"
    kinds = ("account.payment",)
    area = "payment_fraud"
    members_are_accounts = False
    steps = 24
    idle_s = 86_400.0  # as `card_testing_newcomers`
    again: ClassVar[float] = REFUSED_AGAIN

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 86_400.0, least: float = 5,
                 usual: float = 0.1, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)
        self._pairs = Counted()

    def member(self, event: Event) -> str | None:
        """Count the pairs of a new account and a card of its that is refused."""
        return _pair(event) if event.novel & NEWCOMER and event.card and suspicious(event) else None

    def remembers(self, event: Event) -> bool:
        """Note what new accounts pay, and which known ones are refused."""
        return bool(event.outcome and event.novel & NEWCOMER) or (event.card is not None and suspicious(event))

    def learn(self, event: Event, state: WindowState, signal: Signal | None) -> bool:
        """As in the base for what is counted; the rest is only noted."""
        if not event.outcome and self.member(event) is not None:
            return super().learn(event, state, signal)
        if self.remembers(event):
            tally = self.tally(state, int(event.time // self.step_s))
            tally.stretch(event.time)
            if event.outcome:
                tally.account(event.subject, event.time)
            else:
                return self._note_known(event, state, tally)
        return False

    def _note_known(self, event: Event, state: WindowState, tally: Tally) -> bool:
        """Note a refusal of a known account; tell whether there is something new to look at."""
        tally.stranger(_pair(event), event.time)
        return False

    def _counted(self, state: WindowState, end: int, event: Event | None, member: str | None) -> float:
        """Return how many new accounts were refused on several cards."""
        pairs = self._pairs.of(self._window(state, end))
        return pairs.reached[SEVERAL] + (pairs.with_one(member) == SEVERAL)

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """Return the window's surprise, the event included; None for what is not counted."""
        return self._of_many(event, state, key) if self.member(event) is not None else None

    def note(self, event: Event, tally: Tally) -> None:
        """Keep which event is whose."""
        carry_event(event, tally)

    def _to_heat(self, window: Sequence[Tally]) -> Sequence[Tally]:
        """Return the buckets in which some who are accused were refused; they show events of these."""
        mine = refused_again(pairs_of(window))
        for tally in window:
            show(tally, mine)
        return [tally for tally in window if tally.examples] or window

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        several, others, payers, three = self._detail(state, end)
        if others > OTHERS_MOST * several:
            return 0.0
        shape, rate = past
        on_three = gamma_poisson(three - 1, shape, rate / AND_AGAIN)
        found = min(binomial(payers, several, self.again), gamma_poisson(count - 1, shape, rate))
        return max(found, min(binomial(payers, three, self.again * AND_AGAIN), on_three) - log10(2))

    def _detail(self, state: WindowState, end: int) -> tuple[int, ...]:
        """Return how many new accounts were refused on several cards, how many known ones, and how many new ones paid.

        Among the last are all that tried to, but for lack of funds. At the end: how many were refused on three cards.
        """
        window = self._window(state, end)
        known = refused_again(
            [PARTED.join(pair.split(PARTED)[:2]) for tally in window for pair in tally.strangers or ()]
        )
        reached = self._pairs.of(window).reached
        return reached[SEVERAL], len(known), len(accounts_of(window)), reached[THREE]

    # Sentences.


def _pair(event: Event) -> str:
    return f"{event.subject}{PARTED}{event.card}"
