"""Who has dealt with whom: what inboxes over the whole site say of a payment, or of a content to somebody. Pure."""

from __future__ import annotations

from detectors.base import LATENESS_MAX_S
from detectors.inbox import Inbox
from detectors.well_known import settled
from pipeline.keyed import Keyed
from schemas.event import ANSWER, CUSTOMARY, ELSEWHERE, FIRST_USE, UNTOUCHED, WENT_FIRST, Event

CUSTOMS = ("message", "post", "comment")  # what may cite a well-known site to many: an encyclopaedia's sources


class Dealings:
    """Asks the accounts' inboxes, and the domains' linkers, of the site's room."""

    def __init__(self, keyed: Keyed) -> None:
        self._keyed = keyed

    def secluded(self, event: Event) -> int:
        """Say of a payment on a device that had lain for days whether hardly anybody pays its payee."""
        there = self._keyed.cache.get(f"account:{event.merchant}", event.time).inbox
        return UNTOUCHED if there is None or there.hardly_paid(event) else 0

    def answers(self, event: Event) -> None:
        """Say whether a content goes to who wrote or paid first; whoever may have taken the account answers nobody."""
        if event.novel & FIRST_USE and event.kind == "message" and self._wrote(event):
            event.novel ^= FIRST_USE
        if event.novel & UNTOUCHED and (event.novel & ELSEWHERE or self._touched(event)):
            event.novel ^= UNTOUCHED
        if event.novel & ELSEWHERE:
            return
        inbox = self._keyed.cache.get(f"account:{event.subject}", event.time).inbox
        if inbox is not None and inbox.knows(event):
            event.novel |= ANSWER | (self._went_first(event, inbox) if event.contacts else 0)
        if event.domains and event.kind in CUSTOMS and settled(event):  # without links nobody knows whence
            if (inbox is not None and event.kind == "message" and inbox.is_paid(event.time)) or self._well_known(event):
                event.novel |= CUSTOMARY

    def _wrote(self, event: Event) -> bool:
        """Tell whether an event's account had written to its target before, or paid it."""
        there = self._keyed.cache.get(f"account:{event.target}", event.time).inbox
        return there is not None and there.came(event.subject) < event.time - LATENESS_MAX_S

    def _touched(self, event: Event) -> bool:
        """Tell whether anybody else had written where an event's content stands, or paid: not on a new package."""
        there = self._keyed.cache.get(f"account:{event.target}", event.time).inbox
        return there is not None and there.heard_others(event)

    def _went_first(self, event: Event, inbox: Inbox) -> int:
        """Say whether they wrote only after the account of an event had written to them."""
        theirs = self._keyed.cache.get(f"account:{event.target}", event.time).inbox
        if theirs is None or event.target is None:
            return 0
        return WENT_FIRST if theirs.came(event.subject) < inbox.came(event.target) else 0

    def _well_known(self, event: Event) -> bool:
        """Tell whether a message leads to sites alone that people here have linked to for days."""
        if event.contacts:
            return False
        known = [self._keyed.cache.get(f"domain:{domain}", event.time).linkers for domain in event.domains]
        return all([one is not None and one.many(event.time) for one in known])
