"""Who entered, and who was changed, where they had never been: what the fan-out of entries counts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import ClassVar

from msgspec import field

from detectors.entered import Entered, hold, into_tallies
from detectors.habits import DAY_S
from detectors.settled_window import SettledState
from detectors.slots import slot
from detectors.strange import familiar, foreign
from detectors.takeover_changes import LOCKS
from detectors.tally import Tally
from schemas.event import NEW_ACCOUNT, NEW_COUNTRY, Event

PRACTICE_DAYS = 5  # with a change there: a working week; fewer are one thief's good days
RECENT_DAYS = 3  # not counted: an attack that goes on must not make its own history
DAYS_KEPT = 32
CALM, ACCUSED = 1, -1
LOCKED, FACTOR, PHONE, SORT = "locked", "factor", "phone", "sort"  # what was changed, as `change_said` tells it
KEY = LOCKED + "-key"  # no address of mail
KEYS = "API keys"  # as they are said
# Telephones to each program (user agent, which names model or system), at the most: 34 in a made-up shop had 24.
SORTS = 3


class EntriesState(SettledState, array_like=True):
    """Adds the logins where nothing has been changed of late, as they came, and the days on which anything was."""

    held_as: ClassVar[Callable[[Tally, str, float], None]] = Tally.account  # what who is held is named as
    entered: Entered = field(default_factory=list)
    days: dict[int, int] = field(default_factory=dict)  # CALM, or ACCUSED where a window with something of it was hot

    def practise(self, time: float) -> None:
        """Note the day of a change."""
        day = int(time // DAY_S)
        if day not in self.days:
            self.days[day] = CALM
            while len(self.days) > DAYS_KEPT:
                del self.days[min(self.days)]

    def accuse(self, low: float, end: float) -> None:
        """Let the days of a hot window, from time `low` to `end`, speak for nobody."""
        for day in range(int(low // DAY_S), int(end // DAY_S) + 1):
            if day in self.days:
                self.days[day] = ACCUSED

    def practised(self, time: float) -> bool:
        """Tell whether it has long been this place's habit that accounts enter and change, and nothing came of it."""
        before = time // DAY_S - RECENT_DAYS
        return sum([said == CALM and day < before for day, said in self.days.items()]) >= PRACTICE_DAYS

    def calm(self) -> bool:
        """Tell whether nothing was changed of late."""
        return not self.tallies

    def holds(self, event: Event, bucket: int) -> bool:
        """Tell whether a login could be held as it came."""
        return hold(event, bucket, self)

    def touched(self, account: str) -> bool:
        """Tell whether an account was changed of late."""
        return any([account in tally.members for tally in self.tallies.values()])

    def held(self, low: int, end: int, step_s: float) -> Tally:
        """Return who is held from after bucket `low` to `end`."""
        found = Tally()
        for time, account in self.entered:
            if low < time // step_s <= end:
                type(self).held_as(found, account, time)
        return found

    def put_held(self, step_s: float) -> None:
        """Put who is held into tallies."""
        into_tallies(self.entered, step_s, self.tallies, type(self).held_as)


def away(event: Event) -> bool:
    """Tell whether an account that has been elsewhere does this at a provider new to it, on no device it knows.

    Where no device is told, a browser that the account has used speaks for its owner: one thief in ten has the same.
    """
    return not event.novel & NEW_ACCOUNT and foreign(event) and not familiar(event)


def entrants(window: Sequence[Tally]) -> set[str]:
    """Return the accounts that logged in."""
    return set().union(*[tally.accounts for tally in window if tally.accounts])


def seized(window: Sequence[Tally]) -> set[str]:
    """Return the accounts that were changed as well."""
    changed: set[str] = set().union(*[tally.members for tally in window])
    return {name for name in changed if any([name in (tally.accounts or ()) for tally in window])}


def change_said(event: Event) -> str:
    """Return what was changed, where one's own device may explain it on which and of what sort (hashes), and of whom.

    In the account's own country a new second factor may belong to a new telephone, a key to an owner who learns in
    company; a new address of mail does not.
    """
    if event.type == "account.email_changed":
        return f"{LOCKED} {event.subject}"
    key = KEY if event.type in LOCKS else ""
    at_home = event.country is not None and not event.novel & NEW_COUNTRY
    if not (at_home and event.device and event.user_agent):
        return f"{key or FACTOR} {event.subject}"
    return f"{key}{slot(PHONE, event.device)}{slot(SORT, event.user_agent)} {event.subject}"


def by_change(window: Sequence[Tally], kind: str) -> dict[str, str]:
    """Return the accounts of which something of a kind was changed, and the whole name of it."""
    said = [name.partition(" ") for tally in window for name in tally.carried or ()]
    return {account: what for what, _, account in said if what.startswith(kind)}


def locks_said(window: Sequence[Tally], accounts: Collection[str]) -> str:
    """Say what locked these accounts' owners out: the address of mail, keys, or both, be it of one or of several."""
    said = {name for tally in window for name in tally.carried or ()}
    kinds = {what for what, _, account in (name.partition(" ") for name in said) if account in accounts}
    mail, keys = LOCKED in kinds, any([kind.startswith(KEY) for kind in kinds])
    return "the mail address or keys" if mail and keys else KEYS if keys else "the mail address"


def with_phones(window: Sequence[Tally], changed: Collection[str]) -> set[str]:
    """Return whose second factor alone was changed, each on a telephone of his own, in his own country.

    A shop sets up a new one for each customer, and customers have all sorts; a thief's few are used for many, or a
    program of his tells another device each time. None where they are not most of those that were changed: no shop
    takes a good part of its customers' addresses of mail.
    """
    if not changed:  # most of the time: what windows carry need not be looked through
        return set()
    said = [name.partition(" ") for tally in window for name in tally.carried or ()]
    mine = [(account, what) for what, _, account in said if account in changed]
    others = {account for account, what in mine if what.startswith((LOCKED, FACTOR))}
    phones = {account: what for account, what in mine if what.startswith(PHONE) and account not in others}
    return set(phones) if _own(phones.values()) and 2 * len(phones) > len(changed) else set()


def made_keys(window: Sequence[Tally], changed: Collection[str]) -> bool:
    """Tell whether all made keys and changed nothing else, most in their own country, each on a device of its own.

    So does a class or a hackathon. A thief does it on a few devices, or in few programs; some make up both.
    """
    said = [name.partition(" ") for tally in window for name in tally.carried or ()]
    mine = [(account, what) for what, _, account in said if account in changed]
    keys = {account: what for account, what in mine if what.startswith(KEY + PHONE)}
    alone = all([what.startswith(KEY) for _, what in mine])
    return 2 * len(keys) > len(changed) and alone and _own(keys.values())


def _own(told: Collection[str]) -> bool:
    """Tell whether most have a device of their own, of all sorts."""
    devices, sorts = (len({one.split(SORT)[part] for one in told}) for part in (0, 1))
    return 2 * devices > len(told) and SORTS * sorts > len(told)
