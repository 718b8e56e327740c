"""Windows in which those who have just begun to post are counted, against those who do the same and began before.

Of accounts that began before those are counted with them, of posts with links or contacts, that were entered within
hours from somewhere new to them (`detectors.novelty.elsewhere`): taken accounts have an honest past, but not where they
are used from now.
"""

from __future__ import annotations

from detectors.at_once import at_once
from detectors.base import Signal
from detectors.novelty import LATELY_S
from detectors.recurrence import FOLD
from detectors.reshares import reshares
from detectors.settled_window import OverWindow
from detectors.surprise import binomial, gamma_poisson
from detectors.tally import Tally
from detectors.window import WindowState, accounts_of
from detectors.wording import counted
from schemas.event import EARLY, ELSEWHERE, INDOORS, NEW_HERE, Event

COUNTED = NEW_HERE | ELSEWHERE
NEWCOMERS = 0.4  # of those who share what goes round: at a site's start, and where many only ever read
TAKEN = 0.1  # of honest accounts that post a link, have within hours moved to another device or provider
FIRST_DAY = 0.75  # as far as a stream's first day can tell: 0.65 to 0.76 of those who repeat a text
EARLY_NEW = "new_in_the_first_day"  # of the input, among a tally's sums: those of whom nobody knows better
HALF = 0.5
OTHERS_MOST = 0.2  # of a slow wave's newcomers: those who fall for it. Within a stream's first day half are newcomers


class NewcomersWindow(OverWindow):
    """Base of such detectors. Judged once a window is over, since others may still come.

    Quiet on what goes round among members, whoever joins in: most who take part have posted before, from where they
    do now. A handful of accounts from new places is enough where hardly anybody else does the same and the past shows
    less than a fifth as many: that all of seven come from there by chance is one in ten million.
    """

    def member(self, event: Event) -> str | None:
        """Count accounts that have just begun to post, here or from there, and do not share another's content."""
        return event.subject if (event.novel & NEW_HERE or newcomer(event)) and not reshares(event) else None

    def remembers(self, event: Event) -> bool:
        """Note those who have posted for longer as well."""
        return True

    def note(self, event: Event, tally: Tally) -> None:
        """Name those who have posted longer, and those that may have been taken; count newcomers of the first day."""
        if not (event.novel & NEW_HERE or newcomer(event)):  # as most are: spared a call
            tally.account(event.subject, event.time)
        elif event.novel & ELSEWHERE and not event.novel & NEW_HERE and not reshares(event):
            tally.mark(event.subject, event.time)
        elif event.novel & EARLY and event.novel & NEW_HERE:
            tally.add(EARLY_NEW)

    def breached(self, run: Tally) -> bool:
        """Tell of no account for sure that it was entered by somebody else."""
        return False

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """Return the window's surprise, the event included; None for what is not counted, or with too few."""
        return None if self.member(event) is None else self._of_many(event, state, key)

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        window = self._window(state, end)
        everybody = int(count) + others(window)
        surprise = self._of_newcomers(window, everybody, int(count), past, self._usually(state, end))
        taken = self._taken(window, int(count))
        if taken < self.least or taken <= FOLD * past[0] / past[1]:
            return surprise
        return max(surprise, binomial(everybody, taken, TAKEN))

    def _taken(self, window: list[Tally], count: int) -> int:
        """Return how many of those counted may have been taken."""
        return len({name for tally in window for name in tally.marked or ()})

    def _of_newcomers(self, window: list[Tally], everybody: int, count: int, past: tuple[float, float],
                      share: float) -> float:  # fmt: skip
        """Return the surprise of so many newcomers: as many are rare, and so is it that so few others join them."""
        return min(binomial(everybody, count, share), gamma_poisson(count - 1, *past))

    def _usually(self, state: WindowState, end: int) -> float:
        """Return which share of those who do such a thing are newcomers."""
        return NEWCOMERS

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """Return the checkable numbers of a run."""
        return {**super().evidence(run), "others": others([run]), "from_new_places": len(run.marked or ())}

    def how(self, run: Tally) -> str:
        """Say what those counted have in common."""
        places = len(run.marked or ())
        moved = f", or from a device or provider new to it within {LATELY_S / 3600:.0f} h ({counted(places)})"
        return f"each in its first hour of posting{moved if places else ''}"


class NewcomersSlow(NewcomersWindow):
    """The same over hours or a day. What mostly comes within an hour is left to those who look at the hour.

    In the first day of all, when nobody knows who is new, it must be more, and far more than the hour asks for.
    """

    steps = 24

    def _usually(self, state: WindowState, end: int) -> float:
        """As in the base, but more where most of a window's posts are of newcomers of the first day of all."""
        window, share = self._window(state, end), super()._usually(state, end)
        early = sum([(tally.extra or {}).get(EARLY_NEW, 0.0) for tally in window])
        return max(share, FIRST_DAY) if early > HALF * sum([tally.n for tally in window]) else share

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        surprise = super()._weigh(state, end, count, past)
        if surprise < self.hot_from:
            return surprise
        others_most = OTHERS_MOST * count
        return 0.0 if others(self._window(state, end)) > others_most or self._mostly_at_once(state, end) else surprise

    def _mostly_at_once(self, state: WindowState, end: int) -> bool:
        """Tell whether a window is for those who look at the hour."""
        return at_once(self._window(state, end))


def newcomer(event: Event) -> bool:
    """Tell whether it is of one `COUNTED` that is new: not who is at an address of his own, on a device new to him.

    That is a new computer, or a colleague's: an agency has several, and enters each client's account on any of them.
    """
    return bool(event.novel & NEW_HERE or event.novel & (ELSEWHERE | INDOORS) == ELSEWHERE)


def others(window: list[Tally]) -> int:
    """Return how many who have posted for longer did the same."""
    new = {name for tally in window for name in tally.members}
    return len(accounts_of(window) - new)
