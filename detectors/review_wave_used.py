"""Whether those who came to review had used anything here before: what tells a streamer's viewers from a bombing.

Most who sign up and review had a reason to: they used or paid something of the site's. Accounts that are made for a
review do nothing else. Who knows that lets each do one thing before, so that it is the less grave, and never nothing.
"""

from __future__ import annotations

from typing import NamedTuple

from detectors.tally import Tally
from schemas.event import FIRST_USE, NEVER_USED, Event
from schemas.values import Severity

USUALLY = 0.75  # of a site's new reviewers: where fewer use something before, it says nothing
NEARLY = 0.9  # of those who came, who had, or had not
LEAST = 5
ADVICE = (
    "Read a few: so come the viewers or guests of somebody. They have used or paid something here, if for nothing else "
    "than this; hold the reviews if all say the same."
)
USED, UNUSED = "used_before", "never_used"  # among a tally's sums
LESS: dict[Severity, Severity] = {"critical": "high", "high": "medium", "medium": "low"}


class Used(NamedTuple):
    """Of who signed up within the week, how many had used something and how many not; `usual`: the site's share."""

    used: int = 0
    unused: int = 0
    usual: float = 0.0

    def has(self, those: int) -> bool:
        """Tell whether nearly all are `those`, where that is known of enough, and the site's usually have used."""
        told = self.used + self.unused
        return self.usual >= USUALLY and told >= LEAST and those >= NEARLY * told

    def all_have(self) -> bool:
        """Tell whether nearly all had used something, as the site's usually have."""
        return self.has(self.used)

    def grade(self, found: Severity) -> Severity:
        """Return how grave it is: less where nearly all had used something, high where nearly nobody had."""
        if self.has(self.unused):
            return max(found, "high", key=["low", "medium", "high", "critical"].index)
        return LESS.get(found, found) if self.has(self.used) else found

    def said(self) -> str:
        """Say how many had, where that says anything."""
        if not (self.has(self.used) or self.has(self.unused)):
            return ""
        told = self.used + self.unused
        who = f"{self.used or 'None'} of these {told}" if self.used < told else f"All {told}"
        what = "something" if self.used else "anything"
        usual = f"on a usual day {100 * self.usual:.0f} % of such reviewers have"
        return f" {who} had used or paid {what} here before; {usual}."


def note(event: Event, tally: Tally) -> None:
    """Count a first review of who signed up within the week."""
    if event.novel & FIRST_USE:
        tally.add(USED)
    elif event.novel & NEVER_USED:
        tally.add(UNUSED)


def counts_of(window: list[Tally]) -> tuple[int, int]:
    """Return how many such reviews a window has of who had used something, and of who had not."""
    used, unused = (sum([(tally.extra or {}).get(name, 0.0) for tally in window]) for name in (USED, UNUSED))
    return int(used), int(unused)
