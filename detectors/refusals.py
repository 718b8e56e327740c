"""An address of which everything is refused: base of the detectors for logs that say what became of a request."""

from __future__ import annotations

from typing import ClassVar, Literal

from detectors.settled_window import SettledWindow
from detectors.signup_traits import binomial
from detectors.surprise import gamma_poisson
from detectors.tally import Tally
from detectors.window import WindowState
from schemas.event import Event


class Refusals(SettledWindow):
    """Refused events at one address in a sliding window, against those taken and against the address's own past.

    `alone`: how often an honest event is refused where nothing was taken in the window; `beside`: where something was.
    That something was taken speaks against an alert, so a window is judged once it is over.
    """

    counts: ClassVar[Literal["members", "events", "total"]] = "events"
    alone: ClassVar[float]
    beside: ClassVar[float]

    def refused(self, event: Event) -> bool | None:
        """Tell whether the event was refused; None where it is none of this detector's."""
        raise NotImplementedError

    def member(self, event: Event) -> str | None:
        """Count what was refused."""
        return event.subject if self.refused(event) else None

    def remembers(self, event: Event) -> bool:
        """Note what was taken as well."""
        return self.refused(event) is not None

    def note(self, event: Event, tally: Tally) -> None:
        """Count what was taken."""
        if self.refused(event) is False:
            tally.add("taken")

    def _heat(self, state: WindowState, end: int, count: float) -> bool:
        return False

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        taken = sum((tally.extra or {}).get("taken", 0.0) for tally in self._window(state, end))
        share = self.beside if taken else self.alone
        return min(binomial(int(count + taken), int(count), share), gamma_poisson(count - 1, *past))
