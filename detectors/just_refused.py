"""Whether an account is answered what it was refused again and again within a day: a code that fits after others.

As with what is new to it (`detectors.novelty`), a refusal counts `SETTLE_S` after it, so that no order within the
lateness bound decides anything.
"""

from __future__ import annotations

from detectors.profile import DAY_S, SETTLE_S, Profile
from detectors.statuses import DENIED, REFUSED_FROM
from schemas.event import GRANTED, Event

TIMES = 5  # refusals before: who mistypes a code and then has it right is no guesser
KEPT = 4  # products, those refused last: few have a code to be guessed
NEVER = float("-inf")
Denied = dict[str, tuple[float, ...]]  # by product when it was refused last, and the first times, in order


def just_refused(profile: Profile, event: Event) -> int:
    """Note a refusal of a product without a key; return `GRANTED` where it is given to who was refused it, else 0.

    Asked only where something is refused, or was: hardly a call, as it is asked often.
    """
    time, product, denied = event.time, event.product or "", profile.denied
    last, *first = denied[product] if product in denied else (NEVER,)
    if event.status in DENIED:
        if last <= time - DAY_S:
            told: tuple[float, ...] = (time, time)
        elif first[TIMES - 1 :] and first[-1] <= time:
            told = (max(last, time), *first)
        else:
            told = (max(last, time), *sorted((*first, time))[:TIMES])
        if product in denied:
            denied[product] = told
        else:
            profile.denied = {**(_lately(denied, time) if denied else denied), product: told}
        return 0
    if product in denied and last <= time - 2 * DAY_S:
        del denied[product]
    if last <= time - DAY_S or not first[TIMES - 1 :] or first[-1] > time - SETTLE_S:
        return 0
    return GRANTED if event.status is None or event.status < REFUSED_FROM else 0


def _lately(denied: Denied, time: float) -> Denied:
    """Return what is not too old to be asked for: the products refused last, and room for one more."""
    kept = [(told[0], name) for name, told in denied.items() if told[0] > time - 2 * DAY_S]
    return {name: denied[name] for _, name in sorted(kept)[1 - KEPT :]}
