"""What a reviewer is told of how rarely an account is entered from so new a place."""

from __future__ import annotations

from math import log10

from detectors.takeover_graded import LITTLE, WEAK, told_of
from detectors.tally import Tally
from detectors.wording import rarely


def rarity(run: Tally) -> str:
    """Say how rarely the account, or any where too little is known of its own, is entered from so new a place.

    It comes last: what was done is what a reviewer looks for. What is reckoned is rounded as such. Where the place is
    not rare enough to tell anything by itself, how rare all that is told together is.

    >>> rarity(Tally(usual=2.8, detail=(0, 0, 0, 0, 0, 0, 0, 2)))[:74]
    ' By what is known of other sites, about one login in 630 comes from so new'
    >>> rarity(Tally(usual=3.65, detail=(0, 0, 0, 0, 0, 0, 0, 13)))
    " About one login in 4,500 comes from so new a place, by its 13 until the day before last and other accounts'."
    """
    logins, surprise = told_of(run).counted, run.usual
    if surprise <= 0.0:
        return ""
    together = f"with all else that is told here it is reckoned to come {rarely(run.surprise)}"
    little = f" That alone says little; {together}." if surprise < WEAK else ""
    if logins < LITTLE:
        known = f"{logins} of its own {'is' if logins == 1 else 'are'}" if logins else "none of its own is"
        return (
            f" By what is known of other sites, about {one_in(surprise)} comes from so new a place ({known} known from "
            f"before these two days).{little}"
        )
    if 10**surprise > logins + 1:
        whose = f", by its {logins:,} until the day before last and other accounts'"
        return f" About {one_in(surprise)} comes from so new a place{whose}.{little}"
    return f" About {one_in(surprise)} of its {logins:,} until the day before last came from so new a place.{little}"


def one_in(surprise: float) -> str:
    """Return how rare a login is, as the estimate that it is: in two figures.

    >>> one_in(3.646), one_in(1.0), one_in(0.1), one_in(7.0)
    ('one login in 4,400', 'one login in 10', 'every login', 'one login in more than a million')
    """
    many = 10 ** min(surprise, 6.0)
    rounded = round(many, 1 - int(log10(many)))
    if surprise >= 6.0:
        return "one login in more than a million"
    return f"one login in {rounded:,.0f}" if rounded >= 1.5 else "every login"
