"""Newcomers that tell one domain or contact day by day for weeks, a few a day, and hardly anybody who stays.

A farm of accounts that each advertise it once and fall silent. What an honest newcomer brings is his own, or known to
those who have been here, or he tells it again on another day; but an affiliate's tag (`schemas.links`) that each tells
beside another domain is nobody's own page: whoever is paid by it has them all advertise, however often each does.
2026-11: on six made-up products no other domain was told by newcomers of a week's days and by fewer than a quarter as
many others, but a contest's page, told in one place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from detectors.domain_again_state import DAYS_LEAST, STEP_S, AgainState
from detectors.domain_newly import usually
from detectors.domain_told import Came, Said, hashed
from detectors.domain_whence import APART
from detectors.newcomers import OTHERS_MOST
from detectors.recurrence import DAY_S, DAYS_KEPT
from detectors.surprise import binomial

SORT = 8  # in an alert's details: that it is about such newcomers
A_WEEK = 7  # days on which one came, at the least: what comes in fewer is judged by three days
PLACES = 0.5  # of their number, people or threads they tell it to: a contest, a thread that is much read, is one

OWN_DOMAINS = 0.8  # of their number, domains beside which they first told a tag


class Slowly(NamedTuple):
    """Which newcomers told it on one day each, of how many accounts that told it on how many days; how surprising.

    `beside`: of an affiliate's tag, beside how many domains; of all else 0.
    """

    surprise: float = 0.0
    came: Mapping[str, Came] = MappingProxyType({})
    everybody: int = 0
    days: int = 0
    beside: int = 0


_NOBODY = Slowly()


def slowly(state: AgainState, window: dict[str, Said], step: int) -> Slowly:
    """Return what the weeks that end with a step show, from when the site was known; nothing where others tell it.

    Against the share of newcomers that is usual on the site (binomial), of at most eight accounts a day.
    """
    if len(state.fresh) < A_WEEK or not window:
        return _NOBODY
    today = int(step * STEP_S // DAY_S)
    since = today - min(DAYS_KEPT, max([one.days for one in window.values()]) - DAYS_LEAST)
    told = Counter([code for day, codes in state.days.items() if day >= since for code in codes])
    came = _came(state, since)
    if not (beside := _beside(came)):
        came = {name: one for name, one in came.items() if told[hashed(name)] == 1}
    days = len({int(one.time // DAY_S) for one in came.values()})
    if days < A_WEEK or len(told) - len(came) > OTHERS_MOST * len(came) or not _strewn(came):
        return _NOBODY
    return Slowly(binomial(len(told), len(came), usually(window)), came, len(told), days, beside)


def slowly_words(told: str, number: int, everybody: int, days: int, share: float, beside: int = 0) -> str:
    """Say it to a reviewer."""
    how = f", beside {beside} domains, hardly two beside the same," if beside else " and never again,"
    return (
        f"{number} of the {everybody} accounts that {told} in the last four weeks did so on their first day of posting"
        f"{how} a few on each of {days} days, from networks of their own; up to {100 * share:.0f} % would "
        "be usual on this site. Hardly anybody who has posted for longer told it."
    )


def _came(state: AgainState, since: int) -> dict[str, Came]:
    return {name: one for day, came in sorted(state.fresh.items()) if day >= since for name, one in came.items()}


def _beside(came: Mapping[str, Came]) -> int:
    """Return beside how many domains a tag was told, if nearly all told it beside another: no page of one's own."""
    domains = len({one.beside for one in came.values() if one.beside})
    return domains if domains > OWN_DOMAINS * len(came) else 0


def _strewn(came: dict[str, Came]) -> bool:
    """Tell whether they sit in no one room, and tell it in no one place."""
    networks = {one.network for one in came.values() if one.network}
    return len(networks) >= APART * len(came) and len({one.target for one in came.values()}) > PLACES * len(came)
