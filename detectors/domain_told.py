"""What one account did with a domain or a contact: whom it told it, when, from where, and what it was then."""

from __future__ import annotations

from zlib import crc32

from msgspec import Struct

from detectors.network import network_of
from schemas.event import ELSEWHERE, NEW_TODAY, NO_STRANGER, SELDOM, WENT_FIRST, YOUNG_REPORTER, Event

AGAIN = 3  # whom an account tells a thing: to so many it is told again and again
TOLD_KEPT = 40  # whom one account told it, by the least of their hashes: what one newcomer does alone is counted
RARE_KEPT = 4  # whom one account told it in a day, by the least of their hashes
TEXTS_KEPT = 3  # of one account, the first by name
# What an account was when it told: entered within hours from somewhere new, or here for a day only; `MADE` is beside
# `NEW`, where its sign-up of the last week was seen: a firm's helper, or an old reader, is new without one. It stands
# alone where the account had said something on a day before: one hello must not hide who came to advertise.
TAKEN, NEW, MADE = 1, 2, 4
BEGUN = NEW | MADE  # either


class Came(Struct, array_like=True, frozen=True):
    """That an account told it on its first day here: in which post, from which network, and to whom (hashes).

    `number`: that it told but telephone numbers, and no name on a messenger. `beside`: a hash of the first domain of a
    post with an affiliate's tag (`schemas.links`), else 0.
    """

    time: float
    event_id: str
    network: int
    target: int
    number: bool = False
    beside: int = 0


class Rare(Struct, array_like=True, frozen=True):
    """That an account which had hardly ever written told it on a day: first when, in which post, whence, and to whom.

    `targets`: hashes, `RARE_KEPT` at most.
    """

    time: float
    event_id: str
    network: int
    targets: tuple[int, ...]

    def merge(self, other: Rare) -> Rare:
        """Return both as one: the earlier, and whoever was told by either."""
        first = min(self, other, key=lambda one: (one.time, one.event_id))
        targets = tuple(sorted({*self.targets, *other.targets})[:RARE_KEPT])
        return Rare(first.time, first.event_id, first.network, targets)


class Said(Struct, array_like=True):
    """That an account told it: when first, in which post, from which network, and to whom (`TOLD_KEPT` hashes).

    `what`: `TAKEN`, `NEW`, `MADE`. `days`: how many of the site's days were known then, 0 while too few are. `share`:
    what share of its posts with links (contacts) was by newcomers then. `seldom`: that it had hardly ever written.
    `strangers`: those of `targets` to whom it went as a message with a contact, who did not write first, and `device`
    (a hash, 0 where none is told): on which, one of them. `texts`: keys of copies of what those say who are new or
    taken (`TEXTS_KEPT`).
    """

    time: float
    event_id: str
    network: int
    days: int
    what: int
    targets: tuple[int, ...]
    share: float = 1.0
    seldom: bool = False
    strangers: tuple[int, ...] = ()
    device: int = 0
    texts: tuple[str, ...] = ()

    def merge(self, other: Said) -> Said:
        """Return both as one: the earlier, and whoever was told by either."""
        first = self if (self.time, self.event_id) <= (other.time, other.event_id) else other
        targets = tuple(sorted({*self.targets, *other.targets})[:TOLD_KEPT])
        what, share, seldom = self.what | other.what, max(self.share, other.share), self.seldom or other.seldom
        strangers = self.strangers or other.strangers
        if strangers and other.strangers and self.strangers != other.strangers:
            strangers = tuple(sorted({*self.strangers, *other.strangers})[:TOLD_KEPT])
        return Said(first.time, first.event_id, first.network, first.days, what, targets, share, seldom, strangers,
                    max(self.device, other.device), _some(self.texts, other.texts))  # fmt: skip


def said_of(event: Event, share: float) -> Said:
    """Return what an event says of who told it; `share`: as `Said.share`."""
    network = hashed(network_of(event.ip)) if event.ip else 0
    what = TAKEN if event.novel & ELSEWHERE else 0
    if event.novel & NEW_TODAY:
        what |= NEW | MADE if event.novel & YOUNG_REPORTER else NEW
    elif event.novel & YOUNG_REPORTER:
        what |= MADE
    days = event.site.days if event.site is not None else 0
    target, seldom = hashed(event.target or event.id), bool(event.novel & SELDOM)
    said = Said(event.time, event.id, network, days, what, (target,), share, seldom)
    answer = event.novel & NO_STRANGER and not event.novel & WENT_FIRST
    if event.contacts and event.kind == "message" and event.target and (event.device or event.ip) and not answer:
        said.strangers, said.device = said.targets, hashed(event.device) if event.device else 0
    if what:
        said.texts = event.fingerprints[:1]
    return said


def _some(mine: tuple[str, ...], theirs: tuple[str, ...]) -> tuple[str, ...]:
    """Return the first of both, by name."""
    return tuple(sorted({*mine, *theirs})[:TEXTS_KEPT]) if mine != theirs else mine


def hashed(name: str) -> int:
    """Return what stands for a name where only sameness is asked for."""
    return crc32(name.encode())
