"""What two weeks of guesses tell where no day does: ever new addresses and clients, or one client's evenings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from detectors.login_guessing import LoginGuessing
from detectors.login_guessing_days import DaysState
from detectors.login_guessing_report import REGAINED, SECOND_FACTOR
from detectors.surprise import gamma_poisson
from detectors.tally import Tally
from detectors.window import WindowState

MOVES = 3.0  # new addresses a day of an owner's client that goes wrong, for each login from a new place he makes
# 2026-11: mean of how many devices or programs more than one of his own an owner fails with in a day; eight accuse. On
# seven made-up products honest ones have two at most, guessers who change theirs fourteen to twenty-one.
CLIENTS = 0.15
# 2026-11: mean of the further days on which a device that never got in fails where the account has never been: 17 of
# some 1,800 on seven made-up products had one, none two. Five days accuse.
AGAIN = 0.03
# 2026-11: mean of the further providers, beside one, all new to the account, at which attempts on it fail in a day: of
# 546 honest accounts that failed so on 29 made-up products three had a second in up to 24 days, none a third, and none
# two on one day. Six on a day accuse: a client that goes wrong is in one place.
PROVIDERS = 0.05
CLIENT, ANOTHER = "client", "another_client"  # of an account never entered yet, and of one that is known
CLIENT_KINDS = (CLIENT, ANOTHER)


class GuessingWeeks(LoginGuessing):
    """Base of `login_guessing_slow`: how surprising the last days are beside what owners do."""

    def _for_days(self, state: DaysState, end: int) -> float:
        """Return the surprise of as many addresses and clients over the last days: a day's expects its share of them.

        0 on a single day. An account that was never seen to log in is known by its use, else nothing is noted here.
        """
        time = end * self.step_s
        if (found := state.tried(time)).days < 2:
            return 0.0
        mean = found.days * (CLIENTS + MOVES * state.moved(time))
        return gamma_poisson(min(found.addresses, found.clients) - 1, 1.0, 1.0 / mean)

    def _evenings(self, state: DaysState, end: int) -> float:
        """Return the surprise of the days on which one device tried by hand; 0 for one day."""
        if len(state.clocks) < 2 or (found := state.evenings(end * self.step_s)).days < 2:
            return 0.0
        mean = AGAIN + MOVES * state.moved(end * self.step_s)
        return gamma_poisson(found.days - 1, 1.0, 1.0 / mean)

    def _of_providers(self, state: DaysState, end: int) -> float:
        """Return the surprise of a day's providers; less on an account that is used from everywhere."""
        found = providers_of(self._window(state, end))
        mean = PROVIDERS + MOVES * state.moved(end * self.step_s)
        return gamma_poisson(found - 1, 1.0, 1.0 / mean) if found > 1 else 0.0

    def _told_for_days(self, state: DaysState, end: int) -> bool:
        return max(self._for_days(state, end), self._evenings(state, end)) >= self.hot_from

    def _detail(self, state: WindowState, end: int) -> tuple[int, ...]:
        """Return the addresses and clients of the last days, and on how many of these, where that is much.

        Else the day's providers, where these are many.
        """
        own = cast("DaysState", state)
        if self._evenings(own, end) >= self.hot_from:
            found = own.evenings(end * self.step_s)
            return found.addresses, 1, found.days, found.hours
        if self._told_for_days(own, end):
            return own.tried(end * self.step_s)
        return (providers_of(self._window(own, end)),) if self._of_providers(own, end) >= self.hot_from else ()


def clients_of(window: Iterable[Tally]) -> int:
    """Return how many devices or programs the attempts were made with, as far as they are new: at least, by hash."""
    names = set[str]().union(*[tally.extra or () for tally in window])  # no look at each: a flood has thousands
    return len(names) - (SECOND_FACTOR in names) - (REGAINED in names)  # all else that is counted


def providers_of(window: Iterable[Tally]) -> int:
    """Return from how many providers, as far as they are told, the attempts came."""
    return len(set[str]().union(*[tally.carried or () for tally in window]))
