"""Which newcomers, wherever they are, use one amount to the unit, each day as the last."""

from __future__ import annotations

from collections.abc import Iterable
from statistics import median

from detectors.recurrence import DAY_S
from detectors.signup_hoster import APART
from detectors.surprise import binomial
from detectors.usage_alike_group import ACCOUNTS_LEAST, DAYS_LEAST, MOSTLY, Group, is_near
from detectors.usage_alike_state import Daily

THREE_DIGITS = 100  # what people use a few times a day is the same by itself
WITHIN = 30  # whole numbers, at the least, within 15 % of one of three digits: one in so many is that very one
OTHERS_LEAST = 8  # newcomers that use it beside the group: by fewer nobody knows what much is


def exactly_alike(lives: dict[str, list[Daily]], what: str, told: Iterable[str]) -> list[Group]:
    """Return those of one measure who use the same to the unit, by amount, without who is told of already.

    Days on which a limit stopped them do not count: who comes to one uses the same as all who do.
    """
    free = {name: [one for one in days if not one.stopped] for name, days in lives.items()}
    used = {name: [one.used[what] for one in days if one.used.get(what)] for name, days in free.items()}
    same, skipped = dict[float, list[str]](), set(told)
    for name in sorted(used.keys() - skipped):
        if (amount := _kept_to(used[name])) and is_odd(amount):
            same.setdefault(amount, []).append(name)
    return [
        _group(used, {name: lives[name][0].first for name in names}, what, amount, _addresses(lives, names))
        for amount, names in sorted(same.items())
        if len(names) >= ACCOUNTS_LEAST
    ]


def is_odd(amount: float) -> bool:
    """Tell an amount that nothing explains: of three digits, not round as limits are, nor a beat of whole seconds.

    >>> [is_odd(float(amount)) for amount in (490, 14_700, 36, 500, 1_500, 1_440, 288)]
    [True, True, False, False, False, False, False]
    """
    first = f"{amount:.0f}".rstrip("0")
    is_round = len(first) == 1 or (len(first) == 2 and first[1] == "5")
    return amount >= THREE_DIGITS and not is_round and DAY_S % amount > 0


def _kept_to(amounts: list[float]) -> float:
    """Return the amount of three days or more and of most; 0 where there is none."""
    often = max(amounts, key=amounts.count, default=0.0)
    return often if amounts.count(often) >= max(DAYS_LEAST, MOSTLY * len(amounts)) else 0.0


def _addresses(lives: dict[str, list[Daily]], names: list[str]) -> int:
    return len({address for name in names for one in lives[name] for address in one.at})


def _group(used: dict[str, list[float]], names: dict[str, float], what: str, amount: float, addresses: int) -> Group:
    """Return them, and how surprising so many are by how many others come near; nothing where they share addresses.

    Who used nothing but the amount, on fewer days, is no other: it has only just begun.
    """
    others = [median(mine) for name, mine in used.items() if name not in names and set(mine) - {amount}]
    near, usual = sum([is_near(one, amount) for one in others]), median(others or [0.0])
    found = Group(names, what, addresses, amount, amount, len(others), near, usual, 0.0)
    if addresses < APART * len(names) or len(others) < OTHERS_LEAST or amount < usual:
        return found
    share = (near + 0.5) / (len(others) + 1) / WITHIN
    return found._replace(surprise=binomial(len(names) + len(others), len(names), share))
