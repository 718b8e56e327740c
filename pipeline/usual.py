"""What is usual for the whole site, in the room that sees it: the days before each event. Pure.

Events of accounts on their first day, posts with links or contacts, reviews, reports, requests that are refused and
usage under new keys get `Event.site` here and are shown to the detectors that ask for it, under their own keys; reports
once it is known what their reporters' records are (`pipeline.reporters`).
"""

from __future__ import annotations

import msgspec

from detectors.base import LATENESS_MAX_S
from detectors.key_spent import is_new_use, measured
from detectors.review_wave import is_review, sellers
from detectors.site_days import SiteDays, asked, slot_of
from pipeline.clock import LEAP_S
from pipeline.dealings import Dealings
from pipeline.keyed import Keyed
from pipeline.reporter_ages import LOCKED, USED, Ages
from pipeline.routes import PAID, POSTED, Routes
from pipeline.usual_counts import SiteCounts
from pipeline.vault import Vault
from schemas.event import (
    BOUGHT,
    EARLY,
    FIRST_USE,
    LODGED,
    NEVER_USED,
    NEW_HERE,
    NEW_TODAY,
    REGULAR,
    SOUGHT,
    YOUNG_REPORTER,
    Event,
)
from schemas.site_usual import SiteUsual

_MEMORY = b"\x00usual"
LOCKED_S = 259_200.0  # how long what an account tells is held to be whose who locked it


class Usual:
    """The usual days of one site. Cost: 3 microseconds a post that somebody compares with them."""

    def __init__(self, routes: Routes, keyed: Keyed, vault: Vault, apart_s: float, ages: Ages | None = None) -> None:
        """`apart_s`: see `Ages`; `ages`: who has just signed up, where that is known."""
        self._ages = ages
        self._routes, self._keyed, self._vault = routes, keyed, vault
        self._moved = False  # since the last flush
        self.memory = vault.load(_MEMORY, msgspec.msgpack.Decoder(SiteDays).decode) or SiteDays()
        self._counts, self._uses = SiteCounts(self.memory, keyed), Ages(vault, apart_s, USED)
        self._dealings = Dealings(keyed)
        self._locked = Ages(vault, apart_s, LOCKED)
        self._told: tuple[int, SiteUsual | None] = (-1, None)  # of the day asked for last; not stored
        self._of, self._slots = -1, dict[tuple[bool, int], SiteUsual | None]()  # likewise, by product

    def take(self, event: Event, watermark: float) -> None:
        """Say what is usual on the site, count the event, and show it to the detectors that ask."""
        day, usage = asked(event.time), event.type == "account.usage"
        event.site = self._of_product(day, event) if usage else self._usual(day)
        if event.target is not None:
            self._dealings.answers(event)
        if event.type == PAID:
            event.novel |= self._dealings.secluded(event)
        elif event.novel & NEW_HERE and event.kind == "review" and is_review(event):
            event.novel |= self._first_review(event)
        elif event.type == POSTED and _wants_age(event):
            event.novel |= 0 if self._ages is None else self._ages.told(event.subject, event.time)
        if (event.domains or event.contacts) and self._locked.days and event.type == POSTED:
            event.novel |= LODGED if self._locked.lately(event.subject, event.time, LOCKED_S) else 0
        if event.contacts and event.kind == "message" and event.target is not None and self._ages is not None:
            event.novel |= SOUGHT if self._ages.signed_up(event.target, event.time) else 0
        if event.time <= watermark + 2 * LATENESS_MAX_S:  # a wrong clock must not take the days along
            self._counts.take(event, min(watermark, event.time))
            self._moved = True
        for key, detectors in self._routes.with_site(event).items():
            self._keyed.take(detectors, key, event, watermark)

    def paid(self, event: Event) -> None:
        """Remember who paid whom: where a payee is no account, nobody asks."""
        if event.merchant is not None:
            inbox = self._counts.dealt(event, event.merchant)
            if not inbox.born and self._ages is not None and inbox.wants_age():
                inbox.born = self._ages.signed_up(event.merchant, event.time)

    def begun(self, event: Event, watermark: float) -> None:
        """Remember who used or paid something for the first time, and who was locked, or given a key, by a lodger."""
        if event.time > watermark + LEAP_S:  # as of sign-ups
            return
        if event.novel & FIRST_USE:
            self._uses.add(event)
        if event.novel & LODGED and event.type != PAID:
            self._locked.add(event)

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

    def _first_review(self, event: Event) -> int:
        """Say how old its account is, where that is known, and whether it has used anything, or bought what it reviews.

        Of who signed up within the week the first use is known for sure.
        """
        age = 0 if self._ages is None else self._ages.told(event.subject, event.time)
        if age & YOUNG_REPORTER:
            age |= self._used(event)
        for seller in sellers(event.target or ""):
            inbox = self._keyed.cache.get(f"account:{seller}", event.time).inbox
            if inbox is not None and inbox.sold_to(event):
                return age | BOUGHT
        return age

    def _used(self, event: Event) -> int:
        had = self._uses.had(event.subject, event.time)
        return 0 if had is None else FIRST_USE if had else NEVER_USED

    def flush(self) -> list[tuple[bytes, bytes | None]]:
        """Return the room's own part, if it has changed."""
        moved, self._moved = self._moved, False
        own = [self._vault.sign(_MEMORY, msgspec.msgpack.encode(self.memory))] if moved else []
        return [*own, *self._uses.flush(), *self._locked.flush()]


def _wants_age(event: Event) -> bool:
    """Tell whether it matters how old the account of a post is: it says more than words, or nobody is known here yet.

    Of who has posted on earlier days it matters of links alone, until they are regular.
    """
    if not event.novel & NEW_TODAY and (not event.domains or event.novel & REGULAR):
        return False
    if event.domains or event.contacts or event.kind == "review":
        return True
    return event.site is None and not event.novel & EARLY
