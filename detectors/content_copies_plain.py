"""A wave of copies of a text that carries no link."""

from __future__ import annotations

from typing import cast

from msgspec import field

from detectors import shared_words
from detectors.base import LATENESS_MAX_S
from detectors.content_copies import HALF, NEARLY_ALL, ContentCopies, share
from detectors.copies import UPLOADS, from_everywhere, plain, written
from detectors.desks import to_desk
from detectors.newcomers import NEWCOMERS
from detectors.recurrence import DAY_S, FOLD, most_surprise, with_peaks
from detectors.signup_traits import binomial
from detectors.surprise import gamma_poisson
from detectors.tally import Tally
from detectors.window import WindowState
from schemas.event import Event

USUAL_LONG = 0.2  # 2026-11: `usual` of long texts that none but newcomers post
DAYS = 5  # on which a text has gone round: a habit, as of one who posts (`own_posts`)


class PlainState(WindowState, array_like=True):
    """Adds each past day's fullest window."""

    days: dict[int, float] = field(default_factory=dict)


class ContentCopiesPlain(ContentCopies):
    """The same for texts without a link, where copies are common: greetings, slogans, notices that programs write.

    Fires on some twenty accounts an hour for a text without a past, and never on fewer of one that has gone round
    before; on sixteen newcomers who post one long text. Quiet on what is mostly written to the product's own desk
    (`detectors.desks`): after an outage many paste one sentence, and have never written before; and, but of newcomers,
    on up to five times what was as common on an earlier day, where it has gone round on five: an app's quick replies.
    """

    name = "content_copies_plain"
    version = 6
    keys_of = plain
    state_type = PlainState

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 3600.0, least: float = 15,
                 usual: float = 1.0, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    def note(self, event: Event, tally: Tally) -> None:
        """Count what is written to the product's own desk, and what is not written but a file."""
        super().note(event, tally)
        if event.kind == "upload":
            tally.add(UPLOADS)
        if to_desk(event):
            tally.add("to_desk")

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        surprise = super()._weigh(state, end, count, past)
        if surprise < self.hot_from or share(self._window(state, end), "by_newcomers") >= NEARLY_ALL:
            return surprise
        days, time = self._days(state), end * self.step_s
        today = int((time - LATENESS_MAX_S) // DAY_S)
        common = sum([day < today and peak * FOLD >= count for day, peak in days.items()])
        return min(surprise, most_surprise(days, time, count)) if common >= DAYS else surprise

    def _days(self, state: WindowState) -> dict[int, float]:
        """Return each past day's fullest window; less excuses nothing, and most texts are told once."""
        return with_peaks(cast("PlainState", state).days, state.peaks, self.period_s, self.least / FOLD)

    def prune(self, state: WindowState, watermark: float) -> None:
        """Keep the days beside what the windows keep."""
        cast("PlainState", state).days = self._days(state)
        super().prune(state, watermark)

    def _of_members(self, count: int, past: tuple[float, float], new: float, window: list[Tally]) -> float:
        if share(window, "to_desk") > HALF:
            return 0.0
        # What a product suggests to write comes day after day, in a launch tenfold: never are fewer of it enough than
        # of a text without a past.
        fresh = self.burstiness, self.burstiness / self.usual
        found = min(gamma_poisson(count - 1, *past), gamma_poisson(count - 1, *fresh))
        if new < NEARLY_ALL or not shared_words.shared(window).long:
            return found
        if not from_everywhere(window) or not written(window):
            return found
        past = past[0], past[1] - self.burstiness / self.usual + 1 / USUAL_LONG
        return max(found, min(gamma_poisson(count - 1, *past), binomial(count, round(new * count), NEWCOMERS)))
