"""What all detectors of copied texts have in common: whose text it is, and fewer accounts where it is disguised."""

from __future__ import annotations

from collections.abc import Sequence

from detectors import disguise
from detectors.base import by_event
from detectors.fingerprint import marked
from detectors.tally import Tally
from detectors.window import WindowDetector, WindowState
from schemas.event import Event


@by_event
def linked(_detector: object, event: Event) -> Sequence[str]:
    """Return the fingerprint of a text with a link; () for others, and where it is too short to have one."""
    return marked(event.fingerprints, "l")


@by_event
def plain(_detector: object, event: Event) -> Sequence[str]:
    """Return the fingerprint of a text without a link, likewise."""
    return marked(event.fingerprints, "p")


class Copies(WindowDetector):
    """Accounts that post one text, in whichever window."""

    keyed_by = "content"
    kinds = ("content.posted",)
    area = "spam"
    ties = ("domain",)
    keys_of = linked

    def _enough(self, state: WindowState, end: int, count: float) -> bool:
        """Let fewer be enough where they are disguised."""
        if count < self.least and (count < disguise.LEAST or disguise.ways(self._window(state, end)) < disguise.LEAST):
            return False
        return super()._enough(state, end, max(count, self.least))

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """Return the checkable numbers of a run."""
        return disguise.evident(super().evidence(run))
