"""A newcomer who writes to strangers: more than accounts of this site do on their first day."""

from __future__ import annotations

from typing import ClassVar

from msgspec import field

from detectors.base import Signal, by_event
from detectors.contacts import hashed
from detectors.first_contacts_judged import PUT, FirstContactsJudged
from detectors.first_contacts_words import (
    OLD_REVIEWS,
    REVIEWS,
    SETTLED,
    TALK,
    UPLOADS,
    YOUNG,
    in_numbers,
    mere_talk,
    reviewed_by_old,
    told,
)
from detectors.in_common import note_contact
from detectors.inbox import SAYS_NOTHING
from detectors.mailing_sorts import STAFF, is_staffs, wholly
from detectors.only import only
from detectors.reworded import note_text
from detectors.site_told import Told
from detectors.surprise import to_score
from detectors.tally import Tally
from detectors.window import WindowState
from schemas.event import GREETING, NEW_TODAY, NO_STRANGER, SETTLED_REPORTER, YOUNG_REPORTER, Event
from schemas.values import KeyedBy, Severity


class FirstState(WindowState, array_like=True):
    """Adds what was usual on the site, by the day of the events to which it was told."""

    usual: Told = field(default_factory=dict)


class FirstContacts(FirstContactsJudged):
    """Distinct targets within an hour of an account that began to post less than a day ago, by the site's own days.

    Where pictures and files are put is compared with where newcomers put theirs: a wave of new packages is no
    measure of to how many people one writes. Fires on far more than the most of 99 in 100 such accounts here reach
    in an hour (31, where that is 7 and the most of nine in ten 4; a dozen, where hardly any writes to two and a
    thousand first hours are known), whichever of the days before is left out: one night's spam does not make the
    next usual. Quiet until the site has shown enough (four days, 300 first hours), on one text to many (a first
    issue, invitations to an address book: `mass_contact` sees what goes beyond a hundred), and where two wordings
    are nearly all. Low on reviews that lead nowhere by an account of a week: a critic's first day; and on messages of
    which three in four do, where all that tell it say so: who answers for a shared box was asked there; medium at most
    if all came through a tool of staff's. Fails on one
    text to fewer than `mass_contact` asks for, and where accounts are aged by a post a day before.
    """

    name = "first_contacts"
    version = 8
    keyed_by: ClassVar[KeyedBy] = "account"
    kinds = ("content.posted",)
    area = "spam"
    ties = ("device", "ip", "domain")
    alike = True
    state_type = FirstState
    members_are_accounts = False

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 3600.0, least: float = 12,
                 usual: float = 10.0, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`; the prior says nothing here, since nothing is said before the site is known."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    @by_event
    @only(NEW_TODAY)
    def remembers(self, event: Event) -> bool:
        """Note what an account of a first day writes to somebody: asked of every content."""
        return event.target is not None and event.novel & (NEW_TODAY | NO_STRANGER) == NEW_TODAY

    def member(self, event: Event) -> str | None:
        """Count the targets of an account's first day that did not write or pay first."""
        if event.target is None or event.novel & (NEW_TODAY | NO_STRANGER) != NEW_TODAY:  # as `remembers`
            return None
        return f"{PUT}{hashed(event.target):x}" if event.kind in SAYS_NOTHING else f"{hashed(event.target):x}"

    def note(self, event: Event, tally: Tally) -> None:
        """Count the posts of each text and contact, those that carry a link, and uploads."""
        note_text(event, tally)
        if event.novel & (YOUNG_REPORTER | SETTLED_REPORTER):  # of links, contacts and reviews, where it is known
            tally.add(YOUNG if event.novel & YOUNG_REPORTER else SETTLED)
        if event.kind in SAYS_NOTHING:
            tally.add(UPLOADS)
        if event.kind == "review" and not event.contacts and not event.domains:
            tally.add(OLD_REVIEWS if event.novel & SETTLED_REPORTER else REVIEWS)
        if event.ip is None and is_staffs(event):
            tally.add(STAFF)
        if event.contacts:
            note_contact(event, tally)
        if event.domains:
            tally.add("with_links")
        elif event.kind == "message" and not event.contacts and (event.fingerprints or event.novel & GREETING):
            sums = tally.extra or {}  # there since `note_text`; no `add`: a call for most that a newcomer says
            sums[TALK] = sums[TALK] + 1.0 if TALK in sums else 1.0

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """Return the surprise of the window that ends with the event; None for few, or before the site is known."""
        if event.site is None or self.member(event) is None:
            return None
        end = int(event.time // self.step_s)
        count = self._count(state, end, event)
        if count < self.least:
            return None
        surprise = self._surprise(self._window(state, end), count, event.site)
        return Signal(self.name, self.version, key, to_score(surprise), True, surprise)

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        usual = self._usual(state, end)
        if usual is None or count < self.least:  # as nearly always: texts are not looked at
            return 0.0
        return self._surprise(self._window(state, end), count, usual)

    def _detail(self, state: WindowState, end: int) -> tuple[int, ...]:
        usual = self._usual(state, end)
        return () if usual is None else (*self.told(usual), *self.put_usual(usual))

    def severity(self, run: Tally) -> Severity:
        """As in the base; low for talk or reviews that lead nowhere, of an account that has been there for a week.

        Medium at most if all came through a tool of staff's (`detectors.mailing_sorts`).
        """
        if reviewed_by_old(run) or mere_talk(run):
            return "low"
        grade = super().severity(run)
        return "medium" if grade == "high" and wholly(run, STAFF) else grade

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """Return the checkable numbers of a run; of its texts their number, of contacts how many tell the commonest."""
        return in_numbers(run, super().evidence(run))

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many strangers, and how many other newcomers of the site reach."""
        return told(run, self.window_s)
