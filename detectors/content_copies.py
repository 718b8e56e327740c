"""A wave of copies: the same or nearly the same text from many accounts."""

from __future__ import annotations

from detectors import disguise
from detectors.copies import Copies, plain
from detectors.reshares import reshares
from detectors.tally import Tally
from detectors.window import WindowState
from schemas.event import Event


class ContentCopies(Copies):
    """Distinct accounts that post near-copies of one text, in a sliding window, against that text's own past.

    Fires when many accounts post what `detectors.fingerprint` finds to be one text; stays quiet on one account that
    repeats itself, on quoted passages and short phrases (they have no fingerprint), and on what lists and bots have
    repeated for long: the fingerprint's own past shows as many. A post that shares another's content
    (`detectors.reshares`) is not counted. Texts without any link are left to `ContentCopiesPlain`.
    """

    name = "content_copies"
    version = 2

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 3600.0, least: float = 6,
                 usual: float = 0.2, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    def member(self, event: Event) -> str | None:
        """Count accounts that post the text as their own."""
        return None if reshares(event) else event.subject

    def note(self, event: Event, tally: Tally) -> None:
        """Count the copies that carry a link, and the ways in which they are disguised."""
        if event.domains:
            tally.add("with_links")
        disguise.note(event, tally)

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        ways = disguise.ways(self._window(state, end))
        return max(super()._weigh(state, end, count, past), disguise.surprise(ways, int(count)))

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many accounts posted the text, and how many is usual for it."""
        links, hidden = (run.extra or {}).get("with_links", 0.0), disguise.told(disguise.ways([run]))
        reason = (
            f"{run.peak:.0f} accounts posted nearly the same text, or one clause of it, within "
            f"{self.window_s / 60:.0f} min ({self.usually(run, 'for this text', 'for texts')}); "
            f"{run.distinct()} accounts and {run.n} copies in all, {links:.0f} with links.{hidden}"
        )
        return reason, "Read one copy; if it is spam, remove all copies and challenge the accounts."


class ContentCopiesPlain(ContentCopies):
    """The same for texts without a link, where copies are common: greetings, slogans, notices that programs write.

    Fires on some twenty accounts an hour for a text without a past.
    """

    name = "content_copies_plain"
    keys_of = plain

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 3600.0, least: float = 15,
                 usual: float = 1.0, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)
