"""How it is kept and told what was done in accounts that somebody got into from abroad."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from detectors.login_site_abroad_deeds import DEEDS, Deed
from detectors.pairs import PARTED
from detectors.recurrence import DAY_S
from detectors.steps import HOUR_S
from detectors.takeover_waited_lodger import FACTOR, KEY, MAIL, PAID
from detectors.tally import Tally
from detectors.went_through import told as told_sums
from detectors.wording import counted, listed

SORTS = {MAIL: "mail address changed", FACTOR: "second factor changed", KEY: "key made", PAID: "payment"}
Kept = list[str]  # sort, payee, name of a sum, amount in the smallest unit, seconds since the entry, the event's id


def carry(tally: Tally, name: str, came: float, deeds: Sequence[Deed]) -> None:
    """Keep in a tally what was done in an account that somebody got into at a time."""
    for deed in deeds:
        told = (name, deed.sort, deed.payee, deed.name, f"{deed.minor:g}", f"{deed.time - came:.0f}", deed.id)
        tally.carry(PARTED.join(told), deed.time)


def carried(run: Tally) -> dict[str, list[Kept]]:
    """Return what a run has so kept by account, in order of time: those that only paid as they came are last."""
    found: dict[str, list[Kept]] = {}
    for told, _ in sorted((run.carried or {}).items(), key=lambda one: (one[1], one[0])):
        name, *rest = told.split(PARTED)
        found.setdefault(name, []).append(rest)
    return {name: found[name] for name in sorted(found, key=lambda name: _as_he_came(found[name]))}


def _as_he_came(deeds: Sequence[Kept]) -> bool:
    """Tell whether nothing but money was paid (and a telephone set up) on the first day: some travellers do that."""
    return all([deed[0] in (PAID, FACTOR) and float(deed[4]) < DAY_S for deed in deeds])


def in_words(deeds: Sequence[Sequence[str]]) -> str:
    """Say what was done and when.

    >>> in_words([[MAIL, "", "", "0", "60", "a"], [PAID, "ib-1", "went_through_minor_EUR", "5000", "172800", "b"]])
    'mail address changed and 1 payment to ib-1 (50.00 EUR), within the hour to 2 days later'
    """
    sorts = {sort: SORTS[sort] for sort, *_ in deeds if sort != PAID}
    paid = [rest for sort, *rest in deeds if sort == PAID]
    times = [float(one[4]) for one in deeds]
    first, last = _after(min(times)), _after(max(times))
    words = [*dict(sorted(sorts.items(), key=lambda one: DEEDS.index(one[0]))).values()]
    words += [_paid(paid)] if paid else []
    return f"{listed(words)}, {first if first == last else f'{first} to {last}'}"


def _paid(paid: Sequence[Sequence[str]]) -> str:
    """Say how many payments to whom, above all, and how much."""
    (payee, _), *others = Counter([one[0] for one in paid if one[0]]).most_common() or [("", 0)]
    sums = Counter[str]()
    for _, name, minor, *_ in paid:
        sums.update({name: float(minor)} if name else {})
    to = f" to {payee}{' and others' if others else ''}" if payee else ""
    money = told_sums(sums)
    return f"{counted(len(paid), SORTS[PAID])}{to}{f' ({money})' if money else ''}"


def _after(seconds: float) -> str:
    if seconds < HOUR_S:
        return "within the hour"
    return (
        f"{counted(seconds // HOUR_S, 'hour')} later"
        if seconds < DAY_S
        else f"{counted(seconds // DAY_S, 'day')} later"
    )
