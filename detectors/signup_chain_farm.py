"""What tells the accounts of a farm that one inviter brought from a class and from a seller's customers."""

from __future__ import annotations

from detectors.recurrence import DAY_S
from detectors.signup_builds import commonest, drawn, with_build
from detectors.signup_hoster import NEARLY_ALL
from detectors.signup_tree import Made, Tree

# ... but for one with so many devices that moved, on so many days: a class has its tablets at school.
PHONES, DAYS = 3, 3
RARELY = 0.3  # of others' handles: where people choose them, one build with digits has a quarter at most (six products)
OTHERS = 20  # invited by others, whose handles tell whether the product gives all of them one build


def is_farm(tree: Tree, lately: list[tuple[str, Made]]) -> bool:
    """Tell whether accounts that one inviter brought came day after day as no class and no seller's customers do."""
    if len({one.time // DAY_S for one in tree.accounts.values()}) < DAYS:
        return False
    return _moved(tree) >= PHONES or _named_by_a_program(tree, lately)


def _moved(tree: Tree) -> int:
    """Return how many devices made accounts in more than one network."""
    seen: dict[int, set[int]] = {}
    for one in tree.accounts.values():
        if one.device and one.network:
            seen.setdefault(one.device, set()).add(one.network)
    return sum([len(networks) > 1 for networks in seen.values()])


def _named_by_a_program(tree: Tree, lately: list[tuple[str, Made]]) -> bool:
    """Tell whether nearly all have handles of one build, as others have not, and mail at domains that others have.

    A rule of a school's or a firm's goes with a domain of its own, and what the product proposes others have as well.
    """
    others = [one for name, one in lately if name not in tree.accounts and one.build]
    alike, domains = of_one_build(tree), {one.domain for one in others if one.domain}
    if not alike or len(others) < OTHERS or sum([one.domain in domains for one in tree.accounts.values()]) < alike:
        return False
    build, _ = commonest(list(tree.accounts.values()))
    return len(with_build(others, build)) <= RARELY * len(others)


def of_one_build(tree: Tree) -> int:
    """Return how many handles are of the most usual build: nearly all, with drawn digits; else 0."""
    made = list(tree.accounts.values())
    build, number = commonest(made)
    return number if number >= NEARLY_ALL * len(made) and build and drawn(with_build(made, build)) else 0
