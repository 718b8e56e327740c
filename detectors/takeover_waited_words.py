"""What is said of accounts that were locked or spent from on devices that had come days before."""

from __future__ import annotations

from collections.abc import Sequence

PAYEES_TOLD = 3


def done(locked: int, paid: int, out: int, to_one: int, payees: Sequence[str]) -> str:
    """Say what was done after the change of mail, to how many accounts.

    `locked`, `paid`, `out`: accounts with a second factor, two payments, a payout; `to_one`: of the last those with the
    commonest payee; `payees`: whom two or more paid.

    >>> done(4, 0, 0, 0, [])
    'within the hour the second factor, too (4)'
    >>> done(0, 1, 3, 2, ["wallet"])
    'within the hour two payments or more (1) or within the day what they held paid out (3, 2 to wallet)'
    """
    ways = (f"the second factor, too ({locked})", f"two payments or more ({paid})")
    at_once = " or ".join([way for way, number in zip(ways, (locked, paid), strict=True) if number])
    told = [f"within the hour {at_once}"] if at_once else []
    if out:
        told.append(f"within the day what they held paid out ({out}{_to(payees, to_one, out)})")
    return " or ".join(told)


def _to(payees: Sequence[str], to_one: int, out: int) -> str:
    """Say whom they paid."""
    if len(payees) > 1:
        more = " and others" if len(payees) > PAYEES_TOLD else ""
        return f"; two or more to each of {', '.join(payees[:PAYEES_TOLD])}{more}"
    return f", {'all' if to_one == out else to_one} to {payees[0]}" if payees else ""
