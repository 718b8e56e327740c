"""One newcomer that tells a domain or a contact, new to the site, to one after the other: link spam, drop by drop."""

from __future__ import annotations

from math import log10

from detectors.domain_again_state import DAYS_LEAST, STEP_S, STEPS, AgainState
from detectors.domain_told import AGAIN, NEW, TOLD_KEPT, Said
from detectors.surprise import gamma_poisson

USUAL = (
    1.0  # 2026-11: mean of whom else a newcomer tells it in three days; 21 accuse. Honest ones told one to 10 at most
)
JOIN_MOST = 3  # known ones who tell it: they answer, quote, or ask what it is. More, and it goes round
HOURS_TOLD = 48  # more are told in days
SORT = 1  # in an alert's details: that it is about one account


def alone(state: AgainState, window: dict[str, Said]) -> tuple[str, float]:
    """Return the newcomer that tells it to most within a window's three days, and how surprising that is.

    0 where anybody known told it on the days before, or several tell it with him: who has been here has customers to
    whom he sends his page. Whoever else is new, or was just entered, takes nothing from what he does. Programs of the
    site's own write from no address.
    """
    new = {name: one for name, one in window.items() if one.what & NEW and one.network}
    name, one = max(new.items(), key=_told_to, default=("", None))
    if one is None or joined(window) or min([said.days for said in window.values()]) < DAYS_LEAST:
        return name, 0.0
    first = min([said.time for said in window.values()])
    heard = state.earlier(first, state.newcomers(first))
    return name, 0.0 if heard else by_himself(len(one.targets), len(new))


def by_himself(targets: int, newcomers: int = 1) -> float:
    """Return how surprising it is that a newcomer tells it to so many; of a crowd of them one does (Bonferroni)."""
    return max(0.0, gamma_poisson(targets - 1, 1.0, 1.0 / USUAL) - log10(max(1.0, newcomers / (1 + JOIN_MOST))))


def joined(window: dict[str, Said]) -> bool:
    """Tell whether known accounts tell it as well, more than a few of them or one again and again."""
    known = [one for one in window.values() if not one.what]
    return len(known) > JOIN_MOST or any([len(one.targets) >= AGAIN for one in known])


def posts_of(state: AgainState, name: str, step: int) -> list[tuple[float, str]]:
    """Return an account's first post with it in each two hours of the window that ends with a step."""
    said = [state.said[at][name] for at in range(step - STEPS + 1, step + 1) if name in state.said.get(at, ())]
    return [(one.time, one.event_id) for one in said]


def alone_words(told: str, targets: int, everybody: int, hours: int = 0, made: bool = False, posts: int = 0) -> str:
    """Say it to a reviewer; "at least" where no more were counted, in `hours` of the window (0: in all of them).

    `posts`: that tell it, of whomever; how many is said where nobody else did, and they are more than it reached.

    >>> said = alone_words("linked to x.example", TOLD_KEPT, 1, 2, True, 350)
    >>> said.partition(" (usual")[0][-43:], said[-38:]
    ('to at least 40 people or threads within 2 h', 'In all it did so in 350 posts or more.')
    """
    often = f" In all it did so in {posts:,} posts or more." if posts > targets and everybody == 1 else ""
    joined = f"{everybody - 1} others" if everybody > 1 else "nobody else"
    there = "" if made else " (it may have been there before)"
    days = f"{STEPS * STEP_S / 86_400:.0f} days"
    return (
        f"One account{', signed up within the week,' if made else ''} {told}, on its first day of posting{there}, to "
        f"{'at least ' if targets >= TOLD_KEPT else ''}{targets} people or threads within "
        f"{f'{hours} h' if 0 < hours <= HOURS_TOLD else days} (usual of newcomers: {1 + USUAL:.0f} at most in {days}); "
        f"{joined} told it then, nobody in the weeks before.{often}"
    )


def _told_to(one: tuple[str, Said]) -> tuple[int, str]:
    return len(one[1].targets), one[0]
