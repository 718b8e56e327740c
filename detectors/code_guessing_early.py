"""Codes guessed at a door of which hardly anything is known yet, told by what others met there meanwhile."""

from __future__ import annotations

from detectors.claims import GIVES
from detectors.code_guessing_guessers import Guesser, Guessers, Tried
from detectors.code_guessing_refused import FEW, FITTED, MOST, SOME, Spread, refused_beyond
from detectors.code_guessing_slow_state import WINDOW_DAYS, DaysState
from detectors.statuses import DENIED, TAKEN, spelled
from detectors.wording import counted

HARD = 40  # refusals in a day, as `code_guessing` asks: a browser's helper tries some thirty coupons
CROWD = 0.5  # of those refused a product so far: then it is the door, a page that newcomers wait at say
SEVERAL = 3  # newcomers who try so hard where nobody else was refused
EACH = 2.0  # surprise of each: a browser's helper that tries all it knows comes to so many once in a hundred
EARLY, FITTING = 3, 4  # the last number of such a run's detail: `Guessers.way`


def early(state: DaysState, day: int, slot: int) -> Guessers:
    """Return who signed up within the week and was refused a product more in a day than all others together ever were.

    Asked only while the site's own days say nothing of that product (its first four, mostly); afterwards
    `code_guessing` tells the same at once. All that has come to the door by the day's end speaks, the day's own too.
    """
    if state.told(day, slot)[0] >= SOME:
        return Guessers({}, 0)
    hard = {name: tried for name, tried in _hard(state, day, slot) if tried.fresh}
    return _beyond_all(state, day, slot, hard, EARLY)


def _alone(state: DaysState, day: int, slot: int, hard: dict[str, Tried]) -> Guessers:
    """Return several newcomers, where nobody else was ever turned away from where codes are given, by its name.

    Of other doors it may be that newcomers wait there.
    """
    if len(hard) < SEVERAL or not GIVES[state.doors.get(day, {}).get(slot, "")]:
        return Guessers({}, len(hard))
    names = {name: Guesser({day: tried}, (0, 0, 0)) for name, tried in hard.items()}
    return Guessers(names, len(hard), min(MOST, EACH * len(hard)), slot, EARLY)


def fitting(state: DaysState, day: int, slot: int) -> Guessers:
    """Return older accounts that were refused so, and given it twice, and were refused again after the first time.

    Who waits for a thing, or asks for one that is gone, is not refused again once he has it. Asked only where the
    site's own days say too little of older accounts for `code_guessing` to tell the same at once.
    """
    if state.told(day, slot)[0] >= FEW:
        return Guessers({}, 0)
    hard = {name: tried for name, tried in _hard(state, day, slot)
            if not tried.fresh and tried.fitted >= FITTED and tried.fitted_first < tried.last}  # fmt: skip
    return _beyond_all(state, day, slot, hard, FITTING)


def _hard(state: DaysState, day: int, slot: int) -> list[tuple[str, Tried]]:
    return [(name, tried) for name, tried in state.days[day].get(slot, {}).items() if tried.number >= HARD]


def _beyond_all(state: DaysState, day: int, slot: int, hard: dict[str, Tried], way: int) -> Guessers:
    """Return which of them were refused more than all others together; nobody where they are most who were at all."""
    others = state.of_others(day, slot, hard) if hard else {}
    if way == EARLY and not others:
        return _alone(state, day, slot, hard)
    usual, among = spread_of(list(others.values())), len({name for name, _ in others}) + len(hard)
    worth = {name: refused_beyond(tried.number, usual, newcomer=True) for name, tried in hard.items()}
    names = {name: Guesser({day: hard[name]}, usual) for name, surprise in worth.items() if surprise}
    if len(hard) > CROWD * among or not names:
        return Guessers({}, among)
    return Guessers(names, among, max(worth.values()), slot, way)


def spread_of(numbers: list[int]) -> Spread:
    """Return how many numbers there are, and the most of nine in ten and of 99 in 100.

    >>> spread_of([]), spread_of([1, 2, 1]), spread_of([*range(1, 101)])
    ((0, 0, 0), (3, 2, 2), (100, 90, 99))
    """
    ranked, known = sorted(numbers), len(numbers)
    return (known, ranked[known - 1 - known // 10], ranked[known - 1 - known // 100]) if ranked else (0, 0, 0)


def early_told(detail: tuple[int, ...]) -> tuple[str, str]:
    """Say how many accounts were refused how often, beside the others so far; what to do."""
    accounts, _, _, tries, among, known, _, rare, way, _ = detail
    who, be = ("One account", "was") if accounts == 1 else (counted(accounts), "were")
    young = " that had signed up within the week" if way == EARLY else ""
    each = "" if accounts == 1 else " in all"
    reason = (
        f"{who}{young} {be} refused the same product {counted(tries, 'time')}{each} on one day ({spelled(DENIED)}), of "
        f"{among:,} accounts that were turned away there at all in {WINDOW_DAYS} days ({TAKEN}, taken already, "
        f"included). {_of_others(known, rare)}"
    )
    if way == EARLY:
        return reason, "See what was asked for and what was given; bound how often an account and an address may try."
    return reason, "See what was given, and take it back; bound how often an account and an address may try."


def _of_others(known: int, rare: int) -> str:
    if not known:
        return "Nobody else ever was, though codes are given there by its name."
    return (
        f"Little is known of this product yet: of {known:,} days on which another account was turned away so far, none "
        f"was more than {counted(rare, 'time')}."
    )
