"""Texts that went round when the whole input began: since when, and who is new to them, nobody knows for some days."""

from __future__ import annotations

from detectors.newcomers import EARLY_NEW
from detectors.settled_window import SettledState

KNOWN_S = 3 * 86_400.0  # after that day: people who come once a week are seen for the first time for as long


class EarlyState(SettledState, array_like=True):
    """Adds when the text was last posted on the first day of the whole input; 0 where it was not."""

    early: float = 0.0

    def went_round(self) -> float:
        """Return when the text was last posted on that day, by what is kept; 0 where it was not."""
        kept = [tally.last for tally in self.tallies.values() if EARLY_NEW in (tally.extra or ())]
        return max([self.early, *kept])

    def unknown(self, start: float) -> bool:
        """Tell whether a window that starts then is of days in which nobody knows who is new to the text."""
        early = self.went_round()
        return early > 0.0 and start < early + KNOWN_S
