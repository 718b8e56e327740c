"""Which devices have accounts that are reported one after the other, and how surprising that is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from math import factorial, log10

from detectors.reported_devices_state import Names

ACCOUNTS = 3  # reported ones of a device: of twelve made-up products no honest device has three
REPORTERS = 3  # people who reported one of a device's accounts and no other of it: else they were sent against them all
MOSTLY = 2 / 3  # of a device's new accounts, reported: a firm's, a school's are hardly ever
# Of new accounts, reported by so many: 3 in 1,000 of a form builder's, one in 50 of an advertiser network's. Believed
# like a hundred accounts; an honest device's are at most twice as often, and within these bounds.
SHARE, WEIGHT, SWING, BOUNDS = 0.02, 100.0, 2.0, (0.005, 0.5)
HEADS = 9  # reporters of an account beyond whom more say no more: they come by a power law, of its square

Found = dict[str, dict[str, float]]  # device -> accounts -> when they first posted on it


def usual_of(others: Sequence[str], reports: dict[str, Names]) -> float:
    """Return the share of new accounts that so many report, at most, by those of other devices."""
    told = sum([len(reports.get(name, ())) >= REPORTERS for name in others])
    return min(BOUNDS[1], max(BOUNDS[0], SWING * (told + SHARE * WEIGHT) / (len(others) + WEIGHT)))


def beside(accounts: dict[str, float], reports: dict[str, Names]) -> float:
    """Return the surprise of what else speaks against a device's accounts: more reporters, and that they take turns."""
    heads = _own_reporters(accounts, reports).values()
    many = sum([2 * log10(max(REPORTERS, min(number, HEADS)) / REPORTERS) for number in heads])
    return many + (log10(factorial(len(accounts))) if in_turn(accounts, reports) else 0.0)


def in_turn(accounts: dict[str, float], reports: dict[str, Names]) -> bool:
    """Tell whether each of a device's accounts came after the one before had been reported."""
    came = sorted((at, name) for name, at in accounts.items())
    ended = [min(reports[name].values())[0] for _, name in came]
    return all([end < at for end, (at, _) in zip(ended, came[1:], strict=False)])


def reported_of(names: Names, reports: dict[str, Names]) -> dict[str, float]:
    """Return which of a device's accounts enough people reported, each of whom reported no other of them."""
    return {name: names[name][0] for name, heads in _own_reporters(names, reports).items() if heads >= REPORTERS}


def _own_reporters(names: Collection[str], reports: dict[str, Names]) -> dict[str, int]:
    """Return how many people reported each of some accounts, and no other of them."""
    heads = Counter([one for name in names for one in reports.get(name, ())])
    return {name: sum([heads[one] == 1 for one in reports.get(name, ())]) for name in names}
