"""What a place does: as many sign-ups as it had on two days before, weeks apart."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import field

from detectors.settled_window import SettledState
from detectors.signup_traits import DISPOSABLE, HANDLES_MOST, ODD, traits
from detectors.surprise import binomial
from detectors.tally import Tally

# A test team, a course, a depot: as many on two days a week and more apart is what the place does. Reviewers had both.
WEEK, AS_MANY, DAYS_KEPT = 6, 1.5, 16


class BurstState(SettledState, array_like=True):
    """Adds the largest window of the last days that had a large one."""

    days: dict[int, float] = field(default_factory=dict)

    def note(self, day: int, count: float) -> None:
        """Note a large window."""
        self.days[day] = max(count, self.days.get(day, 0.0))
        if len(self.days) > DAYS_KEPT:
            del self.days[min(self.days)]

    def customary(self, day: int, count: float) -> bool:
        """Tell whether as many came on two days before that lie weeks apart."""
        days = [one for one, most in self.days.items() if one <= day - WEEK and count <= AS_MANY * most]
        return bool(days) and max(days) - min(days) >= WEEK


def invented(window: Sequence[Tally]) -> bool:
    """Tell whether more have throw-away mail or drawn handles than people do: no custom explains these."""
    found = traits(window)
    mail, drawn = binomial(found.domains, found.disposable, DISPOSABLE), binomial(found.handles, found.odd, ODD)
    return max(mail, drawn) >= HANDLES_MOST
