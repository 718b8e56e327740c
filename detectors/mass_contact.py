"""Mass mailing by one account: it writes to far more people that it never wrote to than it ever did."""

from __future__ import annotations

from math import isclose

from detectors.base import Signal, by_event
from detectors.contacts import ANSWERED, hashed
from detectors.customs import LINKED, mailed
from detectors.mailing_desk import at_home, from_desk
from detectors.mailing_sent import UNLINKED, place_of
from detectors.mailing_sorts import (
    ALONE,
    FIRST_WEEK,
    MAIL,
    MAIL_EARLY,
    MAILED,
    STAFF,
    VAGUE,
    is_known,
    is_mailed,
    is_staffs,
    tempered,
)
from detectors.mailing_sorts import LINKED as LINKED_TO
from detectors.mailing_young import BEGUN, first_of_old, note_begun
from detectors.mass_contact_judged import ContactState, MassContactJudged
from detectors.mass_contact_words import PLACED, REMARKS, UNKNOWN, remarks, told
from detectors.surprise import to_score
from detectors.tally import Tally
from detectors.window import WindowState
from schemas.event import ANSWER, CUSTOMARY, ELSEWHERE, GREETING, NO_STRANGER, OWN_THING, UNTOUCHED, Event
from schemas.values import Severity

SHORT_COUNTED = 5  # one in so many targets of a short text, by hash: thanks and greetings are for many at once


class MassContact(MassContactJudged):
    """Distinct targets (people, groups, threads) an account never wrote to before that day, in a sliding hour.

    Fires on one message to many strangers, copied or worded anew each time, with links or without, from wherever. Quiet
    on an account whose past shows as many (support, mailing lists, bots), on one that has reached many on earlier days,
    up to ten times as many after one such day and twenty after two, on mailings that its customs explain (a link or a
    place of weeks: `detectors.customs`; a link from who has payers, or to a site well known here, as an encyclopaedia's
    sources are: `CUSTOMARY`), and on what it writes again to those it knows. A letter (one text that says nowhere to
    turn to, from where the account wrote on a day before) is judged as an account's first day is: few ordinary days say
    nothing of whom it may have reason to write to. Of the targets of texts of a few words that say nowhere to turn to
    (a link, a number, a name, "see my profile") a fifth count: thanks for birthday wishes. An account's first day is
    judged by what new accounts do, so that a first mailing to a hundred passes; but where its sign-up of the week
    before was seen, and its messages lead somewhere, three dozen strangers are told (`detectors.mailing_young`). Who
    wrote to the account or paid it an hour before or earlier is no stranger (`detectors.inbox`), nor do answers show
    whom it may reach; what the account posted itself is no place of strangers (pictures on its own listing). Medium,
    and never high, from the one device (or network) from which the account wrote to somebody on a day before; low if it
    did so there on five days (two in a site's first week) and sends at most 400 messages with links, no number or name
    (`detectors.mailing_desk`), or if all are comments there without link or contact: whose page a content stands on is
    not known, so that an owner who answers 170 reviews of its place is told.
    Low, too, if all are uploads where nobody else had written, of who has posted for days (a release of packages);
    medium at most if all came through a tool of staff's (low if the account had used it before, and all lead to one
    site), or nothing leads anywhere and no earlier day is known (`detectors.mailing_sorts`). Receipts that the
    product's own mailer sends for an account (`schemas.mailer`) are mostly asked for: up to 400 in a window are
    explained if they lead nowhere, else up to a hundred; medium at most of an account that has written for a day, or is
    known to be older than a week, low where all lead to where its mail has led for weeks (a form that goes viral).
    Fails on a form that its owner fills in for strangers a hundred times a day. High, too, is a first form that goes
    viral in a site's first week, when nobody knows how old an account is, and an association's letter to all its
    members from a new computer, as from a thief's.
    """

    name = "mass_contact"
    version = 8
    keyed_by = "account"
    kinds = ("content.posted",)
    area = "spam"
    ties = ("device", "ip", "domain")
    alike = True
    by_site = True  # only there is known who wrote or paid first
    members_are_accounts = False

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 3600.0, least: float = 30,
                 usual: float = 10.0, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`; what is noted but not counted is noted here."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)
        self._counted_only = True

    @by_event
    def remembers(self, event: Event) -> bool:
        """Note what is written to somebody, but for what hangs on one's own things: asked of every content."""
        return event.target is not None and not event.novel & OWN_THING

    def member(self, event: Event) -> str | None:
        """Count targets that did not write or pay first, of short texts one in a few."""
        if event.target is None or event.novel & NO_STRANGER:
            return None
        code = hashed(event.target)
        return f"{code:x}" if code % SHORT_COUNTED == 0 or not event.novel & GREETING else None

    def note(self, event: Event, tally: Tally) -> None:
        """Count the posts that carry a link, the comments that lead nowhere, and what sort the posts are of."""
        if event.domains:
            tally.add(LINKED_TO)
            if event.kind == "message" and not event.contacts:
                tally.add(MAIL_EARLY if event.site is None or event.site.days < FIRST_WEEK else MAIL)
        else:
            if event.kind == "comment" and not event.contacts:
                tally.add(REMARKS)
            if event.contacts or not (event.fingerprints or event.novel & GREETING):  # the text is not shown
                tally.add(VAGUE)
        if event.novel & BEGUN:
            note_begun(event, tally)
        if event.kind in {"post", "upload"}:
            tally.add(PLACED)
        if event.novel & UNTOUCHED:
            tally.add(ALONE)
        if event.ip is None:
            if is_staffs(event):
                tally.add(STAFF)
            elif is_mailed(event) and is_known(event):
                tally.add(MAILED)

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """Return the window's surprise, the event included; None for those it has written to before, or so few."""
        own: ContactState = state  # type: ignore[assignment]  # `state_type`; no cast: a call an event
        if self.member(event) is None or own.contacts.knows(event.target or "", event.time):
            return None
        signal = self._of_many(event, state, key)
        if signal is None or self._fits(event, state):
            return signal
        end = int(event.time // self.step_s)
        surprise = self._unexcused(state, end, self._count(state, end, event), self._past(state, end))
        return Signal(self.name, self.version, key, to_score(surprise), signal.warm, surprise)

    def learn(self, event: Event, state: WindowState, signal: Signal | None) -> bool:
        """Count the target if it is a stranger; remember it."""
        own: ContactState = state  # type: ignore[assignment]  # as in `score`
        links = own.links
        if event.domains:
            links.see(event)
        if event.target is None:
            return False
        contacts = own.contacts
        stranger = not contacts.knows(event.target, event.time)
        if event.novel & ANSWER:
            contacts.write(event.target, event.time, ANSWERED)
            return False
        usual = event.novel & CUSTOMARY or (event.domains and links.of_old(event))
        if usual:
            whence = LINKED
        else:
            whence = mailed(event) if event.ip is None and is_mailed(event) else place_of(event.device, event.ip)
        contacts.write(event.target, event.time, whence)
        if not stranger:
            return False
        bucket, said, found = int(event.time // self.step_s), own.said, event.fingerprints
        # `plain`, without a call at every message
        led = event.domains or event.contacts or event.novel & ELSEWHERE or not found or found[0][0] != UNLINKED
        text = "" if led else found[0]
        if bucket not in said:
            said[bucket] = text
        elif said[bucket] != text:
            said[bucket] = ""
        return super().learn(event, state, signal)

    def severity(self, run: Tally) -> Severity:
        """Grade as in the base; what goes out from where its writer was on a day before is mostly a first mailing.

        If all are comments that lead nowhere, an owner may answer what stands under its own page; from a desk
        (`detectors.mailing_desk`) it may be a letter to members. So may the first of an account that is older.
        """
        if not at_home(run):
            grade = tempered(super().severity(run), run, mere=isclose(run.usual, 1 + self.usual))
            return "medium" if grade == "high" and first_of_old(run) else grade
        if from_desk(run):
            return "low"
        return "low" if remarks(run) == run.n else tempered("medium", run, mere=True)

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many strangers, and how many is usual for the account."""
        busy = f"in its busy {'hours' if self.window_s <= 3600 else 'days'}"
        return told(run, self.window_s, self.usually(run, busy, UNKNOWN))
