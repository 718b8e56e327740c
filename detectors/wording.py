"""Numbers as sentences for reviewers say them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from detectors.counts import MARKED_KEPT
from detectors.tally import Tally

# ISO 4217: currencies whose smallest unit is the whole, or a thousandth; of the others it is a hundredth.
WHOLE = frozenset("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF".split())
THOUSANDTHS = frozenset("BHD IQD JOD KWD LYD OMR TND".split())
_CURRENCY = re.compile("[A-Z]{3}")
# What to do about a text of many; what a product itself puts into what people send is not looked at once it is named.
READ_ONE = (
    "Read one copy; if it is spam, remove all copies and {} the accounts; if the product itself adds the words, name "
    "them in engine.own_phrases."
)
READ_SOME = "Read a few of the newest; if nobody asked for them, stop the account and remove them."


def counted(number: float, noun: str = "account") -> str:
    """Return a number with its noun.

    >>> counted(1), counted(3), counted(0, "login"), counted(2, "address"), counted(2, "country"), counted(2, "day")
    ('1 account', '3 accounts', '0 logins', '2 addresses', '2 countries', '2 days')
    >>> counted(2_516, "failure")
    '2,516 failures'
    """
    many = (
        f"{noun[:-1]}ies"
        if noun.endswith("y") and noun[-2:-1] not in "aeou"
        else f"{noun}{'es' if noun.endswith('s') else 's'}"
    )
    return f"{number:,.0f} {noun if round(number) == 1 else many}"


def none_or(number: float, noun: str) -> str:
    """Return a number with its noun, where it may be none.

    >>> none_or(0, "sign-up"), none_or(2, "sign-up")
    ('no sign-up', '2 sign-ups')
    """
    return counted(number, noun) if round(number) else f"no {noun}"


def money(minor: float, currencies: Sequence[str]) -> str:
    """Return an amount in the smallest unit of a currency, in the currency where just one is told (`unsaid`: else).

    >>> money(180_000, ["EUR"]), money(1_500, ["JPY"]), money(1_500, ["KWD"]), money(180_000, [])
    ('1,800.00 EUR', '1,500 JPY', '1.500 KWD', '180,000')
    """
    if unsaid(currencies):
        return f"{minor:,.0f}"
    (told,) = currencies
    digits = 0 if told in WHOLE else 3 if told in THOUSANDTHS else 2
    return f"{minor / 10**digits:,.{digits}f} {told}"


def unsaid(currencies: Sequence[str]) -> str:
    """Say why an amount is told without its currency; "" where it is not.

    >>> unsaid(["EUR"]), unsaid(["EUR", "USD"]), unsaid(["no code"])
    ('', 'summed over several currencies', 'in the smallest unit of its currency, which is not told')
    """
    if len(currencies) > 1:
        return "summed over several currencies"
    known = bool(currencies) and _CURRENCY.fullmatch(currencies[0])
    return "" if known else "in the smallest unit of its currency, which is not told"


def within(seconds: float) -> str:
    """Return a window's length.

    >>> within(600.0), within(3600.0), within(86_400.0)
    ('10 min', '60 min', '24 h')
    """
    return f"{seconds / 60:.0f} min" if seconds <= 3600.0 else f"{seconds / 3600:.0f} h"


def from_to(least: int, most: int) -> str:
    """Return a range of numbers, or the one number it is.

    >>> from_to(3, 9), from_to(4, 4)
    ('3 to 9', '4')
    """
    return f"{least} to {most}" if most > least else f"{most}"


def entered(run: Tally, named: int | None = None) -> str:
    """Return how many accounts a run has marked as entered, or `named` of them: only `MARKED_KEPT` are told apart."""
    marked = len(run.marked or ())
    if not marked:
        return "no account"
    return f"{'at least ' if marked >= MARKED_KEPT else ''}{counted(marked if named is None else named)}"


def rarely(surprise: float) -> str:
    """Return how rare something is: beyond a million the model's own faults are likelier than its figure.

    >>> rarely(3.0), rarely(4.3), rarely(9.0)
    ('once in 1,000', 'once in 19,953', 'less than once in a million')
    """
    return f"once in {10**surprise:,.0f}" if surprise < 6.0 else "less than once in a million"


def about(number: float) -> str:
    """Return what is usual of something that is counted: a decimal only where it says something.

    >>> about(507_818.0), about(0.0), about(1.04), about(2.25), about(12.4)
    ('507,818', '0', '1', '2.2', '12')
    """
    return f"{number:,.0f}" if number >= 10 else f"{number:.1f}".removesuffix(".0")


def few_of(names: Sequence[str], most: int) -> str:
    """Name the first of some, and say how many more there are.

    >>> few_of(["a", "b", "c"], 3), few_of(["a", "b", "c"], 1)
    ('a, b, c', 'a and 2 more')
    """
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return f"{', '.join(names[:most])}{more}"


def listed(words: Sequence[str]) -> str:
    """Return all of some words, in a row.

    >>> listed(["a", "b", "c"]), listed(["a"]), listed([])
    ('a, b and c', 'a', '')
    """
    return " and ".join([part for part in (", ".join(words[:-1]), *words[-1:]) if part])


def little(usual: float) -> str:
    """Return how many of something are usual where hardly any is: below a thousandth a figure says no more to anybody.

    >>> little(0.0437), little(1.3), little(6.4e-08)
    ('0.044', '1.3', 'less than 0.001')
    """
    return f"{usual:.2g}" if usual >= 0.001 else "less than 0.001"
