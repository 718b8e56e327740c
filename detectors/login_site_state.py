"""What the site-wide login detectors remember."""

from __future__ import annotations

from math import sqrt
from zlib import crc32

from msgspec import field

from detectors.by_time import since
from detectors.counts import MARKED_KEPT, MEMBERS_KEPT
from detectors.login_clients import Clients
from detectors.login_habit import Habit
from detectors.login_kit import NEVER, PROGRAM, PROVIDER
from detectors.login_places import Places
from detectors.login_traffic import Traffic
from detectors.settled_window import SettledState
from detectors.signup_steps import folded_in
from detectors.tally import Tally
from schemas.event import Event

TOLD = "~s"  # how the periods are named among a run's sums that it was seen in: not in what lies between them
DAY_HOURS = 24
KITS_DAYS = 3  # kept apart; an alert that began before is told by what is known of the days before these
PERIODS = 1024  # told apart: 17 hours of minutes


class SiteState(SettledState, array_like=True):
    """Adds each recent hour's sums, and the memory of older hours; by bucket hashes of the failing addresses.

    And by day how often each provider and program (by hash, see `login_kit`) came with honest attempts; older days'.
    """

    sums: dict[int, Traffic] = field(default_factory=dict)
    habit: Habit = field(default_factory=Habit)
    origins: dict[int, dict[int, int]] = field(default_factory=dict)
    kits: dict[int, dict[str, float]] = field(default_factory=dict)
    kits_past: dict[str, float] = field(default_factory=dict)
    clients: Clients = field(default_factory=Clients)
    places: Places = field(default_factory=Places)

    def kits_before(self, day: int) -> dict[str, float]:
        """Return what such came with before a day, as far as is remembered."""
        known = self.kits_past
        for old in sorted(old for old in self.kits if old < day):
            known = folded_in(known, self.kits[old])
        return known

    def fold_kits(self, day: int) -> None:
        """Fold the days that no alert begins in any more: an attack of this day is not yet what is usual."""
        oldest = day - KITS_DAYS
        if any([old < oldest for old in self.kits]):
            self.kits_past = self.kits_before(oldest)
            self.kits = since(self.kits, oldest)

    def origin(self, bucket: int, origin: int) -> None:
        """Note where an attempt failed from (`origin_of`)."""
        origins = self.origins.get(bucket)
        if origins is None:
            self.origins[bucket] = {origin: 1}
        elif len(origins) < MEMBERS_KEPT:
            origins[origin] = 1


def origin_of(event: Event) -> int:
    """Return the hash of the event's address; of its account where it names none."""
    return crc32((event.ip or event.subject).encode())


def in_excess(run: Tally) -> bool:
    """Tell whether more accounts were entered from new addresses than go with the accounts that failed at home.

    Six for each, and four, with room for chance. No attacker enters more accounts than he fails to: then the site is
    itself new, or its users are. Entries of which no place is told are from no new address.
    """
    extra = run.extra or {}
    entries, own = extra.get("entries", 0.0), len(run.accounts or ())
    placed = entries - extra.get("untold_entries", 0.0)
    if placeless(run) or 2 * placed <= entries:
        return False
    return 4 + 6 * own + 4 * sqrt(own) < placed and entries <= run.distinct()


def entries_of(run: Tally) -> float:
    """Return how many accounts got in from new addresses; logins, where there are too many to name."""
    named = len(run.marked or ())
    return named if named < MARKED_KEPT else max(named, (run.extra or {}).get("entries", 0.0))


def held_in(run: Tally) -> set[str]:
    """Return the accounts marked that failed at the second factor alone: their password is known, and nobody got in.

    Nobody where entries are too many to be kept, nor who failed at home as well: what is not sure is not said.
    """
    carried = run.carried or {}
    if len(carried) >= MEMBERS_KEPT:
        return set()
    return set(run.marked or ()) - {told.rpartition("  ")[2] for told in carried}


def entered_then(run: Tally) -> set[str]:
    """Return the accounts that failed and were then entered by somebody of whom nothing speaks for the owner.

    Owners of those tried log in meanwhile as well, and they mistype: at a provider or with a program of their own, or
    where nobody has been seen to get in before, an entry says nothing. Of what names no place all are told.
    """
    entered, failed = run.marked or {}, run.members
    then = {name for name in entered.keys() & failed.keys() if entered[name] >= failed[name]}
    return then if placeless(run) else then - _honest(run)


def _honest(run: Tally) -> set[str]:
    """Return the accounts that got in so that it may be their owners, and never otherwise."""
    found: dict[bool, set[str]] = {True: set(), False: set()}
    for told in run.carried or ():
        known, _, rest = told.partition(" ")
        found[any([kind in known for kind in (PROVIDER, PROGRAM, NEVER)])].add(rest.partition("  ")[2])
    return found[True] - found[False]


def placeless(run: Tally) -> bool:
    """Tell whether most failures name neither address nor device: what got in from new addresses is then not theirs."""
    return 2 * (run.extra or {}).get("untold_failures", 0.0) > run.n
