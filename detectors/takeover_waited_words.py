"""What is said of accounts that were locked or spent from on devices that had come days before."""

from __future__ import annotations

from collections.abc import Sequence

from detectors.takeover_waited_days import WINDOW_DAYS
from detectors.takeover_waited_found import Told, paid_in
from detectors.tally import Tally
from detectors.went_through import told
from detectors.wording import counted

PAYEES_TOLD = 3
TWICE = "two payments or more"


def said(run: Tally, payees: Sequence[str]) -> str:
    """Say what was done to how many accounts, how many owners would have done it, and what was paid there.

    `payees`: whom two or more paid.
    """
    tally = Told(*run.detail)
    changes, alike = tally.changes, tally.on_one_device
    one = f", {'all' if alike == run.peak else alike} on one device" if alike > 1 else ""
    money = f" Paid from those devices: {sums}." if (sums := told(paid_in(run))) else ""
    more = f" ({run.distinct():,} in all, some in another way)" if run.distinct() > run.peak else ""
    who = f"{counted(run.peak)}{more}"
    if tally.waited:
        return (
            f"{who} got a new second factor within {WINDOW_DAYS} days where device and address had come "
            f"to them within hours, and were paid out of{_whom(payees)} days later on that device, unused in between"
            f"{one}; of {changes:,} second factors set on the whole site owners would do so with less than one.{money}"
        )
    if tally.paid_days_later:
        return (
            f"{who} got a new second factor within {WINDOW_DAYS} days on a device that had come to them "
            "days before and lain unused since, at an address new to them, and were paid from on it hours to three "
            f"days later, at another new address{one}; of {changes:,} second factors set on the whole site owners "
            f"would do so with less than one.{money}"
        )
    did = _alone(tally, payees) or done(
        run.peak, (tally.second_factor_too, tally.paid_twice, tally.paid_out), tally.to_one_payee, payees
    )
    return (
        f"{who} had the mail address changed within {WINDOW_DAYS} days on a device that had come to "
        f"them days before, at an address as new, {did}{one}; of "
        f"{changes:,} mail addresses changed on the whole site owners would do so with less than one.{money}"
    )


def _alone(tally: Told, payees: Sequence[str]) -> str:
    """Say what was done on a device that had lain unused, "" where it need not have."""
    lain = "the device had lain unused till then"
    if tally.keys:
        return f"and within the hour a key made there; {lain}"
    if tally.emptied:
        return f"and within the hour what they held paid out{_whom(payees)}; {lain}"
    return "which had lain unused till then" if tally.mail_alone else ""


def _whom(payees: Sequence[str]) -> str:
    more = " and others" if len(payees) > PAYEES_TOLD else ""
    return f" (two or more to each of {', '.join(payees[:PAYEES_TOLD])}{more})" if payees else ""


def done(every: float, ways: tuple[int, int, int], to_one: int, payees: Sequence[str]) -> str:
    """Say what was done after the change of mail, and to how many of the accounts where not to all of them.

    `ways`: accounts with a second factor, two payments, a payout; `to_one`: of the last those with the commonest payee;
    `payees`: whom two or more paid.

    >>> done(4, (4, 0, 0), 0, [])
    'and within the hour the second factor, too'
    >>> done(4, (0, 1, 3), 2, ["wallet"])
    'and within the hour two payments or more (1) or within the day what they held paid out (3, 2 to wallet)'
    """
    locked, paid, out = ways
    at_once = [
        f"{way}{_of(number, every)}" for way, number in (("the second factor, too", locked), (TWICE, paid)) if number
    ]
    found = [f"within the hour {' or '.join(at_once)}"] if at_once else []
    if out:
        found.append(f"within the day what they held paid out{_of(out, every, _to(payees, to_one, out))}")
    return f"and {' or '.join(found)}"


def _of(number: int, every: float, more: str = "") -> str:
    """Return a number of accounts in brackets, where it is not every one, and what more is said of them."""
    shown = f"{number}{more}" if number < every else more.removeprefix(", ").removeprefix("; ")
    return f" ({shown})" if shown else ""


def _to(payees: Sequence[str], to_one: int, out: int) -> str:
    """Say whom they paid."""
    if len(payees) > 1:
        more = " and others" if len(payees) > PAYEES_TOLD else ""
        return f"; two or more to each of {', '.join(payees[:PAYEES_TOLD])}{more}"
    return f", {'all' if to_one == out else to_one} to {payees[0]}" if payees else ""
