"""What is said of known accounts that were refused card after card."""

from __future__ import annotations

from collections.abc import Sequence

from detectors.card_testing_known import (
    AFTER_ENTRY,
    AGAIN,
    AGAIN_SHARE,
    CARDS,
    DAYS,
    ENTERED_SHARE,
    MANY,
    MANY_SHARE,
    ON_MANY,
    SHARE,
)
from detectors.wording import money

NUMBERS = 7  # of a detail that names the amount of most cards


def sentence(detail: Sequence[int], currencies: Sequence[str], hours: float) -> tuple[str, str]:
    """Say how many accounts, on which amount."""
    amount, accounts, refused, cards, sort, mostly, with_one = (*detail, *(0,) * (NUMBERS - len(detail)))[:NUMBERS]
    named = _named(mostly, with_one, cards, currencies)
    if sort == AFTER_ENTRY:
        return _after_entry(accounts, refused, f"{cards} cards{named}", 2 * hours / 24)
    many, rare = (CARDS, SHARE) if amount else (MANY, MANY_SHARE) if sort == ON_MANY else (AGAIN, AGAIN_SHARE)
    on = f"one amount, {money(amount, currencies)}" if amount else ""
    reason = (
        f"{accounts} accounts, none of which signed up within the week, were each refused {many} cards or more on "
        f"{DAYS} days or more within {f'{hours:.0f} h' if amount else f'{2 * hours / 24:.0f} days'}, for reasons that "
        f"may lie in the cards{f', every time with {on}' if amount else ''}: {cards} cards{named}. In all, "
        f"{refused} such accounts were refused {'that amount' if amount else 'any card'}; usually one in "
        f"{1 / rare:,.0f} of them is refused so often{' on whatever amounts' if amount else ''}."
    )
    return reason, "Stop payments from the accounts named; tell the card issuers which cards went through."


def _named(mostly: int, with_one: int, cards: int, currencies: Sequence[str]) -> str:
    """Say that most cards were tried with one amount, which an owner's purchases are not."""
    if not with_one:
        return ""
    which = "each" if with_one == cards else f"{with_one}"
    return f", {which} of them with one amount, {money(mostly, currencies)}"


def _after_entry(accounts: int, refused: int, cards: str, days: float) -> tuple[str, str]:
    reason = (
        f"{accounts} accounts, none of which signed up within the week, were each refused {AGAIN} cards or more within "
        f"{days:.0f} days, each within hours after it was entered on a device and from an address new to it, for "
        f"reasons that may lie in the cards: {cards}. In all, {refused} such accounts were refused any card; "
        f"usually one in {1 / ENTERED_SHARE:,.0f} of them is refused so."
    )
    action = "Stop payments from the accounts named, end the sessions made there and ask the owners; "
    return reason, f"{action}tell the card issuers which cards went through."
