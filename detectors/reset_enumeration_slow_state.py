"""What is remembered of a site's password resets: by network and day, and how often for names that no account has."""

from __future__ import annotations

from typing import Final

from msgspec import field

from detectors.network import range_of
from detectors.signup_domains import DAYS_LEAST, KNOWN_LEAST
from detectors.signup_network_state import STEPS, Made, NetworkState, made_of, place
from detectors.signup_steps import ALL, MEMORY, count_in
from schemas.event import Event

NOBODY: Final = "nobody"  # how resets for names that no account has are counted; and after a blank, of each network
DAYS_MOST = 1 / (1 - MEMORY) / 24  # for so many days a site's resets are remembered


class ResetState(NetworkState, array_like=True):
    """As of sign-ups, for resets; `oldest`: the first hour of all."""

    oldest: int = field(default=-1)

    def nobody(self, event: Event, step: int) -> None:
        """Count a reset for a name that no account has."""
        count_in(self, step, NOBODY, f"{NOBODY} {place(made_of(event, range_of).network)}")


def names_of_nobody(state: ResetState, step: int, network: int, group: dict[str, Made]) -> tuple[int, int, float]:
    """Return how often a network asked for names that no account has; how often in 1,000 others do, and their share.

    The share is of as many as are known, and two more, one of them so: nothing never happens.
    """
    names = round(state.today(f"{NOBODY} {place(network)}", step))
    others = state.today(NOBODY, step) - names + state.known(NOBODY, step)
    known = others + max(0.0, state.today(ALL, step) - len(group)) + state.known(ALL, step)
    return names, round(1000 * others / max(1.0, known)), (others + 1) / (known + 2)


def others_in_day(state: ResetState, step: int, group: dict[str, Made]) -> float:
    """Return how many are asked for in a day but by a network: in this one, or in those before, if that is more."""
    days = min(DAYS_MOST, _days(state, step))
    return max(state.today(ALL, step) - len(group), state.known(ALL, step) / max(1.0, days))


def is_warm(state: ResetState, step: int) -> bool:
    """Tell whether a site's resets have been seen long enough, and are many enough, to say what is usual."""
    return _days(state, step) >= DAYS_LEAST and state.known(ALL, step) >= KNOWN_LEAST


def _days(state: ResetState, step: int) -> float:
    """Return for how many days resets had been seen before the day that ends with a step."""
    return (step - STEPS + 1 - state.oldest) / 24 if state.oldest >= 0 else 0.0
