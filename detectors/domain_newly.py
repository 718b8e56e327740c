"""Newcomers that tell a domain or a contact, new to the site, over three days: each once or twice, and nobody else."""

from __future__ import annotations

from detectors.domain_again_state import STEP_S, STEPS
from detectors.domain_told import Said
from detectors.newcomers import NEWCOMERS, OTHERS_MOST
from detectors.novelty import LATELY_S
from detectors.surprise import binomial

SORT = 2  # in an alert's details: that it is about newcomers
FIRST_DAY = 0.2  # more than a site's share of newcomers, which is of first hours: those of a first day, and the taken
SHARE_MOST = 0.9  # where nearly all who post are new, or nobody knows, only a crowd is surprising


def newly(window: dict[str, Said]) -> float:
    """Return how surprising so many are who are new or taken, among all who tell it in a window's three days.

    Against the site's own share of newcomers (binomial): two dozen of two dozen where four in ten are. What goes round
    is told by many who hardly ever write, too, but not by them alone.
    """
    strange = len([one for one in window.values() if one.what])
    alone = len(window) - strange <= OTHERS_MOST * strange
    return binomial(len(window), strange, usually(window)) if alone else 0.0


def usually(window: dict[str, Said]) -> float:
    """Return the share of strangers that is usual among those who tell something here."""
    share = max([one.share for one in window.values()])
    return min(SHARE_MOST, max(NEWCOMERS, share + FIRST_DAY))


def places_of(window: dict[str, Said]) -> int:
    """Return to how many people or threads those who are new or taken tell it: all to one is a contest, or a launch."""
    return len({target for one in window.values() if one.what for target in one.targets})


def first_day(made: int) -> str:
    """Say that accounts had posted for a day at most: they may be older, but for those whose sign-up was seen.

    >>> first_day(2), first_day(0)
    ('were on their first day of posting (2 had signed up within the week)', 'were on their first day of posting')
    """
    return f"were on their first day of posting{f' ({made} had signed up within the week)' if made else ''}"


def begun(made: int) -> str:
    """Say it of those, too, who said something on a day before, and signed up within the week.

    >>> begun(2)
    'were on their first day of posting or not a week old (2 had signed up within the week)'
    """
    return first_day(made).replace(" (", " or not a week old (")


def newly_words(told: str, strange: int, taken: int, everybody: int, share: float, places: int, made: int = 0) -> str:
    """Say it to a reviewer."""
    place = " All did so in one place, as where a contest or a launch brings people." if places == 1 else ""
    return (
        f"{strange} of the {everybody} accounts that {told} within {STEPS * STEP_S / 86_400:.0f} days "
        f"{begun(made)}, or ({taken}) wrote from where they first were within {LATELY_S / 3600:.0f} h; up to "
        f"{100 * share:.0f} % would be usual on this site. Hardly anybody had told it in the weeks before.{place}"
    )
