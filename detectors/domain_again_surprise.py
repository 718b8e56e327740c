"""How surprising it is that so many tell one domain or contact again and again, or are new or taken."""

from __future__ import annotations

from collections.abc import Iterable

from detectors.domain_again_state import DAYS_LEAST, AgainState
from detectors.domain_alone import alone
from detectors.domain_entered import entered, of_entered
from detectors.domain_newly import newly
from detectors.domain_rooms import MOST, apart, in_no_room, made, on_one_device, spread
from detectors.domain_seldom import of_seldom, tellers
from detectors.domain_slowly import slowly
from detectors.domain_sparsely import sparsely
from detectors.domain_strangers import KNOWN_LEAST, NEW_DAYS, callers, of_callers
from detectors.domain_taken import few, of_few
from detectors.domain_told import AGAIN, NEW, TAKEN, Said
from detectors.domain_turns import in_turn, of_turns
from detectors.newcomers import NEWCOMERS
from detectors.newcomers import TAKEN as TAKEN_SHARE
from detectors.recurrence import DAY_S, FOLD
from detectors.surprise import binomial

LEAST = 5  # accounts that tell it again and again
TOGETHER = 0.6  # of honest accounts that tell a new thing, those who do so again and again: stewards, a firm's helpers
Told = dict[str, Said]


def told_again(one: Said) -> bool:
    """Tell whether an account told it again and again."""
    return len(one.targets) >= AGAIN


def counted(window: Told) -> int:
    """Return how many accounts of a window did."""
    return sum([told_again(one) for one in window.values()])


def strange_of(window: Told, again: int) -> list[int]:
    """Return what those are who are new or taken: of those who tell it again, or of all where most of these do.

    Where few tell it again, it goes round.
    """
    all_count = again > MOST * len(window)
    return [one.what for one in window.values() if one.what and (all_count or told_again(one))]


def sorts(strange: list[int]) -> tuple[int, int]:
    """Return how many were entered from somewhere new, and how many are new here."""
    return sum([what & TAKEN > 0 for what in strange]), sum([what & NEW > 0 for what in strange])


def most_surprising(state: AgainState, window: Told, step: int) -> float:
    """Return the most that those who tell it in a window are surprising as, whoever is accused then."""
    together = max(of_those_again(state, window), of_newcomers(state, window), slowly(state, window, step).surprise)
    strange = max(of_strange(state, window, TAKEN), of_strange(state, window, NEW), of_visits(state, window))
    together = max(together, sparsely(state, window, step).surprise)
    in_turn = max(of_those_in_turn(state, window), of_those_calling(state, window))
    return max(together, strange, of_unused(state, window), in_turn, alone(state, window)[1])


def of_those_again(state: AgainState, window: Told) -> float:
    """Return the surprise of so many who tell it again; 0 where the site, or who tells it, speaks against it."""
    told = spread(window)
    again, everybody = counted(told), len(told)
    if again < LEAST or not _unheard(state, told, again) or not apart(told):
        return 0.0
    strange = strange_of(told, again)
    of_strangers = max(
        binomial(everybody, len(strange), NEWCOMERS), binomial(everybody, sorts(strange)[0], TAKEN_SHARE)
    )
    return max(of_strangers, binomial(everybody, again, TOGETHER))


def of_newcomers(state: AgainState, window: Told) -> float:
    """Return the surprise of so many newcomers, each of whom told it at least once; 0 as `of_those_again`."""
    told = spread(window)
    if len(told) < LEAST or not _unheard(state, window, len(told)):
        return 0.0
    if apart(told):
        return newly(told)
    return newly(window) if in_no_room(window) else 0.0


def of_strange(state: AgainState, window: Told, what: int) -> float:
    """Return the surprise of a few taken (new) accounts, each of which told it to many; 0 as `of_those_again`.

    Not in one office: three of a site's helpers write to all who were logged out, on their first day here. Each has a
    device there: new accounts on one device are one person, wherever that is. But what one newcomer alone is accused
    of, several are, wherever they sit.
    """
    found = few(window, what)
    separate = apart(window if what == TAKEN else spread(window)) or (what == NEW and on_one_device(found))
    surprise = of_few(window, what, separate)
    if not surprise:
        return 0.0
    before = state.newcomers(min([one.time for one in window.values()])) if what == NEW else ()
    return surprise if _unheard(state, window, len(found), before, made(found)) else 0.0


def of_visits(state: AgainState, window: Told) -> float:
    """Return the surprise of those that were entered, wherever and in turn; 0 where the site speaks against it."""
    surprise = of_entered(window)
    return surprise if surprise and _unheard(state, window, len(entered(window))) else 0.0


def of_unused(state: AgainState, window: Told) -> float:
    """Return the surprise of accounts that hardly ever wrote, each of which told it to others; 0 as of those again."""
    surprise = of_seldom(window)
    return surprise if surprise and _unheard(state, window, len(tellers(window))) else 0.0


def of_those_in_turn(state: AgainState, window: Told) -> float:
    """Return the surprise of new accounts in turn on a few devices, who write it to strangers; 0 as of those again.

    That they wrote it themselves on days before is no custom: who hardly ever wrote has not done so for long.
    """
    surprise, found = of_turns(window), in_turn(window)
    return surprise if surprise and _unheard(state, window, len(found), found) else 0.0


def of_those_calling(state: AgainState, window: Told) -> float:
    """Return the surprise of accounts that each write it to strangers; 0 as of those again, or where it is known here.

    Those who wrote it themselves on days before make it known only after `NEW_DAYS`.
    """
    surprise = of_callers(window)
    if not surprise:
        return 0.0
    found, first = callers(window), int(min([one.time for one in window.values()]) // DAY_S)
    since, sure = min(state.days, default=first), made(found)
    known_then = max([one.days - max(0, int(one.time // DAY_S) - since) for one in window.values()])
    if first - since >= NEW_DAYS or (known_then < KNOWN_LEAST and not sure):
        return 0.0
    return surprise if _unheard(state, window, len(found), found, sure=True) else 0.0


def _unheard(state: AgainState, window: Told, again: int, but: Iterable[str] = (), sure: bool = False) -> bool:
    """Tell whether the site was known when it was told first, and hardly anybody told it on the days before.

    `sure`: it is known otherwise that those who tell it are new.
    """
    first = min([one.time for one in window.values()])
    known = sure or min([one.days for one in window.values()]) >= DAYS_LEAST
    return known and again > FOLD * state.earlier(first, but)
