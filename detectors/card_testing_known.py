"""Accounts that were there before, each refused card after card: on one amount, or on any, or just entered for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import log10
from typing import NamedTuple

from detectors.card_reasons import of_the_product
from detectors.pairs import PARTED, first_of, show
from detectors.recurrence import DAY_S
from detectors.surprise import binomial
from detectors.tally import Tally
from schemas.event import ENTERED, Event

CARDS, DAYS = 3, 2  # of an account, at the least: on a day of faults its owner may try all that he has
ACCOUNTS = 5  # as many, and nearly all who were refused the amount: fewer, `card_testing_slow` sees
MOSTLY = 0.5
# Of accounts refused, those refused so many cards on so many days within four: on six made-up products three of 1,100
# honest ones, on any amounts, and 27 of 40 testers.
SHARE = 0.02
AGAIN = 2  # on whatever amounts, within eight days: an owner's next card is mostly taken
# Of accounts refused, those refused two cards on two days: five of 178 on a made-up shop, two of 67 of a made-up ride
# service, none or one on nine others; eleven of 36 where bought accounts tested cards.
AGAIN_SHARE = 0.04
# The same of four cards and more on two days or more: 2026-11, one of 830 honest ones refused on 17 made-up products,
# and 37 of the 50 that tested.
MANY, MANY_SHARE = 4, 0.0025
BY_PRODUCT, JUST_ENTERED = "renewal", "entered"  # in a note: nobody was there; somebody came hours ago
# Of accounts refused, those refused two cards within hours after they were entered on a device and from an address new
# to them: none of 426 honest ones that paid so on 17 made-up products, nor of any others.
ENTERED_SHARE = 0.005
CURRENCY = "currency"  # with which the names of notes of it begin
ON_ANY, AFTER_ENTRY, ON_MANY = 0, 1, 2  # what accounts show that is not on one amount
DAY_MOST = 1 / 3  # of their refusals, on one day: an issuer's or a processor's fault is over by then


class SameAmount(NamedTuple):
    """How surprising it is; the amount and currency, who was refused it so (first time), of how many; cards.

    Without an amount: on whatever amounts, as `sort` says (`ON_ANY`, ...); `with_one`: how many of the cards were
    refused the amount `mostly`, in the currency, that most of them were (`with_amount`).
    """

    surprise: float = 0.0
    amount: float = 0.0
    currency: str = ""
    names: frozenset[str] = frozenset()
    refused: int = 0
    cards: int = 0
    sort: int = ON_ANY
    mostly: float = 0.0
    with_one: int = 0


def told(event: Event) -> str:
    """Return one refusal as it is noted: account, card, amount, currency, and whose try it was, if that is told."""
    amount = "" if event.amount_minor is None else f"{event.amount_minor:g}"
    by_whom = (BY_PRODUCT,) if of_the_product(event) else (JUST_ENTERED,) if event.novel & ENTERED else ()
    return PARTED.join((event.subject, event.card or "", amount, event.currency or "", *by_whom))


def on_one_amount(window: Sequence[Tally], *more: tuple[str, float]) -> SameAmount:
    """Return the most surprising amount of a window; `more`: what else was refused, and when."""
    tried: dict[tuple[str, str], dict[str, dict[str, float]]] = {}
    for name, time in [*[one for tally in window for one in (tally.strangers or {}).items()], *more]:
        account, card, amount, currency, *_ = name.split(PARTED)
        if amount:
            cards = tried.setdefault((amount, currency), {}).setdefault(account, {})
            cards[card] = min(time, cards.get(card, time))
    found = [_judged(amount, currency, of) for (amount, currency), of in tried.items() if len(of) >= ACCOUNTS]
    best = max(found, default=SameAmount(), key=lambda one: one[:3])
    return best._replace(surprise=max(0.0, best.surprise - log10(max(1, len(found)))))


def on_any_amount(window: Sequence[Tally], *more: tuple[str, float], each: int = AGAIN) -> SameAmount:
    """Return what a long window shows of accounts refused on so many cards, whatever the amounts; as above.

    `each`: `AGAIN`, or `MANY`, as hardly any owner is.
    """
    tried: dict[str, dict[str, float]] = {}
    for name, time in [*[one for tally in window for one in (tally.strangers or {}).items()], *more]:
        account, card, _, _, *by_whom = name.split(PARTED)
        if BY_PRODUCT in by_whom:  # it tries every card on file, day after day
            continue
        cards = tried.setdefault(account, {})
        cards[card] = min(time, cards.get(card, time))
    mine = {name: cards for name, cards in tried.items() if len(cards) >= each and _days(cards) >= DAYS}
    share, sort = (AGAIN_SHARE, ON_ANY) if each == AGAIN else (MANY_SHARE, ON_MANY)
    return _whatever(mine, len(tried), share, sort)


def on_entered(window: Sequence[Tally], *more: tuple[str, float]) -> SameAmount:
    """Return what a long window shows of accounts refused on two cards or more just after they were entered."""
    tried, mine = set[str](), dict[str, dict[str, float]]()
    for name, time in [*[one for tally in window for one in (tally.strangers or {}).items()], *more]:
        account, card, _, _, *by_whom = name.split(PARTED)
        tried.add(account)
        if JUST_ENTERED in by_whom:
            cards = mine.setdefault(account, {})
            cards[card] = min(time, cards.get(card, time))
    mine = {name: cards for name, cards in mine.items() if len(cards) >= AGAIN}
    return _whatever(mine, len(tried), ENTERED_SHARE, AFTER_ENTRY)


def _whatever(mine: dict[str, dict[str, float]], tried: int, share: float, sort: int) -> SameAmount:
    """Judge accounts of so many that were refused at all; their cards, with the time of each one's first refusal."""
    days = Counter([time // DAY_S for cards in mine.values() for time in cards.values()])
    if len(mine) < ACCOUNTS or max(days.values()) > DAY_MOST * days.total():
        return SameAmount()
    surprise = binomial(tried, len(mine), share)
    return SameAmount(surprise, 0.0, "", frozenset(mine), tried, days.total(), sort)


def with_amount(found: SameAmount, window: Sequence[Tally]) -> SameAmount:
    """Return what was found on whatever amounts, with the amount that most of these cards were refused, if one was."""
    if found.amount or not found.names:
        return found
    cards: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for name in {name for tally in window for name in tally.strangers or ()}:
        account, card, amount, currency, *by_whom = name.split(PARTED)
        if account in found.names and amount and BY_PRODUCT not in by_whom:
            cards.setdefault((amount, currency), set()).add((account, card))
    if not cards:
        return found
    (amount, currency), tried = max(cards.items(), key=lambda one: (len(one[1]), one[0]))
    if len(tried) <= MOSTLY * found.cards:
        return found
    return found._replace(currency=currency, mostly=float(amount), with_one=min(len(tried), found.cards))


def _judged(amount: str, currency: str, of: dict[str, dict[str, float]]) -> SameAmount:
    mine = {name: cards for name, cards in of.items() if len(cards) >= CARDS and _days(cards) >= DAYS}
    if len(mine) < max(ACCOUNTS, MOSTLY * len(of)):
        return SameAmount()
    cards = sum([len(cards) for cards in mine.values()])
    return SameAmount(binomial(len(of), len(mine), SHARE), float(amount), currency, frozenset(mine), len(of), cards)


def _days(cards: dict[str, float]) -> int:
    return len({time // DAY_S for time in cards.values()})


def rarer(window: Sequence[Tally], *more: tuple[str, float]) -> tuple[SameAmount, SameAmount]:
    """Return what hardly any owner does: four cards refused on several days, or two just after an entry."""
    return on_any_amount(window, *more, each=MANY), on_entered(window, *more)


def tell_of(tally: Tally, found: SameAmount, surprise: float) -> None:
    """Let a bucket tell of the accounts refused one amount, and be hot where any was."""
    show(tally, found.names)
    if not tally.examples:
        return
    tally.hot = True
    detail: tuple[int, ...] = (round(found.amount), len(found.names), found.refused, found.cards, found.sort)
    if found.with_one:
        detail = (*detail, round(found.mostly), found.with_one)
    tally.crest(len(found.names), 0.0, surprise, detail)
    tally.add(f"{CURRENCY}{PARTED}{found.currency}")
    for pair, time in (tally.carried or {}).items():
        if (name := first_of(pair)) in found.names:
            tally.mark(name, time)
