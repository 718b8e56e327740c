"""From where newcomers post a link, to whom, and how old they are.

Whether they sit in one room, or all come to one place; or have been members for long, and now say something.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from zlib import crc32

from detectors.at_once import newly_at
from detectors.copies import AT, PLACES, TO
from detectors.network import network_of
from detectors.newcomers import EARLY_NEW, HALF
from detectors.one_room import around_the_clock, from_several
from detectors.tally import Tally, sums_of
from schemas.event import EARLY, NEW_HERE, SETTLED_REPORTER, YOUNG_REPORTER, Event

APART = 0.8  # of the newcomers' number, their networks: a class that opens accounts in its room has one
STRANGERS = 3  # times their number, those they write to: a class writes to its teacher, and each to the others
HOMES = 0.5  # of the newcomers' number, networks: some of a crowd share a carrier's
SLOTS = 256  # of networks, and of targets: told apart by hash, the memory is bounded
# Posts of those who begin to post, in a tally's sums: by who signed up more than a week ago, and by all others.
SETTLED, UNSETTLED = "by_members_of_a_week", "by_others_who_begin"
MADE = "signed_up_in_the_first_day"  # beside `EARLY_NEW`: posts of those who are surely new
OF_OLD = (
    "Those who begin to post all signed up more than a week ago, as people do who only read until a call goes round; "
    "accounts left lying for this look the same."
)
NET = "network"  # before the number of one of them, among a tally's sums


def note_whence(event: Event, tally: Tally) -> None:
    """Note from which network an account posts, and to whom."""
    if event.ip is not None:
        tally.add(_network(event.ip))
    if event.target is not None:
        tally.add(_slot(TO, event.target))


def note_age(event: Event, tally: Tally) -> None:
    """Note whether an account that begins to post signed up more than a week ago."""
    if event.novel & NEW_HERE:
        tally.add(SETTLED if event.novel & SETTLED_REPORTER else UNSETTLED)
        if event.novel & (EARLY | YOUNG_REPORTER) == EARLY | YOUNG_REPORTER:
            tally.add(MADE)


def perhaps_of_old(window: list[Tally]) -> bool:
    """Tell whether a window is mostly of a stream's first day, and of those new to it whose sign-ups were not seen."""
    early, made = sums_of(window, EARLY_NEW).get(EARLY_NEW, 0.0), sums_of(window, MADE).get(MADE, 0.0)
    return early > HALF * sum([tally.n for tally in window]) and made <= HALF * early


def of_old(run: Tally, least: float) -> bool:
    """Tell whether all who begin to post signed up more than a week ago, and those taken are fewer than `least`.

    Where sign-ups are not known for as long, nobody is told to have done so.
    """
    sums = run.extra or {}
    return SETTLED in sums and UNSETTLED not in sums and len(run.marked or ()) < least


def in_one_room(run: Tally) -> bool:
    """Tell whether newcomers at one address each wrote to few: a class. A farm shows by sign-ups or texts."""
    sums = run.extra or {}
    return not run.marked and of(sums, AT) == 1 and of(sums, TO) < STRANGERS * run.distinct()


def to_one_place(run: Tally) -> bool:
    """Tell whether newcomers at homes of their own all wrote to one: a thread, a contest's page."""
    told, at_home = sums_of([run], TO), of(run.extra or (), NET) >= HOMES * run.distinct()
    return not run.marked and at_home and len(told) == 1 and sum(told.values()) > HALF * run.n


def in_no_room(window: list[Tally]) -> bool:
    """Tell whether the newcomers of a window, but for taken accounts, sit in no one room (`detectors.one_room`)."""
    if not around_the_clock(newly_at(window)):
        return False
    return from_several([*sums_of(window, NET).values()])


def of(names: Iterable[str], beginning: str) -> int:
    """Return how many of a sort there are among a tally's sums."""
    return len([name for name in names if name.startswith(beginning)])


def addresses_of(names: Iterable[str]) -> int:
    """Return from how many addresses posts came at least: 16 are told apart by hash, and each network has one."""
    found = [*names]
    return max(of(found, AT), of(found, NET))


@lru_cache(maxsize=1024)
def address_of(ip: str) -> str:
    """Return under which sum an address is counted."""
    return f"{AT}{crc32(ip.encode()) % PLACES}"


@lru_cache(maxsize=1024)  # several ask for the same
def _network(ip: str) -> str:
    return _slot(NET, network_of(ip))


@lru_cache(maxsize=1024)
def _slot(beginning: str, name: str) -> str:
    return f"{beginning}{crc32(name.encode()) % SLOTS}"
