"""What is counted of a site's events, so that it is known what is usual on the days after."""

from __future__ import annotations

from detectors.contacts import hashed
from detectors.entity_days import Distinct, Refusals
from detectors.inbox import SAYS_NOTHING, Inbox
from detectors.key_spent import Spent, is_new_use, measured
from detectors.network import network_of
from detectors.newcomers import COUNTED
from detectors.reshares import reshares
from detectors.review_wave import MADE, is_review
from detectors.site_days import (
    CONTACTS,
    DAILY,
    HOURLY,
    LINKED,
    LINKS,
    MADE_REVIEWS,
    MANY,
    NEW_CONTACTS,
    NEW_LINKS,
    NEW_REVIEWS,
    PUT_DAILY,
    PUT_HOURLY,
    REVIEWS,
    SiteDays,
    refused,
    slot_of,
    spent,
)
from detectors.site_spreads import IDLERS, REPORTED, USERS
from detectors.statuses import DENIED
from detectors.steps import HOUR_S
from detectors.well_known import Linkers, settled
from pipeline.keyed import Keyed
from schemas.event import (
    BOUGHT,
    FIRST_USE,
    JUST_POSTED,
    MANY_TODAY,
    NEVER_USED,
    NEW_HERE,
    NEW_TODAY,
    NO_STRANGER,
    Event,
)


class SiteCounts:
    """Counts into a site's days; what is counted of an account, a domain or a content is kept with its state."""

    def __init__(self, days: SiteDays, keyed: Keyed) -> None:
        self._days, self._keyed = days, keyed
        self._due = float("-inf")  # when days are next dropped; not stored

    def take(self, event: Event, until: float) -> None:
        """Count an event; `until`: how far time surely is."""
        if event.type == "account.usage":
            self._used(event, until)
        if event.target is not None:
            self._written(event, event.target, until)
        if event.type != "content.reported":  # of which links and contacts are those of what is reported
            if event.domains or event.contacts or event.kind == "review":
                self._shares(event, until)
            if event.domains:
                self._linked(event, until)
        elif event.novel & JUST_POSTED and event.reporter and event.content_id is not None:
            self._reported(event.content_id, event.reporter, event.time, until)
        if until >= self._due:
            self._days.forget(until)
            self._due = until + HOUR_S  # days end once a day

    def _written(self, event: Event, target: str, until: float) -> None:
        """Remember who wrote to whom, and count to how many strangers a newcomer writes; apart, where it uploads."""
        if says := event.kind not in SAYS_NOTHING:
            self.dealt(event, target)
        if event.novel & (NEW_TODAY | NO_STRANGER) == NEW_TODAY:
            known = self._keyed.cache.get(f"{'account' if says else 'uploads'}:{event.subject}", event.time)
            known.distinct = known.distinct or Distinct()
            in_hour, in_day = known.distinct.add(event.time, hashed(target))
            known.distinct.forget(until)
            self._days.add(event.time, HOURLY if says else PUT_HOURLY, in_hour)
            self._days.add(event.time, DAILY if says else PUT_DAILY, in_day)
            if says and in_day >= MANY:
                event.novel |= MANY_TODAY

    def dealt(self, event: Event, other: str) -> Inbox:
        """Remember who wrote to whom, or paid whom; return what is known of the other."""
        there = self._keyed.cache.get(f"account:{other}", event.time)
        there.inbox = inbox = there.inbox or Inbox()
        inbox.add(event)
        return inbox

    def _used(self, event: Event, until: float) -> None:
        """Count what an account was refused, or used under a new key."""
        time, days = event.time, self._days
        if is_new_use(event):
            known = self._keyed.cache.get(f"ip:{network_of(event.ip or '')}", time)
            known.spent = known.spent or Spent()
            for step in known.spent.add(event):
                days.add(time, spent(measured(event)), step)
            known.spent.forget(until)
        elif event.status in DENIED:  # not what is given, which some detectors look at, too
            known, slot = self._keyed.cache.get(f"account:{event.subject}", time), slot_of(event.product or "")
            known.refusals = known.refusals or Refusals()
            days.add(time, refused(slot), known.refusals.add(time, slot))
            known.refusals.forget(until)

    def _linked(self, event: Event, until: float) -> None:
        """Count by how many newcomers each domain is linked on its first day."""
        new, old = event.novel & COUNTED and not reshares(event), settled(event)
        for domain in event.domains:
            known = self._keyed.cache.get(f"domain:{domain}", event.time)
            known.distinct = known.distinct or Distinct()
            if known.distinct.begins(event.time) and new:
                self._days.add(event.time, LINKED, known.distinct.add(event.time, hashed(event.subject))[1])
            known.distinct.forget(until)
            if old:
                known.linkers = known.linkers or Linkers()
                known.linkers.see(event)

    def _reported(self, content: str, reporter: str, time: float, until: float) -> None:
        """Count by how many people each just posted thing is reported in a day."""
        known = self._keyed.cache.get(f"reported:{content}", time)
        known.distinct = known.distinct or Distinct()
        self._days.add(time, REPORTED, known.distinct.add(time, hashed(reporter))[1])
        known.distinct.forget(until)

    def _shares(self, event: Event, until: float) -> None:
        """Count posts of each sort, and those of accounts in their first hour."""
        new = int(bool(event.novel & NEW_HERE))
        for there, all_, theirs in ((event.domains, LINKS, NEW_LINKS), (event.contacts, CONTACTS, NEW_CONTACTS)):
            if there:
                self._days.add(event.time, all_, 1)
                self._days.add(event.time, theirs, new)
        if event.kind == "review" and is_review(event):  # most is none: spared a call
            new = new and int(not event.novel & BOUGHT)
            self._days.add(event.time, REVIEWS, 1)
            self._days.add(event.time, NEW_REVIEWS, new)
            self._days.add(event.time, MADE_REVIEWS, new and int(event.novel & MADE == MADE))
            if event.novel & (FIRST_USE | NEVER_USED):
                self._began(event, USERS if event.novel & FIRST_USE else IDLERS, until)

    def _began(self, event: Event, whose: str, until: float) -> None:
        """Count on how many things such accounts wrote a first review: a crowd on one thing counts once a day."""
        known = self._keyed.cache.get(f"{whose}:{event.target}", event.time)
        known.distinct = known.distinct or Distinct()
        self._days.add(event.time, whose, known.distinct.add(event.time, hashed(event.subject))[1])
        known.distinct.forget(until)
