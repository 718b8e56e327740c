"""What two weeks show of accounts taken patiently, and how a day's tally tells of it."""

from __future__ import annotations

from typing import NamedTuple

from detectors.judged_steps import accuse_of
from detectors.takeover_waited_seized import Seized
from detectors.takeover_waited_state import LodgedState
from detectors.takeover_waited_told import tell
from detectors.tally import Tally

PAYEE = "payee:"  # of ties
# Locked or spent from; the second factor set and paid from later; a key made; the mail address alone; and paid out of
# within the hour; the second factor at once, and paid out of days later.
AT_ONCE, LATER, KEYED, ALONE, EMPTIED, WAITED = range(6)


class Verdict(NamedTuple):
    """How surprising these accounts are, of so many mail changes on the site (if `LATER` or `WAITED`, of factors)."""

    surprise: float
    seized: dict[str, Seized]
    changes: int
    sort: int = AT_ONCE


def alike(state: LodgedState, day: int, seized: dict[str, Seized]) -> int:
    """Return how many share a device, or are paid out to one payee."""
    return max(state.on_one(day, seized), *state.paid_to(day, _out(seized)).values(), 0)


def lone(seized: dict[str, Seized], idle_s: float) -> str | None:
    """Return the account that was seized last, if `idle_s` and more after all others.

    >>> one, two = (Seized(True, 0, [(day * 86_400.0, "1")]) for day in (2, 9))
    >>> lone({"ann": one, "bob": two}, 432_000.0), lone({"ann": one, "bob": one}, 432_000.0), lone({"ann": one}, 1.0)
    ('bob', None, None)
    """
    times = sorted([(max(one.events)[0], name) for name, one in seized.items()])[-2:]
    return times[1][1] if times[1:] and times[1][0] - times[0][0] >= idle_s else None


def _out(seized: dict[str, Seized]) -> list[str]:
    return [name for name, one in seized.items() if one.out]


class Told(NamedTuple):
    """What a tally's detail holds: how many accounts were seized in each way, and what they have in common."""

    second_factor_too: int = 0
    paid_twice: int = 0
    changes: int = 0
    on_one_device: int = 0
    paid_out: int = 0
    to_one_payee: int = 0
    paid_days_later: int = 0
    keys: int = 0
    mail_alone: int = 0
    emptied: int = 0
    waited: int = 0

    @property
    def sort(self) -> int:
        """The way in which these were seized."""
        each = self.paid_days_later, self.keys, self.mail_alone, self.emptied, self.waited
        return next((sort for sort, number in zip(range(LATER, WAITED + 1), each, strict=True) if number), AT_ONCE)

    @property
    def of_factors(self) -> bool:
        """Whether `changes` are of second factors."""
        return bool(self.paid_days_later or self.waited)


def numbers(run: Tally) -> dict[str, float | int | str]:
    """Return the checkable numbers of a run but for sums."""
    told = Told(*run.detail)
    each = told._asdict()
    each["new_second_factors" if told.of_factors else "mail_changes"] = each.pop("changes")
    return each


def show(state: LodgedState, day: int, found: Verdict) -> None:
    """Make a day's tally hot, and let it be of the accused: all of these two weeks, and their events."""
    tally, seized = state.tallies[day], found.seized
    accuse_of(tally, sorted([one for each in seized.values() for one in each.events]), latest=True)
    tally.first = tally.examples[0][0]  # of two weeks: the day's alert begins with what it shows
    for name, one in sorted(seized.items()):
        tally.member(name, one.events[0][0])
    tell(state, day, seized, found.sort, tally)
    number = len(_out(seized))
    locked = 0 if found.sort else len([one for one in seized.values() if one.factor])
    paid = 0 if found.sort else len(seized) - locked - number
    to_one = max(state.paid_to(day, _out(seized)).values(), default=0)
    each = [len(seized) if found.sort == sort else 0 for sort in (LATER, KEYED, ALONE, EMPTIED, WAITED)]
    detail = locked, paid, found.changes, state.on_one(day, seized), number, to_one, *each
    tally.crest(len(seized), 0.0, found.surprise, detail)
    for payee in [payee for payee, often in sorted(state.paid_to(day, _out(seized)).items()) if often > 1]:
        tally.tie(f"{PAYEE}{payee}", tally.last)
