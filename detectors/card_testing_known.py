"""Accounts that were there before, each refused card after card over days, every time with one and the same amount."""

from __future__ import annotations

from collections.abc import Sequence
from math import log10
from typing import NamedTuple

from detectors.pairs import PARTED
from detectors.recurrence import DAY_S
from detectors.surprise import binomial
from detectors.tally import Tally
from detectors.wording import money
from schemas.event import Event

CARDS, DAYS = 3, 2  # of an account, at the least: on a day of faults its owner may try all that he has
ACCOUNTS = 5  # as many, and nearly all who were refused the amount: fewer, `card_testing_slow` sees
MOSTLY = 0.5
# Of accounts refused, those refused so many cards on so many days within four: on six made-up products three of 1,100
# honest ones, on any amounts, and 27 of 40 testers.
SHARE = 0.02


class SameAmount(NamedTuple):
    """How surprising it is; the amount and currency, who was refused it so (first time), of how many; cards."""

    surprise: float = 0.0
    amount: float = 0.0
    currency: str = ""
    names: frozenset[str] = frozenset()
    refused: int = 0
    cards: int = 0


def told(event: Event) -> str:
    """Return one refusal as it is noted: account, card, amount and currency."""
    amount = "" if event.amount_minor is None else f"{event.amount_minor:g}"
    return PARTED.join((event.subject, event.card or "", amount, event.currency or ""))


def on_one_amount(window: Sequence[Tally], *more: tuple[str, float]) -> SameAmount:
    """Return the most surprising amount of a window; `more`: what else was refused, and when."""
    tried: dict[tuple[str, str], dict[str, dict[str, float]]] = {}
    for name, time in [*[one for tally in window for one in (tally.strangers or {}).items()], *more]:
        account, card, amount, currency = name.split(PARTED, 3)
        if amount:
            cards = tried.setdefault((amount, currency), {}).setdefault(account, {})
            cards[card] = min(time, cards.get(card, time))
    found = [_judged(amount, currency, of) for (amount, currency), of in tried.items() if len(of) >= ACCOUNTS]
    best = max(found, default=SameAmount(), key=lambda one: one[:3])
    return best._replace(surprise=max(0.0, best.surprise - log10(max(1, len(found)))))


def _judged(amount: str, currency: str, of: dict[str, dict[str, float]]) -> SameAmount:
    mine = {name: cards for name, cards in of.items() if len(cards) >= CARDS and _days(cards) >= DAYS}
    if len(mine) < max(ACCOUNTS, MOSTLY * len(of)):
        return SameAmount()
    cards = sum([len(cards) for cards in mine.values()])
    return SameAmount(binomial(len(of), len(mine), SHARE), float(amount), currency, frozenset(mine), len(of), cards)


def _days(cards: dict[str, float]) -> int:
    return len({time // DAY_S for time in cards.values()})


def sentence(detail: Sequence[int], currencies: Sequence[str], hours: float) -> tuple[str, str]:
    """Say how many accounts, on which amount."""
    amount, accounts, refused, cards = detail
    reason = (
        f"{accounts} accounts, none of them new, were each refused {CARDS} cards or more on {DAYS} days or more within "
        f"{hours:.0f} h for what may be the cards' own sake, every time with one amount, {money(amount, currencies)}: "
        f"{cards} cards; of {refused} such accounts refused that amount (usual, on whatever amounts: one in "
        f"{1 / SHARE:.0f})."
    )
    return reason, "Stop payments from the accounts named; tell the card issuers which cards went through."
