"""What is usual for the whole site, in the room that sees it: the days before each event. Pure.

Events of accounts on their first day, posts with links or contacts, reviews, reports, requests that are refused and
usage under new keys get `Event.site` here and are shown to the detectors that ask for it, under their own keys; reports
once it is known what their reporters' records are (`pipeline.reporters`).
"""

from __future__ import annotations

import msgspec

from detectors.base import LATENESS_MAX_S
from detectors.contacts import hashed
from detectors.inbox import Inbox
from detectors.key_spent import Spent, is_new_use, measured
from detectors.network import network_of
from detectors.newcomers import COUNTED
from detectors.reshares import reshares
from detectors.review_wave import MADE, is_review, sellers
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
    REPORTED,
    REVIEWS,
    Distinct,
    Refusals,
    SiteDays,
    asked,
    refused,
    slot_of,
    spent,
)
from detectors.well_known import Linkers, settled
from pipeline.keyed import Keyed
from pipeline.reporter_ages import Ages
from pipeline.routes import Routes
from pipeline.vault import Vault
from schemas.event import (
    ANSWER,
    BOUGHT,
    CUSTOMARY,
    ELSEWHERE,
    JUST_POSTED,
    MANY_TODAY,
    NEW_HERE,
    NEW_TODAY,
    NO_STRANGER,
    Event,
    SiteUsual,
)

_MEMORY = b"\x00usual"
SAYS_NOTHING = ("upload", "prompt")  # a picture is put on a thing, and asks nobody for an answer


class Usual:
    """The usual days of one site. Cost: 3 microseconds a post that somebody compares with them."""

    def __init__(self, routes: Routes, keyed: Keyed, vault: Vault, ages: Ages | None = None) -> None:
        """`ages`: who has just signed up, where that is known."""
        self._ages = ages
        self._routes, self._keyed, self._vault = routes, keyed, vault
        self._moved = False  # since the last flush
        self.memory = vault.load(_MEMORY, msgspec.msgpack.Decoder(SiteDays).decode) or SiteDays()
        self._told: tuple[int, SiteUsual | None] = (-1, None)  # of the day asked for last; not stored
        self._of, self._slots = -1, dict[tuple[bool, int], SiteUsual | None]()  # likewise, by product

    def take(self, event: Event, watermark: float) -> None:
        """Say what is usual on the site, count the event, and show it to the detectors that ask."""
        day, usage = asked(event.time), event.type == "account.usage"
        event.site = self._of_product(day, event) if usage else self._usual(day)
        if event.target is not None:
            self._answers(event)
        if event.novel & NEW_HERE and is_review(event):
            event.novel |= self._first_review(event)
        if event.time <= watermark + 2 * LATENESS_MAX_S:  # a wrong clock must not take the days along
            self._count(event, min(watermark, event.time))
        for key, detectors in self._routes.with_site(event).items():
            self._keyed.take(detectors, key, event, watermark)

    def paid(self, event: Event) -> None:
        """Remember who paid whom: where a payee is no account, nobody asks."""
        if event.merchant is not None:
            self._dealt(event, event.merchant)

    def _usual(self, day: int) -> SiteUsual | None:
        """Return what is usual; days before one that is asked for are complete, so that it is worked out once."""
        if self._told[0] != day:
            self._told = day, self.memory.usual(day)
        return self._told[1]

    def _of_product(self, day: int, event: Event) -> SiteUsual | None:
        """As `_usual`, of a product that was refused, or used under a new key."""
        new = is_new_use(event)
        slot = measured(event) if new else slot_of(event.product or "")
        if self._of != day:
            self._of, self._slots = day, {}
        if (new, slot) not in self._slots:
            self._slots[new, slot] = (self.memory.spent if new else self.memory.refused)(day, slot)
        return self._slots[new, slot]

    def _count(self, event: Event, until: float) -> None:
        days, time = self.memory, event.time
        if event.type == "account.usage":
            self._used(event, until)
        if event.target is not None:
            self._written(event, event.target, until)
        if event.type != "content.reported":  # of which links and contacts are those of what is reported
            if event.domains or event.contacts or event.kind == "review":
                self._shares(event)
            if event.domains:
                self._linked(event, until)
        elif event.novel & JUST_POSTED and event.reporter and event.content_id is not None:
            self._reported(event.content_id, event.reporter, time, until)
        days.forget(until)
        self._moved = True

    def _answers(self, event: Event) -> None:
        """Say whether a content goes to who wrote or paid first; whoever may have taken the account answers nobody."""
        if event.novel & ELSEWHERE:
            return
        inbox = self._keyed.cache.get(f"account:{event.subject}", event.time).inbox
        if inbox is not None and inbox.knows(event):
            event.novel |= ANSWER
        if event.domains and event.kind == "message" and settled(event):  # without links nobody knows whence
            if (inbox is not None and inbox.is_paid(event.time)) or self._well_known(event):
                event.novel |= CUSTOMARY

    def _first_review(self, event: Event) -> int:
        """Say how old its account is, where that is known, and whether it has bought what it reviews."""
        age = 0 if self._ages is None else self._ages.told(event.subject, event.time)
        for seller in sellers(event.target or ""):
            inbox = self._keyed.cache.get(f"account:{seller}", event.time).inbox
            if inbox is not None and inbox.sold_to(event):
                return age | BOUGHT
        return age

    def _well_known(self, event: Event) -> bool:
        """Tell whether a message leads to sites alone that people here have linked to for days."""
        if event.contacts:
            return False
        known = [self._keyed.cache.get(f"domain:{domain}", event.time).linkers for domain in event.domains]
        return all([one is not None and one.many(event.time) for one in known])

    def _written(self, event: Event, target: str, until: float) -> None:
        """Remember who wrote to whom, and count to how many strangers a newcomer writes."""
        if event.kind not in SAYS_NOTHING:
            self._dealt(event, target)
        if event.novel & (NEW_TODAY | NO_STRANGER) == NEW_TODAY:
            known = self._keyed.cache.get(f"account:{event.subject}", event.time)
            known.distinct = known.distinct or Distinct()
            in_hour, in_day = known.distinct.add(event.time, hashed(target))
            known.distinct.forget(until)
            self.memory.add(event.time, HOURLY, in_hour)
            self.memory.add(event.time, DAILY, in_day)
            if in_day >= MANY:
                event.novel |= MANY_TODAY

    def _dealt(self, event: Event, other: str) -> None:
        there = self._keyed.cache.get(f"account:{other}", event.time)
        there.inbox = there.inbox or Inbox()
        there.inbox.add(event)

    def _used(self, event: Event, until: float) -> None:
        """Count what an account was refused, or used under a new key."""
        time, days = event.time, self.memory
        if is_new_use(event):
            known = self._keyed.cache.get(f"ip:{network_of(event.ip or '')}", time)
            known.spent = known.spent or Spent()
            for step in known.spent.add(event):
                days.add(time, spent(measured(event)), step)
            known.spent.forget(until)
        else:
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
                self.memory.add(event.time, LINKED, known.distinct.add(event.time, hashed(event.subject))[1])
            known.distinct.forget(until)
            if old:
                known.linkers = known.linkers or Linkers()
                known.linkers.see(event)

    def _reported(self, content: str, reporter: str, time: float, until: float) -> None:
        """Count by how many people each just posted thing is reported in a day."""
        known = self._keyed.cache.get(f"reported:{content}", time)
        known.distinct = known.distinct or Distinct()
        self.memory.add(time, REPORTED, known.distinct.add(time, hashed(reporter))[1])
        known.distinct.forget(until)

    def _shares(self, event: Event) -> None:
        """Count posts of each sort, and those of accounts in their first hour."""
        new = int(bool(event.novel & NEW_HERE))
        for there, all_, theirs in ((event.domains, LINKS, NEW_LINKS), (event.contacts, CONTACTS, NEW_CONTACTS)):
            if there:
                self.memory.add(event.time, all_, 1)
                self.memory.add(event.time, theirs, new)
        if event.kind == "review" and is_review(event):  # most is none: spared a call
            new = new and int(not event.novel & BOUGHT)
            self.memory.add(event.time, REVIEWS, 1)
            self.memory.add(event.time, NEW_REVIEWS, new)
            self.memory.add(event.time, MADE_REVIEWS, new and int(event.novel & MADE == MADE))

    def flush(self) -> list[tuple[bytes, bytes | None]]:
        """Return the room's own part, if it has changed."""
        moved, self._moved = self._moved, False
        return [self._vault.sign(_MEMORY, msgspec.msgpack.encode(self.memory))] if moved else []
