"""When the guessing at an address began: who got in there long before has no part in it."""

from __future__ import annotations

from detectors.tally import Tally

# A guesser whose first password is right gets in before he has failed: by no more than his attempts are apart. Of
# times between attempts that keep no measure one in twenty is three times their mean.
APART, LEAST_S = 3.0, 60.0
LIST_LEAST = 3  # accounts tried: fewer are no list, and guesses at them open no other account


def since_guessing(run: Tally) -> dict[str, float]:
    """Return who got in, and when, without those who did before the guessing began."""
    if not run.examples or not run.marked:
        return run.marked or {}
    return since_began(run.marked, run.examples[0][0], run.last, run.n)


def since_began(entered: dict[str, float], began: float, last: float, count: float) -> dict[str, float]:
    """Return who got in, and when, without those who did before `count` attempts from `began` to `last`."""
    ahead = max(LEAST_S, APART * max(0.0, last - began) / count)
    return {name: time for name, time in entered.items() if time >= began - ahead}


def may_be_guessed(run: Tally) -> set[str]:
    """Return who got in since the guessing began; where it is at one or two accounts, of these."""
    found, tried = set(since_guessing(run)), {*run.members, *(run.accounts or {})}
    return found if run.level or len(tried) >= LIST_LEAST else found & tried
