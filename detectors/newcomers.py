"""Windows in which those who have just begun to post are counted, against those who do the same and began before."""

from __future__ import annotations

from detectors.at_once import at_once
from detectors.base import Signal
from detectors.reshares import reshares
from detectors.settled_window import OverWindow
from detectors.signup_traits import binomial
from detectors.surprise import gamma_poisson
from detectors.tally import Tally
from detectors.window import WindowState
from schemas.event import NEW_HERE, Event

NEWCOMERS = 0.4  # of those who share what goes round: at a site's start, and where many only ever read
OTHERS_MOST = 0.2  # of a slow wave's newcomers: those who fall for it. Within a stream's first day half are newcomers


class NewcomersWindow(OverWindow):
    """Base of such detectors. Judged once a window is over, since others may still come.

    Quiet on what goes round among members, whoever joins in: most who take part have posted before.
    """

    def member(self, event: Event) -> str | None:
        """Count accounts that have just begun to post, and do not share another's content."""
        return event.subject if event.novel & NEW_HERE and not reshares(event) else None

    def remembers(self, event: Event) -> bool:
        """Note those who have posted for longer as well."""
        return True

    def note(self, event: Event, tally: Tally) -> None:
        """Name those who have posted for longer."""
        if not event.novel & NEW_HERE:
            tally.account(event.subject, event.time)

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """Return the window's surprise, the event included; None for what is not counted, or with too few."""
        return None if self.member(event) is None else self._of_many(event, state, key)

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        old = others(self._window(state, end))
        return min(binomial(int(count) + old, int(count), NEWCOMERS), gamma_poisson(count - 1, *past))

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """Return the checkable numbers of a run."""
        return {**super().evidence(run), "others": others([run])}


class NewcomersSlow(NewcomersWindow):
    """The same over hours or a day. What mostly comes within an hour is left to those who look at the hour."""

    steps = 24

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        surprise = super()._weigh(state, end, count, past)
        if surprise < self.hot_from:
            return surprise
        window = self._window(state, end)
        return 0.0 if others(window) > OTHERS_MOST * count or at_once(window) else surprise


def others(window: list[Tally]) -> int:
    """Return how many who have posted for longer did the same."""
    new = {name for tally in window for name in tally.members}
    return len({name for tally in window for name in tally.accounts or ()} - new)
