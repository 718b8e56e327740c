"""One inviter's accounts that were used once, in the hour they were made, and never again: made for their bonus.

Of people who were invited, some never come back: one in three to one in five within three days (21 made-up products),
and of those whom one honest inviter brought at most 56 %. Of a farm's accounts, none does: each has earned its bonus.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from math import log10
from types import MappingProxyType
from typing import NamedTuple

from detectors.recurrence import DAY_S
from detectors.signup_chain_words import code
from detectors.signup_hoster import NEARLY_ALL
from detectors.signup_tree import Made, Tree, trees
from detectors.surprise import binomial
from detectors.tally import Tally
from detectors.wording import counted

LEAST = 12  # accounts with time to come back: a member's friends are fewer
GIVEN_S = 3 * DAY_S  # to come back: within a day or two, few people do (a wallet's concert: 62 of 62 had not)
DAYS, ONE_DAY_MOST = 3, 0.5  # as of one program: a class, a stand at a fair and a streamer's followers come on a day
OWN = 0.5  # of the accounts, as many networks: pupils whom a teacher brings, lesson by lesson, sit in one school
OTHERS = 20  # invited by others: before, nobody knows whether anybody ever comes back here
USUAL, WEIGHT, SWING = 0.25, 20.0, 2.0  # of others, before anything is learned; a crowd differs from them by twice
TOLD = 6  # numbers of the detail of a run that is of such accounts


class Abandoned(NamedTuple):
    """Accounts of one inviter not used again, `gone` of `given` that had time for it; of `others`, `left` were not.

    `accounts`: those, and what the inviter brought since and was not used again so far.
    """

    root: str = ""
    accounts: Mapping[str, Made] = MappingProxyType({})
    surprise: float = 0.0
    gone: int = 0
    given: int = 0
    others: int = 0
    left: int = 0


def abandoned(lately: list[tuple[str, Made]], until: float) -> list[Abandoned]:
    """Return of each inviter nearly all of whose accounts were not used again by `until` those that were not.

    `lately`: invited accounts, the oldest first. The surprise is for any of the inviters who brought a dozen.
    """
    given = [(name, one) for name, one in lately if one.time <= until - GIVEN_S]
    if len(given) < LEAST + OTHERS:  # as mostly
        return []
    new = [(name, one) for name, one in lately if one.time > until - GIVEN_S and one.back >= until]
    large = [tree for tree in trees(given) if len(tree.accounts) >= LEAST]
    found = [_of(tree, given, until) for tree in large]
    return [_with(one, new)._replace(surprise=one.surprise - log10(len(large))) for one in found if one.accounts]


def _with(found: Abandoned, new: list[tuple[str, Made]]) -> Abandoned:
    mine = {name: one for name, one in new if one.inviter == found.root}
    return found._replace(accounts={**found.accounts, **mine})


def _of(tree: Tree, given: list[tuple[str, Made]], until: float) -> Abandoned:
    """Judge one tree: nothing of a place or a day, or where most of the others are not used again either."""
    mine = list(tree.accounts.values())
    gone = {name: one for name, one in tree.accounts.items() if one.back >= until}
    if len(gone) < NEARLY_ALL * len(mine) or not _apart(mine):
        return Abandoned()
    others = [one for name, one in given if name not in tree.accounts]
    left = sum([one.back >= until for one in others])
    share = SWING * (left + USUAL * WEIGHT) / (len(others) + WEIGHT)
    if len(others) < OTHERS or share >= 1.0:
        return Abandoned()
    surprise = binomial(len(mine), len(gone), share)
    return Abandoned(tree.root, gone, surprise, len(gone), len(mine), len(others), left)


def _apart(made: list[Made]) -> bool:
    """Tell whether accounts came day after day, each from a network of its own."""
    days = Counter(one.time // DAY_S for one in made)
    networks = {one.network for one in made} - {0}
    return len(days) >= DAYS and max(days.values()) <= ONE_DAY_MOST * len(made) and len(networks) >= OWN * len(made)


def accuse(tally: Tally, found: Abandoned) -> None:
    """Make a step's tally hot, and let it be of such accounts and their inviter."""
    times = [one.time for one in found.accounts.values()]
    days = len({time // DAY_S for time in times})
    detail = found.gone, found.given, days, found.others, found.left, code(found.root)
    tally.hot = True
    tally.crest(len(times), 0.0, found.surprise, detail)
    tally.mark(found.root, times[0])
    for name, one in found.accounts.items():
        tally.member(name, one.time)


def is_abandoned(run: Tally) -> bool:
    """Tell whether the most surprising of a run are such accounts."""
    return len(run.detail) == TOLD


def numbers(run: Tally) -> dict[str, float | int | str]:
    """Return the checkable numbers of such accounts."""
    gone, given, days, others, left, _ = run.detail
    return {
        "brought": int(run.peak), "not_used_again": gone, "with_time_for_it": given, "on_days": days,
        "other_invited": others, "of_them_not_used_again": left,
    }  # fmt: skip


def in_words(run: Tally, who: str) -> str:
    """Say how many accounts of one inviter were used for an hour only, and how many of others' were."""
    gone, given, days, others, left, _ = run.detail
    since = f"; {run.peak - gone:,.0f} brought since were not so far either" if run.peak > gone else ""
    return (
        f"{gone:,} of {given:,} accounts that one inviter{f', {who},' if who else ''} brought have not been used since "
        "the hour in which they were made, though each has had three days or more for it; they came on "
        f"{counted(days, 'day')}, from networks of their own{since}. Of {others:,} accounts that others invited in "
        f"these two weeks, {left:,} were not used again"
    )
