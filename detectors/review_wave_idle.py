"""Accounts that are made for a review and do nothing else: praise, or blame, of which one or two are bought a day.

So few show nothing in a day or three. In a fortnight they are most of all who reviewed the thing, where of honest
reviewers of 15 made-up products hardly anybody signs up, uses nothing and reviews; those who do come in one day,
together (a festival's visitors, a class): that is for `review_wave` and its three days to see.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from detectors.at_once import ONE_HOUR_MOST, most_in_an_hour
from detectors.first_times import in_order
from detectors.review_wave_words import ReviewWaveWords
from detectors.tally import Tally
from detectors.window import accounts_of
from detectors.wording import counted
from schemas.event import NEVER_USED, NEW_HERE, YOUNG_REPORTER

# Of the idle: so many others may have reviewed the thing. 0.1 to 0.4 on seven attacks, 1.1 and more on a festival's
# four stalls, where half of the visitors had just signed up.
OTHERS_MOST = 0.5
IDLE = NEW_HERE | YOUNG_REPORTER | NEVER_USED  # in its first hour of posting, not a week old, and has used nothing
IN_DETAIL = 6  # where the numbers of such a window begin, after those of the three days


class Idle(NamedTuple):
    """The idle accounts of a window by their first times, and how many reviewed the thing at all."""

    names: dict[str, float]
    everybody: int

    def alone(self, span_s: float) -> bool:
        """Tell whether hardly anybody else came, and most of them not within a span."""
        many = len(self.names)
        if self.everybody - many > OTHERS_MOST * many:
            return False
        return most_in_an_hour(sorted(self.names.values()), span_s) <= ONE_HOUR_MOST * many


def idle(window: Sequence[Tally]) -> Idle:
    """Return who of a window is idle."""
    names: dict[str, float] = {}
    for tally in window:
        for name, time in (tally.carried or {}).items():
            names[name] = min(time, names.get(name, time))
    return Idle(names, len(accounts_of(window).union(*[tally.members for tally in window])))


class IdleWords(ReviewWaveWords):
    """Base of `review_wave_slow`: tells of idle accounts where these show the most."""

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """As in the base; of idle accounts how many reviewed the thing at all, and within how many days."""
        names = ("idle", "reviewers", "days")
        return {**super().evidence(run), **dict(zip(names, run.detail[IN_DETAIL:], strict=False))}

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """As in the base, or say how many of all were made for it."""
        if not (told := run.detail[IN_DETAIL:]):
            return super().sentence(run, key)
        number, everybody, days = told
        reason = (
            f"{number} of the {counted(everybody, 'account')} that reviewed one thing within {days} days had signed up "
            "within the week before and had used or paid nothing here: all that they did was to review it, and most "
            f"of them came days apart. Of all reviews here {run.detail[2] / 10:.0f} % are by accounts so new."
        )
        return reason, self.advice

    def told_of(self, run: Tally) -> list[str]:
        """Return the idle accounts, where a run is of these; else nobody."""
        return in_order(run.carried or {}) if run.detail[IN_DETAIL:] else []
