"""A wave of copies of a text that carries no link."""

from __future__ import annotations

from detectors import shared_words
from detectors.content_copies import HALF, NEARLY_ALL, ContentCopies, share
from detectors.copies import (
    ASKED,
    DESK,
    GIVEN,
    asked_alike,
    from_everywhere,
    handed_out,
    note_file,
    note_private,
    plain,
    written,
)
from detectors.desks import to_desk
from detectors.newcomers import NEWCOMERS
from detectors.surprise import binomial, gamma_poisson
from detectors.tally import Tally
from schemas.event import NEW_HERE, Event
from schemas.values import Severity

USUAL_LONG = 0.2  # 2026-11: `usual` of long texts that none but newcomers post


class ContentCopiesPlain(ContentCopies):
    """The same for texts without a link, where copies are common: greetings, slogans, notices that programs write.

    Fires on some twenty newcomers an hour (accounts new to posting, or posting from a new place) for a text without a
    past, and never on fewer of one that has gone round before; on sixteen who post one long text. Quiet where one copy
    in five is by somebody who has long posted from where he does now: an app's quick replies, verses, a greeting that
    a channel's regulars take next door; and on what is mostly written to the product's own desk (`detectors.desks`):
    after an outage many paste one sentence, and have never written before. Low on files that all come from one address
    (a class's exercise) or go to one target, and on
    messages to one account that lead nowhere. Fails on astroturf by long-standing accounts in their own places: of
    thirteen made-up products' waves of such none was an attack.
    """

    name = "content_copies_plain"
    version = 9
    keys_of = plain

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 3600.0, least: float = 15,
                 usual: float = 1.0, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    def note(self, event: Event, tally: Tally) -> None:
        """Count what is not written but a file, and what newcomers write to one account that is no desk."""
        super().note(event, tally)
        if event.kind == "upload":
            note_file(event, tally)
        if event.novel & NEW_HERE and not to_desk(event):
            note_private(event, tally)

    def severity(self, run: Tally) -> Severity:
        """As in the base; low for files that a class may have been given, and for what many ask of one account."""
        return "low" if handed_out(run) or _asked(run) else super().severity(run)

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """As in the base; and that they may have been given."""
        reason, advice = super().sentence(run, key)
        return f"{reason}{GIVEN if handed_out(run) else ASKED if _asked(run) else ''}", advice

    def _of_members(self, count: int, past: tuple[float, float], new: float, window: list[Tally]) -> float:
        if share(window, DESK) > HALF or new < NEARLY_ALL:
            return 0.0
        # What a product suggests to write comes day after day, in a launch tenfold: never are fewer of it enough than
        # of a text without a past.
        fresh = self.burstiness, self.burstiness / self.usual
        found = min(gamma_poisson(count - 1, *past), gamma_poisson(count - 1, *fresh))
        if not shared_words.shared(window).long or not from_everywhere(window) or not written(window):
            return found
        past = past[0], past[1] - self.burstiness / self.usual + 1 / USUAL_LONG
        return max(found, min(gamma_poisson(count - 1, *past), binomial(count, round(new * count), NEWCOMERS)))


def _asked(run: Tally) -> bool:
    return asked_alike(run, (run.extra or {}).get("by_newcomers", 0.0))
