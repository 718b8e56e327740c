"""Codes guessed by many accounts, each a few a day from ever other lines: what no account's own days would tell."""

from __future__ import annotations

from detectors.code_guessing_guessers import EACH, PROVIDERS_KEPT, Guesser, Guessers, Tried
from detectors.code_guessing_refused import Spread
from detectors.code_guessing_slow_state import KNOWN_LEAST, WINDOW_DAYS, DaysState
from detectors.statuses import DENIED, spelled
from detectors.surprise import binomial
from detectors.wording import counted, from_to

DAYS, ACCOUNTS = 3, 5  # refused on so many days; so many accounts of which all else holds
# 2026-11: providers within two weeks: a home, a telephone, an office. Of 2,129 honest pairs of an account and a product
# that refused it, on eight made-up products, 21 were so on three days: one from three providers, none from four.
PROVIDERS = PROVIDERS_KEPT
TRIES_A_DAY = 2  # on average: who mistypes one code a day, on several, is no guesser
# Of the accounts refused a product those that come back so from so many providers: none was (above); so many are said
# for a product whose people all hide their addresses.
SHARE = 0.005
MOST_OF = 0.5  # of those who come back so often: where a page is broken, most who ask again are at home
ROAMING = 1  # the number at `WAY_AT` of such a run's detail: `Guessers.way`
WAY_AT = 8


def roaming(state: DaysState, day: int, slot: int) -> Guessers:
    """Return the accounts refused a product on several days, more than is usual, each from ever other providers.

    Nobody where they are few, or where most who come back so often are in few places.
    """
    lately, again, names = state.lately(day, slot), 0, dict[str, Guesser]()
    for name, days in lately.items():
        usual = state.told(min(days), slot)
        if not _often(days, usual):
            continue
        again += 1
        if len(providers_of(days)) >= PROVIDERS:
            names[name] = Guesser(days, usual)
    if len(names) < ACCOUNTS or len(names) <= MOST_OF * again:
        return Guessers({}, len(lately))
    surprise = binomial(len(lately), len(names), SHARE) + EACH * (min([len(one.days) for one in names.values()]) - DAYS)
    return Guessers({name: one for name, one in names.items() if day in one.days}, len(lately), surprise, slot, ROAMING)


def providers_of(days: dict[int, Tried]) -> set[int]:
    """Return from which providers an account was refused, of each day `PROVIDERS_KEPT` at most."""
    return {number for tried in days.values() for number in tried.providers}


def _often(days: dict[int, Tried], usual: Spread) -> bool:
    """Tell whether an account was refused on several days, on average more than nine in ten account-days show."""
    known, most, _ = usual
    number = sum([tried.number for tried in days.values()])
    hard = number >= TRIES_A_DAY * len(days) and number > most * len(days)
    return len(days) >= DAYS and known >= KNOWN_LEAST and hard


def detail_of(found: Guessers, least: int) -> tuple[int, ...]:
    """Return the numbers told of the accused at one product, their `Guessers.way`, and how often a try fitted."""
    best = max(found.names.values(), key=lambda one: (one.surprise(least), one.usual))
    days = [one.days for one in found.names.values()]
    sizes = list(map(len, days))
    tries = sum([tried.number for one in days for tried in one.values()])
    fitted = sum([tried.fitted for one in days for tried in one.values()])
    return len(days), min(sizes), max(sizes), tries, found.among, *best.usual, found.way, fitted


def roaming_told(detail: tuple[int, ...]) -> tuple[str, str]:
    """Say how many accounts were refused on how many days, and how often a day others of the site are; what to do."""
    accounts, fewest, most, tries, among, known, usual, *_ = detail
    days = from_to(fewest, most)
    reason = (
        f"{counted(accounts)} were each refused the same product on {days} days of {WINDOW_DAYS}, a few times a day, "
        f"each from {PROVIDERS} providers or more ({spelled(DENIED)}; {counted(tries, 'time')} in all), of "
        f"{among:,} accounts that were refused it at all: one list of codes, spread thin over the site. Of {known} "
        f"earlier days on which an account was refused it, nine in ten were at most {counted(usual, 'time')}."
    )
    return reason, "See what was asked for and what was given, and take it back; bound how often it may refuse."
