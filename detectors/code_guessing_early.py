"""Codes guessed by newcomers at a door of which nothing is known yet, told by what others met there meanwhile."""

from __future__ import annotations

from detectors.code_guessing_guessers import Guesser, Guessers
from detectors.code_guessing_refused import SOME, Spread, refused_beyond
from detectors.code_guessing_slow_state import WINDOW_DAYS, DaysState
from detectors.statuses import DENIED, spelled
from detectors.wording import counted

HARD = 40  # refusals in a day, as `code_guessing` asks: a browser's helper tries some thirty coupons
CROWD = 0.5  # of those refused a product so far: then it is the door, a page that newcomers wait at say
EARLY = 3  # the last number of such a run's detail: `Guessers.way`


def early(state: DaysState, day: int, slot: int) -> Guessers:
    """Return who signed up within the week and was refused a product more in a day than all others together ever were.

    Asked only while the site's own days say nothing of that product (its first four, mostly); afterwards
    `code_guessing` tells the same at once. All that has come to the door by the day's end speaks, the day's own too.
    """
    if state.told(day, slot)[0] >= SOME:
        return Guessers({}, 0)
    lately, today = state.lately(day, slot), state.days[day].get(slot, {})
    hard = {name: tried for name, tried in today.items() if tried.fresh and tried.number >= HARD}
    usual = _spread([tried.number for name, days in lately.items() if name not in hard for tried in days.values()])
    worth = {name: refused_beyond(tried.number, usual, newcomer=True) for name, tried in hard.items()}
    names = {name: Guesser({day: hard[name]}, usual) for name, surprise in worth.items() if surprise}
    if len(hard) > CROWD * len(lately) or not names:
        return Guessers({}, len(lately))
    return Guessers(names, len(lately), max(worth.values()), slot, EARLY)


def _spread(numbers: list[int]) -> Spread:
    """Return how many numbers there are, and the most of nine in ten and of 99 in 100.

    >>> _spread([]), _spread([1, 2, 1]), _spread([*range(1, 101)])
    ((0, 0, 0), (3, 2, 2), (100, 90, 99))
    """
    ranked, known = sorted(numbers), len(numbers)
    return (known, ranked[known - 1 - known // 10], ranked[known - 1 - known // 100]) if ranked else (0, 0, 0)


def early_told(detail: tuple[int, ...]) -> tuple[str, str]:
    """Say how many newcomers were refused how often, beside the others so far; what to do."""
    accounts, _, _, tries, among, known, _, rare, *_ = detail
    who = "One account" if accounts == 1 else counted(accounts)
    each = "" if accounts == 1 else " in all"
    reason = (
        f"{who} that had signed up within the week {'was' if accounts == 1 else 'were'} refused the same product "
        f"{counted(tries, 'time')}{each} on one day ({spelled(DENIED)}), of {among:,} accounts that were refused it at "
        f"all in {WINDOW_DAYS} days. Little is known of this product yet: of {known:,} days on which another account "
        f"was refused it so far, none was more than {counted(rare, 'time')}."
    )
    return reason, "See what was asked for and what was given; bound how often an account and an address may try."
