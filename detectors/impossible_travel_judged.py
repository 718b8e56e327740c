"""How surprising a journey between two logins is: its speed, the newcomer's device, what he takes, use by turns."""

from __future__ import annotations

from math import log2, log10

from detectors.countries import apart_km
from detectors.impossible_travel_hands import shared
from detectors.impossible_travel_paid import taken
from detectors.impossible_travel_state import Login, TravelState
from detectors.impossible_travel_turns import BOTH, TURNS
from detectors.takeover_entries import Change
from schemas.event import NEW_AGENT, NEW_ASN, NEW_COUNTRY, NEW_DEVICE, NEW_IP, NEW_TODAY

KM_H = 1300.0  # an airliner's speed, and room for an address that is located in the wrong place
TOO_FAST, TOO_FAST_MOST = 2.0, 4.4  # surprise at `KM_H` (a tunnel, a wrong guess of the country), and beyond 6,800 km/h
SAME_AGENT = -1.0  # a browser the account has used, where no device is told: one thief in ten has the same
UNNAMED = 0.7  # surprise of a device not told: nothing speaks for the owner, and nothing against him
NETWORK, CLIENT = NEW_IP | NEW_ASN | NEW_COUNTRY, NEW_DEVICE | NEW_AGENT
LATEST_S = 86_400.0  # a day is enough for every journey


def journey(state: TravelState, first: Login, second: Login,
            further: Change | None = None) -> tuple[float, float]:  # fmt: skip
    """Return the surprise of a journey with what was changed after it (`further`: a change too), and its km/h."""
    took = second.time - first.time
    new = second if second.strange else first
    if not new.strange or took > LATEST_S:
        return 0.0, 0.0
    speed = apart_km(first.country, second.country) / max(took / 3600, 1e-3)
    if speed <= KM_H:
        return 0.0, speed
    fast = max(0.0, min(TOO_FAST_MOST, TOO_FAST + log2(speed / KM_H)) - shared(state.seen, new.time))
    done = taken(state.after(new, further))
    return fast + _novelty(state, new) + done + BOTH * by_turns(state, first, second), speed


def _novelty(state: TravelState, new: Login) -> float:
    """Return how surprising country and device are, at most as sure as the account's logins can make us."""
    habit = state.habit(new.time)
    # Of n logins none showed it: the next may with a chance of 1 in n + 2 (Laplace).
    unseen = log10(habit.logins + 2)
    device = (habit.surprise(new.novel & CLIENT) or SAME_AGENT) if new.named else UNNAMED
    return min(unseen, habit.surprise(new.novel & NETWORK)) + min(unseen, device)


def by_turns(state: TravelState, first: Login, second: Login) -> bool:
    """Tell whether, after two logins, the account is used in the places of both, over and over faster than possible.

    Not on an account's first day: nobody can say yet that one of the places is not its own (a probe that goes round).
    """
    if (first.novel | second.novel) & NEW_TODAY:
        return False
    possible_s = apart_km(first.country, second.country) / KM_H * 3600
    return state.turned(first, second, possible_s) >= TURNS
