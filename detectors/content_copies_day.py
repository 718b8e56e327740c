"""A wave of copies at a patient pace: one text from many new accounts, a few an hour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from detectors.fingerprint import marked
from detectors.newcomers import NewcomersSlow, others
from detectors.tally import Tally
from detectors.wording import counted, within
from schemas.event import Event


class ContentCopiesDay(NewcomersSlow):
    """Distinct accounts that post near-copies of one text with a link in their first hour of posting, within a day.

    Over a day people do repeat each other: petitions, chain letters, memes and shops' descriptions go round as slowly.
    So those are counted who have just begun to post, against those who posted the text and began before, and against
    the text's own past days. Fires on some twenty with hardly anybody else, unless most of them come within an hour
    (`ContentCopies`). Judged by the hour. Fails where accounts are aged before use, and in the first day of a site's
    stream. Texts without any link are left to `ContentCopiesDayPlain`.
    """

    name = "content_copies_day"
    keyed_by = "content"
    kinds = ("content.posted",)
    area = "spam"
    ties = ("domain",)
    mark: ClassVar[str] = "l"  # first letter of the fingerprints looked at

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 86_400.0, least: float = 10,
                 usual: float = 0.5, burstiness: float = 0.5) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the fingerprint of a text with a link; () for others, and where it is too short to have one."""
        return marked(event.fingerprints, self.mark)

    def note(self, event: Event, tally: Tally) -> None:
        """Name those who have posted for longer; count the copies that carry a link."""
        super().note(event, tally)
        if event.domains and self.member(event) is not None:
            tally.add("with_links")

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many accounts posted the text, and how many is usual for it."""
        links = (run.extra or {}).get("with_links", 0.0)
        reason = (
            f"{counted(run.peak)} posted nearly the same text within {within(self.window_s)}, {self.how(run)} "
            f"({self.usually(run, 'for this text', 'for texts')}); {counted(others([run]), 'other')} did "
            f"so meanwhile; {run.distinct()} accounts and {run.n} copies in all, {links:.0f} with links."
        )
        return reason, "Read one copy; if it is spam, remove all copies and challenge the accounts."


class ContentCopiesDayPlain(ContentCopiesDay):
    """The same for texts without a link, where copies are common: greetings, introductions that a product suggests.

    Fires on some forty accounts a day for a text without a past.
    """

    name = "content_copies_day_plain"
    mark = "p"

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 86_400.0, least: float = 20,
                 usual: float = 2.0, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)
