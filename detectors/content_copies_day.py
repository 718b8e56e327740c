"""A wave of copies at a patient pace: one text from many new accounts, a few an hour."""

from __future__ import annotations

from typing import ClassVar

from detectors import disguise, shared_words
from detectors.copies import (
    ASKED,
    ASKING,
    DESK,
    FORM_LETTER,
    GIVEN,
    Copies,
    asked_alike,
    form_letter,
    from_everywhere,
    handed_out,
    linked_to_read,
    note_file,
    note_place,
    note_private,
    plain_to_read,
    written,
)
from detectors.desks import is_desk
from detectors.newcomers import NEWCOMERS, NewcomersSlow, newcomer, others
from detectors.surprise import binomial, both, gamma_poisson
from detectors.tally import Tally
from detectors.window import WindowState
from detectors.wording import READ_ONE, counted, within
from schemas.event import Event
from schemas.values import Severity

LONG_BURSTINESS = 0.5  # with as much as `usual`: of long texts, as of those with a link


class ContentCopiesDay(Copies, NewcomersSlow):
    """Distinct accounts that post near-copies of one text with a link in their first hour of posting, within a day.

    Over a day people do repeat each other: petitions, chain letters, memes and shops' descriptions go round as slowly.
    So those are counted who have just begun to post, against those who posted the text and began before, and against
    the text's own past days. Fires on sixteen with hardly anybody else, unless most of them come within an hour
    (`content_copies`); on five who each disguise it in another way. Low on files to one target (a contest), and on what
    each writes once to the product's own desk. Judged by the hour. Fails where accounts are aged before use; in the
    first day of a site's stream, when all are newcomers, asks for fifty. Takes an agency that posts one notice for its
    clients on a computer, and at an address, where none of their accounts was before for a thief in all of them:
    nothing posted or changed there tells them apart. Prompts are not looked at: over a day a course asks one thing, and
    what is wrong with one `prompt_attack` says. Texts without any link are left to `content_copies_day_plain`.
    """

    name = "content_copies_day"
    version = 6
    keys_of = linked_to_read
    # 2026-11: of those who repeat a text. Three made-up products: 0.65 to 0.76 on a stream's first day, 0.36 to 0.47 on
    # the second, 0.1 after a week.
    newcomers: ClassVar[float] = NEWCOMERS

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 86_400.0, least: float = 10,
                 usual: float = 0.5, burstiness: float = 0.5) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    def note(self, event: Event, tally: Tally) -> None:
        """Name those who have posted for longer, count the copies that carry a link, and files."""
        super().note(event, tally)
        if event.domains and self.member(event) is not None:
            tally.add("with_links")
        if event.kind == "upload":
            note_file(event, tally)
        elif event.kind in ASKING and event.target is not None and is_desk(event.target):
            tally.add(DESK)

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        window = self._window(state, end)
        return self._shown(window, int(count) + others(window), super()._weigh(state, end, count, past))

    def _of_newcomers(self, window: list[Tally], everybody: int, count: int, past: tuple[float, float],
                      share: float) -> float:  # fmt: skip
        """Return the surprise of as many newcomers with so few others, however many newcomers the text brings along.

        The two are independent, but the first alone is a guess without a past: the second must be enough by itself.
        """
        few, many = binomial(everybody, count, max(share, self.newcomers)), gamma_poisson(count - 1, *past)
        alone = min(few, both(few, many))
        found = super()._of_newcomers(window, everybody, count, past, share)
        return max(found, alone) if alone >= self.hot_from else found  # below, the ranking of lists' mail is worse

    def severity(self, run: Tally) -> Severity:
        """As in the base; low for files that who takes part may have been given, and for letters to the desk."""
        return "low" if handed_out(run) or form_letter(run) else super().severity(run)

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many accounts posted the text, and how many is usual for it."""
        links, hidden = (run.extra or {}).get("with_links", 0.0), disguise.told(disguise.ways([run]))
        usually, more = self.usually(run, "for this text", "for texts"), counted(others([run]), "other")
        what = GIVEN if handed_out(run) else FORM_LETTER if form_letter(run) else ""
        reason = (
            f"{counted(run.peak)} posted {shared_words.shared([run]).told()} within {within(self.window_s)}, "
            f"{self.how(run)} ({usually}); {more} did so meanwhile; {run.distinct():,} accounts and {run.n:,} copies "
            f"in all, {links:,.0f} with links.{hidden}{what}"
        )
        return reason, READ_ONE.format("challenge")


class ContentCopiesDayPlain(ContentCopiesDay):
    """The same for texts without a link, where copies are common: greetings, introductions that a product suggests.

    Fires on twenty-eight accounts a day for a text without a past, on nineteen at as many addresses where most of a
    long text is the same: nobody writes that by chance, and programs and classes, who do, are at a few addresses. Of
    files twenty-eight: their names and checksums go round with them, as a class's homework does. Low on messages to one
    account that lead nowhere: a shop's customers ask alike, and nobody else reads it.
    """

    name = "content_copies_day_plain"
    version = 8
    keys_of = plain_to_read
    newcomers = 0.6  # 2026-11: as on a stream's first days: programs that write one notice begin with it, too

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 86_400.0, least: float = 18,
                 usual: float = 2.0, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    def note(self, event: Event, tally: Tally) -> None:
        """Note from where newcomers post, too."""
        super().note(event, tally)
        if newcomer(event):
            note_place(event, tally)
            note_private(event, tally)

    def severity(self, run: Tally) -> Severity:
        """As in the base; low for what many ask of one account."""
        return "low" if asked_alike(run, run.distinct()) else super().severity(run)

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """As in the base; and that they may have asked one account alike."""
        reason, advice = super().sentence(run, key)
        return (f"{reason}{ASKED}", READ_ONE.format("warn")) if asked_alike(run, run.distinct()) else (reason, advice)

    def _of_newcomers(self, window: list[Tally], everybody: int, count: int, past: tuple[float, float],
                      share: float) -> float:  # fmt: skip
        """As with a link where most of a long text is the same."""
        found = super()._of_newcomers(window, everybody, count, past, share)
        if found >= self.hot_from or not shared_words.shared(window).long:
            return found
        if not from_everywhere(window) or not written(window):
            return found
        past = past[0] - self.burstiness + LONG_BURSTINESS, past[1] - self.burstiness / self.usual + 1.0
        return max(found, min(binomial(everybody, count, share), gamma_poisson(count - 1, *past)))
