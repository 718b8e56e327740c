"""What is said of accounts that were locked or spent from on devices that had come days before."""

from __future__ import annotations

from collections.abc import Sequence

from detectors.takeover_waited_days import WINDOW_DAYS
from detectors.takeover_waited_found import ALONE, AT_ONCE, EMPTIED, KEYED, LATER, WAITED, Told
from detectors.takeover_waited_told import Done, done_in, paid_in
from detectors.tally import Tally
from detectors.went_through import told
from detectors.wording import counted, few_of

PAYEES_TOLD = 3
NAMES_TOLD = 8
OTHERWISE = {  # what was done to accounts in each way, where another is told in full
    AT_ONCE: "the mail address changed on a device that had come days before, and locked or paid from there",
    LATER: "a new second factor on such a device, unused since it came, and paid from on it days later",
    KEYED: "the mail address changed on such a device, unused since it came, and a key made there",
    ALONE: "the mail address changed on such a device, unused since it came",
    EMPTIED: "the mail address changed on such a device, unused since it came, and paid out of within the hour",
    WAITED: "a new second factor as a device and address came, and paid out of there days later, unused in between",
}
TWICE = "two payments or more"


def said(run: Tally, payees: Sequence[str]) -> str:
    """Say what was done to how many accounts, how many owners would have done it, and what was paid there.

    `payees`: whom two or more paid.
    """
    tally = Told(*run.detail)
    alike = tally.on_one_device
    one = f", {'all' if alike == run.peak else alike} on one device" if alike > 1 else ""
    money = f" Paid from those devices: {sums}." if (sums := told(paid_in(run))) else ""
    done = done_in(run, tally.sort)
    mine = {each.name for each in done if each.sort == tally.sort}
    more = f" ({len(mine):,} in all)" if len(mine) > run.peak else ""
    did = _did(tally, run.peak, payees)
    what = "second factors set" if tally.of_factors else "mail addresses changed"
    return (
        f"{counted(run.peak)}{more} {did}{one}; of {tally.changes:,} {what} on the whole site owners would do so with "
        f"less than one.{others(done, tally.sort)}{money}"
    )


def others(done: Sequence[Done], sort: int) -> str:
    """Say what was done to further accounts, each way by itself, and whether on devices of those told.

    >>> others([Done(1.0, "ann", "a", 3, "d1"), Done(2.0, "bob", "b", 5, "d2")], 3).partition(": ")[0]
    ' Further, on other devices, so perhaps not by the same hands, 1 account (bob)'
    >>> others([Done(1.0, "ann", "a", 3, "d1")], 3)
    ''
    """
    mine, found = {one.device for one in done if one.sort == sort}, []
    for other in sorted({one.sort for one in done} - {sort}):
        names = list(dict.fromkeys([one.name for one in done if one.sort == other]))
        apart = mine.isdisjoint([one.device for one in done if one.sort == other])
        where = "on other devices, so perhaps not by the same hands, " if apart else ""
        found.append(f" Further, {where}{counted(len(names))} ({few_of(names, NAMES_TOLD)}): {OTHERWISE[other]}.")
    return "".join(found)


def _did(tally: Told, every: float, payees: Sequence[str]) -> str:
    """Say what was done to accounts, after how many there are."""
    if tally.waited:
        return (
            f"got a new second factor within {WINDOW_DAYS} days where device and address had come to them within "
            f"hours, and were paid out of{_whom(payees)} days later on that device, unused in between"
        )
    if tally.paid_days_later:
        return (
            f"got a new second factor within {WINDOW_DAYS} days on a device that had come to them days before and lain "
            "unused since, at an address new to them, and were paid from on it hours to three days later, at another "
            "new address"
        )
    did = _alone(tally, payees) or done(
        every, (tally.second_factor_too, tally.paid_twice, tally.paid_out), tally.to_one_payee, payees
    )
    return (
        f"had the mail address changed within {WINDOW_DAYS} days on a device that had come to them days before, at an "
        f"address as new, {did}"
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
