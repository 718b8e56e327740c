"""Things that many accounts of a site have in common, several at a time, where each else has one for himself."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Sequence
from math import log10
from typing import ClassVar, NamedTuple

from detectors.base import Signal
from detectors.first_times import in_order
from detectors.judged_steps import JudgedDays, accuse_of
from detectors.recurrence import DAY_S
from detectors.shared_site_state import KINDS_KEPT, WINDOW_DAYS, Names, SharedState, united
from detectors.surprise import digits, gamma_poisson, to_score
from detectors.tally import Tally
from schemas.event import Event

THINGS = 3  # at least: a firm, a household, has two
TRIED = log10(3)  # sizes from which things may be counted


NAMED_MOST = 6  # things, in a sentence


class Shared(NamedTuple):
    """Things with `least` accounts each, how many such are usual, how surprising; `many`: all that might count.

    `every`: how many things there are; `way`: a mark of how they were found, for the sentence, where there are several.
    """

    things: dict[str, Names]
    many: Collection[str] = ()
    least: int = 0
    usual: float = 0.0
    surprise: float = 0.0
    every: int = 0
    way: int = 0


class SharedSite(JudgedDays[SharedState]):
    """Base of those that judge, once a day is over, the four weeks that end with it, or another number of days."""

    state_type = SharedState
    idle_s = 7 * DAY_S  # who takes his time comes again within the week
    last_days: ClassVar[int] = WINDOW_DAYS

    @abstractmethod
    def _thing(self, event: Event) -> tuple[str, str]:
        """Return what the account of an event that is remembered came with, its kind before it."""

    @abstractmethod
    def _may_count(self, names: Names) -> bool:
        """Tell whether accounts are so many that what they have in common may count."""

    @abstractmethod
    def _found(self, state: SharedState, day: int, kind: str) -> Shared:
        """Return the most surprising things of a kind in the window that ends with a day."""

    def score(self, event: Event, state: SharedState, key: str) -> Signal | None:
        """Return the surprise of the things so far where the account's is one of them; None for what is not noted."""
        if not self.remembers(event):
            return None
        (kind, thing), day, surprise = self._thing(event), int(event.time // DAY_S), 0.0
        if (
            self._may_count(state.of(day, kind, thing, self.last_days))
            and thing in (found := self._found(state, day, kind)).things
        ):
            surprise = found.surprise
        return Signal(self.name, self.version, key, to_score(surprise), len(state.days) > 1, surprise)

    def _note(self, event: Event, state: SharedState) -> None:
        state.add(event, *self._thing(event))

    def _judge(self, state: SharedState, step: int) -> None:
        """Accuse the things if one came up on the day, then take them into what is usual."""
        accused = list[tuple[str, Shared, dict[str, Names]]]()
        for kind, today in sorted(state.days.get(step, {}).items()):
            found = self._found(state, step, kind)
            if found.surprise >= self.hot_from and not today.keys().isdisjoint(found.things):
                accused.append((kind, found, today))
            state.learn(step, kind, found.many)
        if accused:
            _show(state.tallies[step], accused, step)


def most_surprising(
    many: dict[str, tuple[int, Names]], every: int, again: float, past: float, enough: float, few: int = THINGS
) -> Shared:
    """Return the size from which the number of things is the most surprising, or the least one from which it is enough.

    `many`: things that may count, with how many accounts do; each further one comes to a share `again` of `every`
    thing. `past`: how many were usual; `few`: things at the least.
    """
    found = Shared({}, tuple(many), every=every)
    for least in sorted({number for number, _ in many.values()}):
        things = {thing: names for thing, (number, names) in many.items() if number >= least}
        usual = max(past, every * again ** (least - 1))
        surprise = gamma_poisson(len(things), 1.0, 1 / usual) - TRIED if len(things) >= few else 0.0
        if found.surprise < min(enough, surprise):
            found = Shared(things, tuple(many), least, usual, surprise, every)
    return found


def _show(tally: Tally, accused: list[tuple[str, Shared, dict[str, Names]]], step: int) -> None:
    """Make a day's tally hot, and let it be of the accused alone: of their accounts, and of the day's events."""
    every = sorted(
        [one for _, found, today in accused for thing in found.things for one in today.get(thing, {}).values()]
    )
    accuse_of(tally, [(one.time, one.event_id) for one in every])
    tally.traits = {}
    for number, (kind, found, _) in enumerate(accused):
        since = {thing: min([one.time for one in came.values()]) for thing, came in found.things.items()}
        for thing, time in since.items():
            tally.carry(thing, time)
        mark = step * KINDS_KEPT + number
        tally.traits[str(mark)] = {thing: since[thing] for thing in in_order(since)[: NAMED_MOST + 1]}
        names = united(found.things.values())
        for name, one in names.items():
            tally.member(name, one.time)
        told = len(found.things), found.least, found.every, len(found.many), found.way, mark
        tally.crest(len(names), digits(found.usual), found.surprise, told)
        if kind:
            tally.add(kind, len(found.things))


def which(run: Tally) -> str:
    """Name the things of the fullest day, those first that came first; of many the first few.

    >>> run = Tally(detail=(2, 3, 9, 2, 0, 64), traits={"64": {"w-2": 9.0, "w-1": 4.0}, "63": {"w-3": 1.0}})
    >>> which(run), which(Tally())
    (' (w-1, w-2)', '')
    """
    names = _of_fullest(run)
    return f" ({_some(names)})" if names else ""


def over_days(run: Tally, number: int, what: str) -> str:
    """Say of which things the days speak together, where they are more than a sentence tells of the fullest.

    >>> run = Tally(detail=(1, 3, 9, 2, 0, 64), traits={"64": {"w-2": 9.0}}, carried={"w-2": 9.0, "w-1": 4.0})
    >>> over_days(run, 1, "cards"), over_days(run, 2, "cards")
    (' Over all days 2 cards were found so, some with fewer accounts; beside these: w-1.', '')
    """
    if len(names := run.carried or {}) <= number:
        return ""
    others = [name for name in in_order(names) if name not in _of_fullest(run)]
    more = f"; beside these: {_some(others)}" if number <= NAMED_MOST else ""
    return f" Over all days {len(names)} {what} were found so, some with fewer accounts{more}."


def _of_fullest(run: Tally) -> list[str]:
    return in_order((run.traits or {}).get(str(run.detail[5]), {})) if len(run.detail) > 5 else []


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:NAMED_MOST]) + (" and others" if len(names) > NAMED_MOST else "")
