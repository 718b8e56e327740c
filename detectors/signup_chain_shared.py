"""How few devices, or addresses with their programs, a tree of invitations was made on, and how surprising that is."""

from __future__ import annotations

from collections import Counter
from math import log10

from detectors.signup_chain_farm import is_farm, of_one_build
from detectors.signup_chain_program import of_one_program, with_one_program
from detectors.signup_chain_words import by_whom, code, further
from detectors.signup_traits import ON_SHARED_DEVICE
from detectors.signup_tree import SIZED_FROM, SIZED_MOST, Made, Tree
from detectors.surprise import binomial, both
from detectors.tally import Tally
from detectors.wording import counted

# Of a tree's accounts came by others of it; else its inviter is a seller with a tablet, a teacher, a firm ...
GROWN = 0.5
# Of a tree's accounts without devices: on the address and program of another. A campus has one address, and in a week
# of invitations forty people with some ten programs.
ON_SHARED_CLIENT = 0.6


def judged(tree: Tree, lately: list[tuple[str, Made]]) -> float:
    """Return the surprise of what a tree shares, with that of its size; 0 where it shares nothing to speak of."""
    size = len(tree.accounts)
    best = of_one_program(tree, lately)
    if tree.grown >= GROWN * size or is_farm(tree, lately):
        devices, clients = _devices(tree), _clients(tree, lately)
        best = max(best, _again(devices, ON_SHARED_DEVICE), _again(clients, ON_SHARED_CLIENT))
    best -= log10(3)
    return both(min(SIZED_MOST, SIZED_FROM + 2 * log10(size)), best) if best > 0 else 0.0


def detail_of(tree: Tree) -> tuple[int, ...]:
    """Return how many came by its own, of how many devices, clients and accounts, and last who is behind it."""
    devices, clients = _devices(tree), [one.client for one in tree.accounts.values() if one.client]
    told = tree.grown, len(set(devices)), len(set(clients)), len(devices) or len(clients), of_one_build(tree)
    return *told, with_one_program(tree), code(tree.root)


def numbers(run: Tally) -> dict[str, float | int | str]:
    """Return the checkable numbers of what a run's largest tree shares."""
    grown, devices, clients, _, alike, program = _told(run)
    return {
        "by_accounts_of_the_tree": grown, "devices": devices, "addresses_with_programs": clients,
        "handles_of_one_build": alike, "with_one_program": program,
    }  # fmt: skip


def in_words(run: Tally, roots: list[str], who: str, days: float) -> str:
    """Say how large the largest tree of so many `days` is, and on how few devices it was made."""
    grown, devices, clients, told, alike, program = _told(run)
    on = counted(devices, "device") if devices else f"{clients} pairs of an address and a program"
    usual = ON_SHARED_DEVICE if devices else ON_SHARED_CLIENT
    by_its_own = f", {grown} of them by accounts of the same tree" if grown else ""
    named = f"; {alike} have handles of one build with drawn digits" if alike else ""
    named += f"; {program} came day after day with one program, each from a place of its own" if program else ""
    return (
        f"{by_whom(who, run.peak, f'{days:.0f} days')}{by_its_own}; the {told} of which it is "
        f"told were made on {on} (usual: at most {100 * usual:.0f} % on one that another account used, too){named}"
        f"{further(roots)}."
    )


def _told(run: Tally) -> tuple[int, ...]:
    """Return what `detail_of` has said, without who is behind it."""
    return (*run.detail[:-1], *[0] * 6)[:6]


def _devices(tree: Tree) -> list[int]:
    return [one.device for one in tree.accounts.values() if one.device]


def _clients(tree: Tree, lately: list[tuple[str, Made]]) -> list[int]:
    """Return the addresses with programs of accounts whose mail others have too: a firm's or school's is its own."""
    others = {one.domain for name, one in lately if one.domain and name not in tree.accounts}
    return [one.client for one in tree.accounts.values() if one.client and one.domain in others]


def _again(used: list[int], share: float) -> float:
    """Return the surprise of so many on what another one used."""
    return binomial(len(used), sum(number - 1 for number in Counter(used).values()), share)
