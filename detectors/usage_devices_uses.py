"""What is done of one kind: by whom, on which devices, on how many days, and whether that is seldom done again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from detectors.recurrence import DAY_S
from detectors.shared_site_state import Names, united
from detectors.surprise import binomial

LEAST = 3  # accounts of a device that do so again: a couple are two
MOSTLY = 0.75  # of a device's: at a library's or a cafe's most of those who do it at all do it once
OTHERS = 50  # accounts that are known to do it, before anything is said: one in four is told from one in ten by then
SURE = 2.0  # log10: or so few of fewer others do it again that they are one in a hundred, if one in four did
RARELY, WEIGHT = 0.1, 20.0  # of those who do it on one day do so on another, before anything is learned
WEEK = 7  # days: what is due each week by law, or is had with each week's wage, nobody does again before
RARELY_MOST = 0.25  # beyond, it is what people come for, and a counter's staff does it every day


class Uses(NamedTuple):
    """What is done of one kind: the accounts of each device, and the days on which each did it.

    `there`: the same days, on devices that several share alone: who lent one once does it on his own from then on.
    """

    devices: dict[str, Names]
    days: dict[str, set[int]]
    there: dict[str, set[int]]


def uses_of(devices: dict[str, list[Names]]) -> Uses:
    """Return what is done of a kind, by its devices' accounts on each day."""
    every = {device: united(found) for device, found in devices.items()}
    shared = [device for device, names in every.items() if len(names) >= LEAST]
    return Uses(every, _days(devices, devices), _days(devices, shared))


def _days(devices: dict[str, list[Names]], those: Iterable[str]) -> dict[str, set[int]]:
    """Return the days on which each account did it on `those` devices."""
    days: dict[str, set[int]] = defaultdict(set)
    for name, came in (one for device in those for names in devices[device] for one in names.items()):
        days[name].add(int(came.time // DAY_S))
    return days


def done_on(days: dict[str, set[int]], least: int) -> set[str]:
    """Return who did it on so many days or more."""
    return {name for name, on in days.items() if len(on) >= least}


def share_again(days: dict[str, set[int]], those: set[str], day: int) -> float:
    """Return what share of accounts does it again, or of those who have had a week until `day` to, if that is more."""
    again = done_on(days, 2)
    return max(_share(those, again), _share({name for name in those if min(days[name]) <= day - WEEK}, again))


def _share(those: set[str], again: set[str]) -> float:
    return (len(those & again) + RARELY * WEIGHT) / (len(those) + WEIGHT)


def with_most(uses: Uses, those: set[str]) -> dict[str, tuple[int, Names]]:
    """Return the devices most of whose accounts are of `those`, and how many."""
    sizes = {device: len(those.intersection(names)) for device, names in uses.devices.items()}
    return {device: (sizes[device], names) for device, names in uses.devices.items() if _most(sizes[device], names)}


def with_any(uses: Uses, those: set[str]) -> int:
    """Return how many devices an account of `those` is on."""
    return sum([not those.isdisjoint(names) for names in uses.devices.values()])


def known(others: int, again: int) -> bool:
    """Tell whether it is known of a kind that it is seldom done again.

    >>> known(50, 5), known(17, 0), known(17, 1), known(24, 1)
    (True, True, False, True)
    """
    return others >= OTHERS or binomial(others, others - again, 1 - RARELY_MOST) >= SURE


def _most(again: int, names: Names) -> bool:
    """Tell whether most accounts of a device do it again."""
    return again >= LEAST and again >= MOSTLY * len(names)
