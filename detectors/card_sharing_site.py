"""Cards shared at leisure, over the whole site: several that each pay for one new account after the other."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from math import log10
from typing import NamedTuple

from detectors.base import LATENESS_MAX_S, Finding, Signal
from detectors.card_sharing_site_state import LEAST, WINDOW_DAYS, Payers, SiteCardsState, shared, size
from detectors.counts import EXAMPLES_KEPT
from detectors.first_times import in_order
from detectors.judged_steps import JudgedSteps
from detectors.recurrence import DAY_S
from detectors.settled_window import SETTLES_S
from detectors.surprise import gamma_poisson, to_score
from detectors.tally import Tally, forget
from schemas.event import FRESH, Event

CARDS = 3  # at least: a firm has two
# Of cards on which a new account has paid, those to which another comes, at least; and each time again. On 21 made-up
# products hardly any honest card had two, but a firm's: a site that has none yet may have families tomorrow.
AGAIN, AGAIN_WEIGHT = 0.1, 10.0
TRIED = log10(3)  # sizes from which cards may be counted


class Shared(NamedTuple):
    """Cards with `least` new accounts each, how many such are usual, how surprising; `many`: all that might count."""

    cards: dict[str, Payers]
    many: Collection[str] = ()
    least: int = LEAST
    usual: float = 0.0
    surprise: float = 0.0


class CardSharingSite(JudgedSteps[SiteCardsState]):
    """Cards that within four weeks paid for five accounts or more, each in its first week and on a device of its own.

    One such card may be a firm's whose people come one by one, and a week of it shows a family. Several at a time, on a
    site where new accounts else have cards of their own, are one's who takes what new accounts are given. What is usual
    is said by the cards on which two, three or four came, and by earlier weeks. Quiet on families, on a firm or two, on
    a product where colleagues pay with their firm's card, each on an account, on what comes in a day or two
    (`card_sharing`), on accounts on a device or two (`card_sharing_slow`, `signup_device`), on refused payments.
    Judged once a day is over. Fails on fewer than three cards, and on four accounts a card. Takes three firms for a
    farm that come to a site within the weeks where none has. Cost: 4 microseconds a new account's payment; state: 150
    bytes for each of them, four weeks long.
    """

    name = "card_sharing_site"
    keyed_by = "site"
    kinds = ("account.payment",)
    area = "payment_fraud"
    state_type = SiteCardsState
    heeds_score = False
    step_s = DAY_S
    reach_s = DAY_S + SETTLES_S
    idle_s = 7 * DAY_S  # who takes his time comes again within the week

    def remembers(self, event: Event) -> bool:
        """Note the cards of new accounts that are taken."""
        return event.card is not None and bool(event.novel & FRESH) and event.outcome is not False

    def score(self, event: Event, state: SiteCardsState, key: str) -> Signal | None:
        """Return the surprise of the cards so far where the account's is one of them; None for what is not noted."""
        if not self.remembers(event):
            return None
        card, day, surprise = event.card or "", int(event.time // DAY_S), 0.0
        if shared(state.payers(card, day)) and card in (found := self._found(state, day)).cards:
            surprise = found.surprise
        return Signal(self.name, self.version, key, to_score(surprise), len(state.days) > 1, surprise)

    def _note(self, event: Event, state: SiteCardsState) -> None:
        state.add(event)

    def _found(self, state: SiteCardsState, day: int) -> Shared:
        """Return the most surprising of the sizes from which cards may be counted."""
        every = state.cards(day)
        sizes = {card: size(payers) for card, payers in every.items()}
        many = {card: payers for card, payers in every.items() if shared(payers)}
        found, again, past = Shared({}, many), again_of(sizes.values()), state.usual(day)
        for least in sorted({sizes[card] for card in many}):
            cards = {card: payers for card, payers in many.items() if sizes[card] >= least}
            usual = max(past, len(every) * again ** (least - 1))
            surprise = gamma_poisson(len(cards), 1.0, 1 / usual) - TRIED if len(cards) >= CARDS else 0.0
            if surprise > found.surprise:
                found = Shared(cards, many, least, usual, surprise)
        return found

    def _judge(self, state: SiteCardsState, step: int) -> None:
        """Accuse the cards if one was used on the day, then take them into what is usual."""
        found, today = self._found(state, step), state.days.get(step, {})
        if found.surprise >= self.hot_from and not today.keys().isdisjoint(found.cards):
            _show(state.tallies[step], found, len(state.cards(step)), today)
        state.learn(step, found.many)

    def prune(self, state: SiteCardsState, watermark: float) -> None:
        """Judge what is over; drop days that no later one is judged with."""
        self.settle(state, watermark)
        recent = int((watermark - LATENESS_MAX_S) // DAY_S)
        state.forget(recent - 1)
        forget(recent - 1, state.tallies)

    def explain(self, run: Tally, state: SiteCardsState, key: str) -> Finding:
        """Say how many cards, of how many accounts each."""
        names, (cards, least, every, *_) = in_order(run.members), (*run.detail, 0, 0, 0)
        evidence: dict[str, float | int | str] = {
            "cards": cards, "accounts_each_at_least": least, "cards_of_new_accounts": every, "usual": run.usual,
            "surprise_log10": round(run.surprise, 3), "payments": run.n,
        }  # fmt: skip
        reason = (
            f"{cards} cards each paid for {least} or more accounts within {WINDOW_DAYS} days, {run.peak:.0f} in all, "
            f"each in its first week and on a device or from an address of its own (usual with {every:,} cards of new "
            f"accounts: {run.usual:.2g})."
        )
        action = "See whether one person takes what new accounts are given: hold it back on these cards, or stop them."
        return Finding("medium", evidence, reason, action, names, run.distinct() if run.level else len(names))


def again_of(sizes: Iterable[int]) -> float:
    """Return to what share of cards that a new account has paid with another comes, by those with few accounts."""
    few = [number for number in sizes if number < LEAST]
    return max(AGAIN, (sum(few) - len(few) + AGAIN * AGAIN_WEIGHT) / (sum(few) + AGAIN_WEIGHT))


def _show(tally: Tally, found: Shared, every: int, today: dict[str, Payers]) -> None:
    """Make a day's tally hot, and let it be of the accused alone: of their accounts, and of the day's payments."""
    paid = sorted([one for card in found.cards for one in today.get(card, {}).values()])
    tally.hot = True
    tally.n, tally.examples = len(paid), [(one.time, one.event_id) for one in paid[:EXAMPLES_KEPT]]
    tally.first, tally.last = paid[0].time, paid[-1].time
    for payers in found.cards.values():
        for name, one in payers.items():
            tally.member(name, one.time)
    detail = len(found.cards), found.least, every
    tally.crest(tally.distinct(), found.usual, found.surprise, detail)
