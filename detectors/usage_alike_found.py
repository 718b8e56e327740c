"""Which newcomers of one provider, or anywhere, use all but the same amount, each day as the last."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from math import log10
from statistics import median

from detectors.signup_hoster import APART
from detectors.surprise import binomial
from detectors.usage_alike_exact import exactly_alike
from detectors.usage_alike_group import ACCOUNTS_LEAST, DAYS_LEAST, MOSTLY, Group, is_near
from detectors.usage_alike_state import AlikeState, Daily

OTHERS_LEAST = 20  # newcomers elsewhere that use it: by fewer nobody knows what is usual
WARM_DAYS = 7  # of the site: a provider is new where no newcomer came from in the week before


def found_in(state: AlikeState, day: int) -> list[Group]:
    """Return the groups in the window that ends with a day; none before the site is known for a week."""
    if not 0 <= state.oldest <= day - WARM_DAYS:
        return []
    lives = state.lives(day)
    measures = sorted({what for days in lives.values() for one in days for what in one.used})
    groups = [group for what in measures for group in _alike(state, day, lives, what)]
    told = {name for group in groups if group.surprise > 0 for name in group.names}
    groups += [group for what in measures for group in exactly_alike(lives, what, told)]
    tried = log10(max(1, len(groups)))
    return [group._replace(surprise=group.surprise - tried) for group in groups if group.surprise > 0]


def _alike(state: AlikeState, day: int, lives: dict[str, list[Daily]], what: str) -> list[Group]:
    """Return what is there of one measure: each provider that may count, its surprise 0 where nothing is alike."""
    used = {name: [one.used[what] for one in days if one.used.get(what)] for name, days in lives.items()}
    there: dict[str, set[str]] = {}
    for name in [name for name, amounts in used.items() if len(amounts) >= DAYS_LEAST]:
        for one in lives[name]:
            for place in one.at.values():
                there.setdefault(place, set()).add(name)
    return [
        _group(used, {name: lives[name][0].first for name in names}, what, _addresses(lives, names, place), place)
        for place, names in sorted(there.items())
        if len(names) >= ACCOUNTS_LEAST and state.is_new(place, day)
    ]


def _addresses(lives: dict[str, list[Daily]], names: Collection[str], place: str) -> int:
    return len({address for name in names for one in lives[name] for address, at in one.at.items() if at == place})


def _group(used: dict[str, list[float]], names: dict[str, float], what: str, addresses: int, place: str) -> Group:
    """Return those who use the same, and how surprising so many are by what newcomers elsewhere use.

    Nothing where they share an address, as a class does, or use less than half of the others do: that costs nobody
    anything, and small numbers are alike by themselves.
    """
    middle = median([median(used[name]) for name in names])
    same = {name: first for name, first in names.items() if _steady(used[name], middle)}
    others = [median(amounts) for name, amounts in used.items() if amounts and name not in names]
    near, usual = sum([is_near(amount, middle) for amount in others]), median(others or [0.0])
    amounts = [amount for name in same for amount in used[name] if is_near(amount, middle)]
    found = Group(same, what, addresses, min(amounts, default=0.0), max(amounts, default=0.0), len(others), near, usual,
                  0.0, of_provider=True, place=place)  # fmt: skip
    if len(same) < max(ACCOUNTS_LEAST, MOSTLY * len(names)) or addresses < APART * len(names):
        return found
    if len(others) < OTHERS_LEAST or middle < usual:
        return found
    return found._replace(surprise=binomial(len(names), len(same), (near + 0.5) / (len(others) + 1)))


def _steady(amounts: Sequence[float], middle: float) -> bool:
    return sum([is_near(amount, middle) for amount in amounts]) >= max(DAYS_LEAST, MOSTLY * len(amounts))
