"""One newcomer that tells a domain or a contact, new to the site, to one after the other: link spam, drop by drop."""

from __future__ import annotations

from detectors.domain_again_state import AGAIN, NEW, STEP_S, STEPS, AgainState, Said
from detectors.surprise import gamma_poisson

USUAL = (
    1.0  # 2026-11: mean of whom else a newcomer tells it in three days; 21 accuse. Honest ones told one to 10 at most
)
DAYS_LEAST = 5  # of the site's days that are known when it is told first, as of those who tell it together
JOIN_MOST = 3  # others who tell it: they answer, quote, or ask what it is. More, and it goes round
SORT = 1  # in an alert's details: that it is about one account


def alone(state: AgainState, window: dict[str, Said]) -> tuple[str, float]:
    """Return the newcomer that tells it to most within a window's three days, and how surprising that is.

    0 where anybody told it on the days before, several tell it with him (they are judged together), or none is new:
    who has been here has customers to whom he sends his page. Programs of the site's own write from no address.
    """
    name, one = max(window.items(), key=_told_to, default=("", None))
    if one is None or not one.what & NEW or not one.network or len(window) > 1 + JOIN_MOST:
        return name, 0.0
    others = [other for other in window.values() if other is not one]
    if min([said.days for said in window.values()]) < DAYS_LEAST or any(
        [len(said.targets) >= AGAIN for said in others]
    ):
        return name, 0.0
    heard = state.earlier(min([said.time for said in window.values()]))
    return name, 0.0 if heard else gamma_poisson(len(one.targets) - 1, 1.0, 1.0 / USUAL)


def posts_of(state: AgainState, name: str, step: int) -> list[tuple[float, str]]:
    """Return an account's first post with it in each two hours of the window that ends with a step."""
    said = [state.said[at][name] for at in range(step - STEPS + 1, step + 1) if name in state.said.get(at, ())]
    return [(one.time, one.event_id) for one in said]


def alone_words(told: str, targets: int, everybody: int) -> str:
    """Say it to a reviewer."""
    joined = f"{everybody - 1} others" if everybody > 1 else "nobody else"
    return (
        f"One account that was new here {told}, to {targets} people or threads within "
        f"{STEPS * STEP_S / 86_400:.0f} days (usual of newcomers: {1 + USUAL:.0f} at most); {joined} told it then, "
        "nobody in the weeks before."
    )


def _told_to(one: tuple[str, Said]) -> tuple[int, str]:
    return len(one[1].targets), one[0]
