"""What is noted of an impossible journey, and the finding that is made of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from detectors.base import Detector, Finding
from detectors.impossible_travel_judged import KM_H
from detectors.impossible_travel_noted import NEW_PLACE, OTHER_PLACE, PAYMENTS
from detectors.impossible_travel_paid import PAID, TAKEN
from detectors.impossible_travel_state import TravelState
from detectors.tally import Tally
from detectors.wording import counted
from schemas.values import Severity

ONCE = "new_device", "new_address"  # true or not, of however many hours an alert is
NOTHING_KM_H = 3_600.0  # no aeroplane has flown faster (the SR-71, 1976): how much faster says no more to anybody
UNDONE = (
    ("email_changed", "put the mail address back"),
    ("mfa_changed", "undo the change of the second factor"),
    ("api_key_created", "revoke the key made there"),
    (PAYMENTS, "hold what was paid there"),
)


class TravelReport(Detector[TravelState]):
    """Turns runs of hot tallies into findings."""

    def explain(self, run: Tally, state: TravelState, key: str) -> Finding:
        """Say how fast the journey would have been."""
        extra, minutes = run.extra or {}, sum(run.detail) / 60
        numbers = {name: min(value, 1.0) if name in ONCE else value for name, value in sorted(extra.items())}
        new, others = _countries(run)
        if paid := len((run.traits or {}).get(PAYMENTS, ())):
            numbers[PAYMENTS] = paid
        evidence: dict[str, float | int | str] = {
            "speed_km_h": round(run.peak), "possible_km_h": KM_H, "surprise_log10": round(run.surprise, 3),
            "minutes": round(minutes, 2), **{name: round(value, 2) for name, value in numbers.items()},
            "new_country": ", ".join(new), "other_country": ", ".join(others),
        }  # fmt: skip
        taken = [name.replace("_", " ") for kind in TAKEN if (name := kind.partition(".")[2]) in extra]
        done = [*taken, *_paid(numbers)]
        reason = (
            f"The account was entered from {' and '.join([*others, *new])}, {'both' if not others else new[-1]} new to "
            f"it, {_apart(minutes)} apart: {_speed(run.peak)}"
            f"{'; since then it is used from both by turns, on a device in each' if extra.get('by_turns') else ''}"
            f"; from the new place within the hour: {', '.join(done) or 'nothing changed, no payee paid'}."
        )
        return Finding(_severity(taken, numbers), evidence, reason, _action(numbers, new), [key], 1, 1)


def _severity(taken: Sequence[str], extra: Mapping[str, float]) -> Severity:
    """Grade by what was taken: two changes lock the owner out, who was at home just before, as no journey of his does.

    A second factor alone is what owners and colleagues set where a site asks all for one, or by way of a tunnel, and
    what support moved for who lost his telephone: no thief of 14 told on 21 made-up products stopped there, and three
    of the four that were falsely told did.
    """
    if len(taken) > 1:
        return "critical"
    alone = list(taken) == ["mfa changed"] and PAID not in extra and "by_turns" not in extra
    return "medium" if alone else "high"


def _countries(run: Tally) -> tuple[list[str], list[str]]:
    """Return the newcomer's countries, and the others."""
    told = run.traits or {}
    new = sorted(told.get(NEW_PLACE, ()))
    return new, sorted(told.get(OTHER_PLACE, {}).keys() - new)


def _paid(extra: Mapping[str, float]) -> list[str]:
    """Say what was paid from the new place."""
    if PAID in extra:
        return [f"one payee paid {extra[PAID]:.0f} times"]
    return [counted(extra[PAYMENTS], "payment")] if PAYMENTS in extra else []


def _speed(km_h: float) -> str:
    """Say how fast one would have had to go; of a speed of nothing that flies only that there is no such journey.

    >>> _speed(1_845.2)
    'the journey would take at least 1,845 km/h (possible: 1,300)'
    >>> _speed(58_072.0)
    'no journey takes so little (58,072 km/h or more)'
    """
    if km_h > NOTHING_KM_H:
        return f"no journey takes so little ({km_h:,.0f} km/h or more)"
    return f"the journey would take at least {km_h:,.0f} km/h (possible: {KM_H:,.0f})"


def _apart(minutes: float) -> str:
    return f"{minutes:.0f} min" if minutes <= 120 else f"{minutes / 60:.0f} h"


def _action(extra: Mapping[str, float], new: Sequence[str]) -> str:
    """Say what to do about what the newcomer has done."""
    also = [what for name, what in UNDONE if name in extra]
    sessions = " and ".join(new)
    return f"Ask the owner; {'; '.join([f'end the sessions from {sessions}', *also])}."
