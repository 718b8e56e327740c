"""Codes guessed by a few accounts together, each a handful a day from its own home, day after day."""

from __future__ import annotations

from detectors.code_guessing_early import spread_of
from detectors.code_guessing_guessers import EACH, Guesser, Guessers, Tried
from detectors.code_guessing_refused import Spread
from detectors.code_guessing_slow_state import KNOWN_LEAST, WINDOW_DAYS, DaysState
from detectors.statuses import DENIED, spelled
from detectors.surprise import binomial
from detectors.wording import counted, from_to

# 2026-11: days, accounts, and refusals on each of these days: more accounts that try harder need fewer days. Of 5,700
# honest pairs of an account and a product that refused it, on nine made-up products and in a simulated world, none was
# refused three times on more than one day, whatever was usual there.
WAYS = ((6, 3, 3), (4, 5, 5))
SHARE = 0.001  # of the accounts refused a product those that are so: none was (above)
AGAIN, AGAIN_MOST = 4, 0.05  # days; of those refused a product, that come back on so many, mostly without: to a page
CROWD = 0.5  # of those refused a product, that are so on less than six days: then it is the door, a prize a day say
PATIENT = 2  # the last number of such a run's detail: `Guessers.way`
Lately = dict[str, dict[int, Tried]]


def patient(state: DaysState, day: int, slot: int) -> Guessers:
    """Return the accounts refused a product day after day, each time more often than nine in ten account-days show.

    As told first in these two weeks, since later it is their own, or as those show who do not come back, where that is
    less. Nine in ten, since one burst of guesses is all that 99 in 100 show for weeks. Nobody where they are few, or
    where others, too, come back day after day.
    """
    lately = state.lately(day, slot)
    usual = _usual(state.first_told(day, slot), lately)
    if usual[0] < KNOWN_LEAST:
        return Guessers({}, len(lately))
    found = max([_found(lately, usual, slot, *way) for way in WAYS], key=lambda one: one.together)
    return found._replace(names={name: one for name, one in found.names.items() if day in one.days})


def _usual(told: Spread, lately: Lately) -> Spread:
    """Return what was told first, or what is usual of those who are refused on few days, where that is less.

    At a door that is hardly known when the guessing begins, what is told first is mostly the guessers' own.
    """
    others = spread_of([tried.number for days in lately.values() if len(days) < AGAIN for tried in days.values()])
    known = [one for one in (told, others) if one[0] >= KNOWN_LEAST]
    return min(known, key=lambda one: one[1], default=(0, 0, 0))


def _found(lately: Lately, usual: Spread, slot: int, least: int, accounts: int, tries: int) -> Guessers:
    """Return who is so on `least` days, `tries` times each: of `accounts` at least."""
    hard = {name: _hard(days, max(tries - 1, usual[1])) for name, days in lately.items() if len(days) >= AGAIN}
    names = {name: Guesser(days, usual) for name, days in hard.items() if len(days) >= least}
    light = sum([2 * len(days) < len(lately[name]) for name, days in hard.items()])
    crowd = least < WAYS[0][0] and len(names) > CROWD * len(lately)
    if len(names) < accounts or light > AGAIN_MOST * len(lately) or crowd:
        return Guessers({}, len(lately))
    longer = min([len(one.days) for one in names.values()]) - least
    surprise = binomial(len(lately), len(names), SHARE) + EACH * longer
    return Guessers(names, len(lately), surprise, slot, PATIENT)


def _hard(days: dict[int, Tried], beyond: int) -> dict[int, Tried]:
    return {day: tried for day, tried in days.items() if tried.number > beyond}


def patient_told(detail: tuple[int, ...]) -> tuple[str, str]:
    """Say how many accounts were refused on how many days, and how often a day others of the site are; what to do."""
    accounts, fewest, most, tries, among, known, usual, *_ = detail
    days = from_to(fewest, most)
    reason = (
        f"{counted(accounts)} were each refused the same product again and again on {days} days of {WINDOW_DAYS} "
        f"({spelled(DENIED)}; {counted(tries, 'time')} in all), of {among:,} accounts that were refused it at all: who "
        f"mistypes a code does not come back so, day after day. Of {known:,} days on which others were refused it, "
        f"nine in ten were at most {counted(usual, 'time')}."
    )
    return reason, "See what was asked for and what was given, and take it back; bound the tries of a week."
