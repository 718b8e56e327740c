"""Codes guessed by a few accounts together, each a handful a day from its own home, on most days of a week and more."""

from __future__ import annotations

from detectors.code_guessing_guessers import EACH, Guesser, Guessers
from detectors.code_guessing_slow_state import WINDOW_DAYS, DaysState
from detectors.statuses import DENIED, spelled
from detectors.surprise import binomial
from detectors.wording import counted

# 2026-11: refusals on each of so many days, by so many accounts. Of 3,400 honest pairs of an account and a product that
# refused it, on eleven made-up products, none was refused three times on more than one day, and none on seven at all.
TRIES, DAYS, ACCOUNTS = 3, 6, 3
SHARE = 0.001  # of the accounts refused a product those that are so: none was (above)
AGAIN, AGAIN_MOST = 4, 0.05  # days; of those refused a product, that come back to it on so many without: a page does it
PATIENT = 2  # the last number of such a run's detail: `Guessers.way`


def patient(state: DaysState, day: int, slot: int) -> Guessers:
    """Return the accounts refused a product on six days, each time more often than 99 in 100 account-days show.

    Nobody where they are few, or where others, too, come back day after day.
    """
    lately, light, names = state.lately(day, slot), 0, dict[str, Guesser]()
    for name, days in lately.items():
        if len(days) < AGAIN:
            continue
        found = state.guesser(days, slot, TRIES) if len(days) >= DAYS else None
        if found is not None and len(found.days) >= DAYS:
            names[name] = found
        else:
            light += 1
    if len(names) < ACCOUNTS or light > AGAIN_MOST * len(lately):
        return Guessers({}, len(lately))
    longer = min([len(one.days) for one in names.values()]) - DAYS
    surprise = binomial(len(lately), len(names), SHARE) + EACH * longer
    mine = {name: one for name, one in names.items() if day in one.days}
    return Guessers(mine, len(lately), surprise, slot, PATIENT)


def patient_told(detail: tuple[int, ...]) -> tuple[str, str]:
    """Say how many accounts were refused on how many days, and how often a day others of the site are; what to do."""
    accounts, fewest, most, tries, among, known, _, rare, *_ = detail
    days = f"{fewest} to {most}" if most > fewest else f"{most}"
    reason = (
        f"{counted(accounts)} were each refused the same product {max(TRIES, rare + 1)} times or more on {days} days "
        f"of {WINDOW_DAYS} ({spelled(DENIED)}; {counted(tries, 'time')} in all), of {among} accounts that were "
        f"refused it at all: who mistypes a code does not come back so for a week. Of {known} earlier days on which an "
        f"account was refused it, 99 in 100 were at most {counted(rare, 'time')}."
    )
    return reason, "See which codes were asked for and what was given, and take it back; bound the tries of a week."
