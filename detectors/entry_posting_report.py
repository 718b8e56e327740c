"""Which of the accounts changed in one place are linked to it by what is posted there, and what is said of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from detectors.base import Finding
from detectors.entry_fanout_changes import with_phones
from detectors.entry_posting_state import Linked, linked, links
from detectors.settled_window import OverWindow
from detectors.tally import Tally
from detectors.window import WindowState
from detectors.wording import counted, within
from schemas.values import Severity


class PostingReport(OverWindow):
    """Base of `entry_posting`: turns its runs into findings."""

    def _linked(self, window: Sequence[Tally], mine: Mapping[str, float] | None = None) -> dict[str, Linked]:
        """Return the accounts changed that something links to the place, as no new telephones explain."""
        found = linked([tally.members for tally in window], mine)
        phones = with_phones(window, found)
        return {name: one for name, one in found.items() if name not in phones}

    def severity(self, run: Tally) -> Severity:
        """Accounts are in other hands."""
        return "critical"

    def named_first(self, run: Tally) -> Collection[str]:
        """Name nobody but those linked, and who wrote to them."""
        return ()

    def explain(self, run: Tally, state: WindowState, key: str) -> Finding:
        """As in the base; of all who were there only those linked are concerned, and who wrote to them from there."""
        mine = self._linked([run])
        writers = sorted({writer for one in mine.values() for writer in one.writers} - set(mine))
        names = sorted(mine, key=lambda name: (mine[name].time, name))
        return super().explain(run, state, key).naming([*names, *writers])

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """Return the checkable numbers of a run."""
        mine = self._linked([run])
        posted, asked = sum([one.posted for one in mine.values()]), sum([bool(one.writers) for one in mine.values()])
        return {**self.numbers(run), "distinct": len(mine), "posted_there": posted, "written_to_from_there": asked}

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many accounts were changed, and what links them to the place."""
        found = self.evidence(run)
        usual = self.usually(run, "there", "for such places")
        reason = (
            f"{counted(float(found['distinct']))} had the mail address, second factor or keys changed "
            f"{self.where(key)} ({run.peak:,.0f} within {within(self.window_s)}; {usual}); {links(found)}."
        )
        return reason, "End the sessions made there, undo the changes, let the owners back in; remove what was posted."

    def where(self, key: str) -> str:
        """Say where."""
        return "at one address where they had never been seen"
