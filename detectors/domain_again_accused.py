"""Who is accused of telling one thing again and again, by what gave them away: the window's tally is made hot."""

from __future__ import annotations

from collections.abc import Iterable

from detectors.counts import EXAMPLES_KEPT
from detectors.domain_again_state import STEP_S
from detectors.domain_again_surprise import TOGETHER, Told, counted, sorts, strange_of, told_again
from detectors.domain_alone import SORT as ALONE
from detectors.domain_alone import USUAL
from detectors.domain_entered import entered
from detectors.domain_newly import SORT as NEWLY
from detectors.domain_newly import places_of, usually
from detectors.domain_reported import SORT as TOLD_OF
from detectors.domain_reported import Complaints
from detectors.domain_seldom import SORT as UNUSED
from detectors.domain_seldom import tellers
from detectors.domain_strangers import SORT as CALLERS
from detectors.domain_strangers import callers, strangers_of
from detectors.domain_taken import SHARES, SORT_NEW, few, told_least, told_most
from detectors.domain_taken import SORT as ENTERED
from detectors.domain_told import MADE, TAKEN, Said
from detectors.domain_turns import SORT as TURNS
from detectors.domain_turns import devices_of, in_turn
from detectors.tally import Tally


def accuse_again(tally: Tally, window: Told, surprise: float) -> None:
    """Accuse those of a window who tell it again, and those who were entered before they told it."""
    _name({name: one for name, one in window.items() if told_again(one) or one.what & TAKEN}, tally)
    detail = len(window), *sorts(strange_of(window, counted(window))), 0, 0, 0, _made(window.values())
    tally.crest(counted(window), len(window) * TOGETHER, surprise, detail)


def accuse_newcomers(tally: Tally, window: Told, surprise: float) -> None:
    """Accuse all who are new here."""
    share = usually(window)
    _accuse(tally, window, {name: one for name, one in window.items() if one.what}, share, surprise, NEWLY,
            round(1000 * share), places_of(window))  # fmt: skip


def accuse_few(tally: Tally, window: Told, what: int, surprise: float) -> None:
    """Accuse the few that are all entered, or all new."""
    named, sort = few(window, what), ENTERED if what == TAKEN else SORT_NEW
    _accuse(tally, window, named, SHARES[what], surprise, sort, told_least(named), told_most(named))


def accuse_entered(tally: Tally, window: Told, surprise: float) -> None:
    """Accuse all that were entered before they told it, be it once."""
    named = entered(window)
    _accuse(tally, window, named, SHARES[TAKEN], surprise, ENTERED, told_least(named), told_most(named))


def accuse_unused(tally: Tally, window: Told, surprise: float) -> None:
    """Accuse those who had hardly ever written here, and tell it twice."""
    named = tellers(window)
    told = sum([len(one.targets) for one in named.values()])
    _accuse(tally, window, named, TOGETHER, surprise, UNUSED, told)


def accuse_in_turn(tally: Tally, window: Told, surprise: float) -> None:
    """Accuse the accounts of a few devices that write it to strangers."""
    named = in_turn(window)
    told = sum([len(one.strangers) for one in named.values()])
    _accuse(tally, window, named, TOGETHER, surprise, TURNS, told, devices_of(named))


def accuse_callers(tally: Tally, window: Told, surprise: float) -> None:
    """Accuse the accounts that write it to strangers."""
    named = callers(window)
    told = sum([len(one.strangers) for one in named.values()])
    _accuse(tally, window, named, TOGETHER, surprise, CALLERS, told, strangers_of(named))


def accuse_one(tally: Tally, window: Told, name: str, posts: list[tuple[float, str]], surprise: float) -> None:
    """Accuse one newcomer, by posts of its own; a window in which another joined him says more."""
    _name({name: window[name]}, tally, posts)
    hours = round((posts[-1][0] // STEP_S - posts[0][0] // STEP_S + 1) * STEP_S / 3600)
    detail = len(window), 0, 1, ALONE, len(window[name].targets), hours, _made([window[name]])
    tally.crest(1, 1 + USUAL, surprise, detail)


def accuse_reported(tally: Tally, window: Told, found: Complaints) -> None:
    """Accuse those who tell again what is reported."""
    named = {name: one for name, one in window.items() if told_again(one)}
    _accuse(tally, window, named, TOGETHER, found.surprise, TOLD_OF, found.reporters, found.posts)


def _accuse(tally: Tally, window: Told, named: Told, usual: float, surprise: float, sort: int, *more: int) -> None:
    """Accuse some of a window; `usual`: what share of it such accounts are, `more`: what is told of that sort."""
    _name(named, tally)
    detail = len(window), *sorts([one.what for one in named.values()]), sort, *(*more, 0, 0)[:2], _made(named.values())
    tally.crest(len(named), len(window) * usual, surprise, detail)


def _made(some: Iterable[Said]) -> int:
    """Return how many had signed up within the week: whose sign-up was not seen may be older."""
    return sum([one.what & MADE > 0 for one in some])


def _name(named: Told, tally: Tally, posts: list[tuple[float, str]] | None = None) -> None:
    every = sorted(posts or [(one.time, one.event_id) for one in named.values()])
    tally.hot, tally.examples, tally.first = True, every[:EXAMPLES_KEPT], every[0][0]
    for name, one in named.items():
        tally.member(name, one.time)
        for text in one.texts:  # what is said of one number may be said of others
            tally.tie(f"content:{text}", one.time)
