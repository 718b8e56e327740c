"""One inviter's accounts that all came with one program which others hardly have, each in a place of its own.

Followers of a streamer have nothing in common but his code: they come with what people have, most of them on one day.
A farm has one model of telephone behind a proxy an account, and comes day after day.
"""

from __future__ import annotations

from collections import Counter

from detectors.signup_hoster import NEARLY_ALL
from detectors.signup_tree import Made, Tree
from detectors.surprise import binomial

DAY_S = 86_400.0
DAYS = 3  # at least: a class or a firm is invited at once
ONE_DAY_MOST = 0.5  # of the accounts: of a crowd's, most come when they hear of it
RARELY = 0.3  # of others, at most, after `SWING`: a program that many have is no sign
OTHERS = 20  # invited by others, at least: before, nobody knows but that the product has one program for everybody
SWING = 2.0  # times as many with a program as of others: a country, an age (as of throw-away mail in `signup_tree`)
USUAL, WEIGHT = 0.05, 20.0  # of others, with a given program, before anything is learned
OWN = 0.5  # of the accounts, as many devices and networks: a seller has one tablet, a school and an office one network


def of_one_program(tree: Tree, lately: list[tuple[str, Made]]) -> float:
    """Return how surprising it is that accounts that came day after day from places of their own have one program."""
    others = [one for name, one in lately if name not in tree.accounts]
    if not with_one_program(tree) or len(others) < OTHERS:
        return 0.0
    made = list(tree.accounts.values())
    program, number = _commonest(made)
    domains = {one.domain for one in others} | {0}  # a firm or a school has mail of its own
    mine = [one for one in made if one.program == program and one.domain in domains]
    usual = sum([one.program == program for one in others])
    share = SWING * (usual + USUAL * WEIGHT) / (len(others) + WEIGHT)
    if share > RARELY or len(mine) < NEARLY_ALL * len(made):
        return 0.0
    return binomial(len(made), number, share)


def with_one_program(tree: Tree) -> int:
    """Return how many of a tree's accounts have its most usual program, where they may be a farm's for it; else 0."""
    made = list(tree.accounts.values())
    program, number = _commonest(made)
    return number if program and number >= NEARLY_ALL * len(made) and _apart(made) else 0


def _commonest(made: list[Made]) -> tuple[int, int]:
    """Return the most usual program, and how many have it; of two the lesser hash; 0 where none is told."""
    programs = Counter(one.program for one in made)
    return min(programs.items(), key=lambda item: (-item[1], item[0]))


def _apart(made: list[Made]) -> bool:
    """Tell whether accounts came day after day, on devices and in networks of their own."""
    days = Counter(one.time // DAY_S for one in made)
    if len(days) < DAYS or max(days.values()) > ONE_DAY_MOST * len(made):
        return False
    devices, networks = ({getattr(one, kind) for one in made} - {0} for kind in ("device", "network"))
    return min(len(devices), len(networks)) >= OWN * len(made)
