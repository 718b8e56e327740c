"""What is remembered of refusals at one address, and which accounts there are refused unusually often."""

from __future__ import annotations

from typing import NamedTuple

from msgspec import field

from detectors.code_guessing_refused import LEAST, Spread
from detectors.settled_window import SettledState
from detectors.site_days import asked
from detectors.site_spread import RARE
from detectors.surprise import binomial

CROWD, EVERYBODY = 64, ""  # accounts refused at one address in an hour: none of them is looked at
TRIES = 10  # refusals of an account in a day: who mistypes a code looks at it again before
SHARE = 0.01  # of account-days with a refusal, beyond the most of 99 in 100
EACH = 1.0  # one in ten: what keeps one of a household trying keeps the others, too, one code or one page


class Guessers(NamedTuple):
    """The accounts of an address refused most unusually often; of how many, how often in all; what is usual."""

    names: frozenset[str] = frozenset()
    among: int = 0
    tries: int = 0
    usual: Spread = (0, 0, 0)

    def surprise(self) -> float:
        """Return the surprise of so many beyond what 99 in 100 reach, of all that were refused at the address.

        >>> names = frozenset("abcde")
        >>> [round(Guessers(names, among).surprise(), 1) for among in (5, 200)]
        [6.0, 1.3]
        """
        number = len(self.names)
        return min(RARE + EACH * (number - 1), binomial(self.among, number, SHARE)) if number else 0.0


class GuessersState(SettledState, array_like=True):
    """Adds by bucket how often each account was refused each product (its slot), and by day what was usual."""

    tries: dict[int, dict[str, dict[int, int]]] = field(default_factory=dict)
    usual: dict[int, dict[int, Spread]] = field(default_factory=dict)


def count_in(tries: dict[str, dict[int, int]], name: str, slot: int) -> None:
    """Count a refusal, but not where a crowd is."""
    if EVERYBODY in tries:
        return
    slots = tries.setdefault(name, {})
    slots[slot] = slots.get(slot, 0) + 1
    if len(tries) > CROWD:
        tries.clear()
        tries[EVERYBODY] = {}


def guessers(state: GuessersState, end: int, steps: int, step_s: float) -> Guessers:
    """Return the accounts refused unusually often in a window, of the product of which they are most."""
    buckets = [tries for at, tries in state.tries.items() if end - steps < at <= end]
    usual, best = state.usual.get(asked(end * step_s), {}), Guessers()
    if any([EVERYBODY in tries for tries in buckets]):
        return best
    for slot in sorted(usual):
        known, _, rare = usual[slot]
        if known < LEAST:
            continue
        numbers: dict[str, int] = {}
        for tries in buckets:
            for name, slots in tries.items():
                if slot in slots:
                    numbers[name] = numbers.get(name, 0) + slots[slot]
        names = frozenset(name for name, number in numbers.items() if number >= TRIES and number > rare)
        if len(names) > len(best.names):
            best = Guessers(names, len(numbers), sum([numbers[name] for name in names]), usual[slot])
    return best
