"""Trees of invited accounts: who came by whom, and how surprising one tree is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import log10
from zlib import crc32

from msgspec import Struct, field

from detectors.network import network_of
from detectors.signup_names_state import built
from detectors.signup_pace import QUEUED, SERVED_S
from detectors.signup_traits import HANDLES_MOST, ON_SHARED_DEVICE, TERMINAL, made_up
from detectors.surprise import binomial, both
from schemas.event import Event

QUICK_S = 3600.0  # an account that invites so soon after it was itself invited
QUICK_SHARE = 0.3  # of a tree's accounts came by such a one, where a launch pays for invitations
SIZED_MOST, SIZED_FROM = 3.0, 1.0  # surprise of a tree's size, a power law as of bursts: an administrator invites 200
USUAL, WEIGHT, SWING = (0.05, 0.06), 50.0, 2.0  # shares of throw-away mail and drawn handles: as in `signup_site`


class Made(Struct, array_like=True):
    """An invited sign-up. `device`: its hash, 0 for none; `traits`: throw-away mail, drawn handle; `told`: of which.

    By hash, too: `client`, address and program where no device is told but both of these are; `domain` of its mail;
    `network`; `program`, its user agent. Of its handle: `build`, number of letters, digits.
    """

    time: float
    inviter: str
    device: int
    traits: tuple[bool, bool]
    told: tuple[bool, bool]
    client: int = 0
    domain: int = 0
    network: int = 0
    build: str = ""
    letters: int = 0
    digits: str = ""
    program: int = 0
    event: str = ""  # its id
    back: float = float("inf")  # when it was first used after its first hour, where that is asked for


class Tree(Struct):
    """Accounts that one inviter brought, directly or not: how many by others of it, how many by those just invited."""

    root: str
    accounts: dict[str, Made] = field(default_factory=dict)
    quick: int = 0
    grown: int = 0


def made_of(event: Event, inviter: str) -> Made:
    """Return what is kept of an invited sign-up."""
    told = event.email_domain is not None, event.handle is not None
    client = f"{event.ip} {event.user_agent}" if not event.device and event.ip and event.user_agent else None
    domain = event.email_domain and event.email_domain.casefold()
    return Made(event.time, inviter, _hash(event.device), made_up(event), told, _hash(client), _hash(domain),
                _hash(event.ip and network_of(event.ip)), *built(event.handle or ""),
                _hash(event.user_agent), event.id)  # fmt: skip


def _hash(value: str | None) -> int:
    return crc32(value.encode()) | 1 if value else 0


def trees(lately: Iterable[tuple[str, Made]]) -> Iterator[Tree]:
    """Yield the trees of accounts (the oldest first). An inviter not among them is a root."""
    found: dict[str, Tree] = {}
    by_account: dict[str, Tree] = {}
    for name, one in lately:
        tree = by_account.get(one.inviter) or found.setdefault(one.inviter, Tree(one.inviter))
        if (parent := tree.accounts.get(one.inviter)) is not None:
            tree.quick += one.time - parent.time < QUICK_S
            tree.grown += 1
        tree.accounts[name] = one
        by_account[name] = tree
    yield from found.values()


def judged(tree: Tree, lately: Iterable[tuple[str, Made]]) -> float:
    """Return a tree's surprise: its size with the most surprising of four: quick generations and three traits."""
    size = len(tree.accounts)
    others = [one for name, one in lately if name not in tree.accounts]
    best = max(
        binomial(size, tree.quick, QUICK_SHARE),
        _on_devices(tree),
        _trait(tree, others, 0), min(HANDLES_MOST, _trait(tree, others, 1)),
    ) - log10(4)  # fmt: skip
    return both(min(SIZED_MOST, SIZED_FROM + 2 * log10(size)), best) if best > 0 else 0.0


def _on_devices(tree: Tree) -> float:
    """Return the surprise of accounts on devices that others used: no more than of a terminal, at the pace of people.

    A recruiter or a teacher has a day's people sign up at a tablet or two.
    """
    times: dict[int, list[float]] = {}
    for one in tree.accounts.values():
        if one.device:
            times.setdefault(one.device, []).append(one.time)
    told = sum(map(len, times.values()))
    surprise = binomial(told, told - len(times), ON_SHARED_DEVICE)
    return surprise if any([_quicker(sorted(some)) for some in times.values()]) else min(TERMINAL, surprise)


def _quicker(times: list[float]) -> bool:
    """Tell whether any of the accounts on a device came more quickly than people at a terminal could."""
    firsts = zip(times, times[QUEUED - 1 :], strict=False)
    return any([last - first < (QUEUED - 1) * SERVED_S for first, last in firsts])


def _trait(tree: Tree, others: list[Made], index: int) -> float:
    told = [one.traits[index] for one in tree.accounts.values() if one.told[index]]
    usual = [one.traits[index] for one in others if one.told[index]]
    share = SWING * (sum(usual) + USUAL[index] * WEIGHT) / (len(usual) + WEIGHT)
    return binomial(len(told), sum(told), min(0.9, share))
