"""Who wants which event: the catalogue arranged by stage, entity and event type, once at start."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from zlib import crc32

from detectors.base import KEYS, Detector
from detectors.text_verdicts import TextDetector
from pipeline.asked import Detectors, as_usual, noted, remembered, seen, unlike
from schemas.event import FIRST_USE, LODGED, Event

PAID, POSTED = "account.payment", "content.posted"
BEGUN = FIRST_USE | LODGED


class Routes:
    """Look-ups over a set of detectors. An event meets only those that want its type."""

    def __init__(self, detectors: Iterable[Detector[Any]]) -> None:
        self.all: Detectors = tuple(detectors)
        self.site = _by_type(d for d in self.all if d.keyed_by == "site" and not d.summed and not d.by_site)
        # Whether a site-wide detector counts or notes an event.
        self.counted = remembered(self.site).by_any
        self.summed = _by_type(d for d in self.all if d.summed)
        self.texts = _by_type(d for d in self.all if isinstance(d, TextDetector))  # live in the site's room, too
        self.taught: Detectors = tuple(  # of the site, those that verdicts teach
            d for d in self.all if d.keyed_by == "site" and type(d).decided is not Detector.decided
        )
        accounts = [d for d in self.all if d.keyed_by == "account"]
        self.by_record = _by_type(d for d in self.all if d.by_record)
        self.signed = frozenset({"account.signup"}) if self.by_record else frozenset[str]()  # for reporters' ages
        # Of these, the accounts' own: they live in the site's room, too.
        self.reports = _by_type(d for d in accounts if d.by_record)
        # What is compared with the whole site's usual days lives there, whatever its key.
        self.by_site = _by_type(d for d in self.all if d.by_site)
        self._deals = POSTED in self.by_site or PAID in self.by_site or bool(self.by_record)
        # Whether a detector that asks for the site's usual days remembers an event.
        self.compared = remembered({t: unlike(found) for t, found in self.by_site.items()}).by_any
        # The entities in the site's room under which it must be seen; reports are shown where the records are.
        self.with_site = seen(_by_type(d for d in self.all if d.by_site and not d.by_record), noted).under
        on_stream = [d for d in accounts if not d.by_record and not d.by_site and not isinstance(d, TextDetector)]
        self.own = _by_type(d for d in on_stream if as_usual(d))  # the subject's on its own stream, and ...
        self.known = seen(_by_type(d for d in on_stream if not as_usual(d))).under  # ... those of what is known there
        entities = _by_type(d for d in self.all if d.keyed_by not in ("account", "site") and not d.by_site)
        # The entity keys (type:id) under which an event must be seen, with the detectors that ask.
        self.rows = seen(entities).under
        self._of_kind = {
            kind: seen({type_: tuple(d for d in found if d.keyed_by == kind) for type_, found in entities.items()})
            for kind in KEYS
        }
        self._alike = frozenset(d.name for d in self.all if d.keyed_by == "content" or d.alike)

    def wanted(self, kind: str, bare: str, event: Event) -> Detectors:
        """Return the detectors that ask for the event under one entity, as `rows` has them."""
        return self._of_kind[kind].under(event).get(f"{kind}:{bare}", ()) if kind in self._of_kind else ()

    def for_site(self, event: Event) -> bool:
        """Tell whether a site-wide detector counts or notes the event, or models or records must see it."""
        if event.type in self.by_record or event.type in self.signed or self.learns_from(event):
            return True
        return self.counted(event) or self.compared(event) or self.paid(event) or self.begun(event)

    def begun(self, event: Event) -> bool:
        """Tell whether an account first uses or pays something, or is locked (`LODGED`): its posts then say more."""
        return event.novel & BEGUN != 0 and event.type != POSTED and POSTED in self.by_site

    def paid(self, event: Event) -> bool:
        """Tell whether an event pays somebody who may write to its account, or be reported (`detectors.inbox`)."""
        return event.type == PAID and bool(event.outcome and event.merchant) and self._deals

    def learns_from(self, event: Event) -> bool:
        """Tell whether a detector that learns from verdicts judges the event's text."""
        for detector in self.texts.get(event.type, ()):
            if detector.keys_of(event):
                return True
        return False

    def takes_verdicts(self) -> bool:
        """Tell whether anything in the site's room learns from verdicts."""
        return bool(self.texts or self.taught or self.by_record)

    def compares_text(self) -> bool:
        """Tell whether any detector asks which texts are alike."""
        return bool(self._alike)


def _by_type(detectors: Iterable[Detector[Any]]) -> dict[str, Detectors]:
    found: dict[str, list[Detector[Any]]] = {}
    for detector in detectors:
        for kind in detector.kinds:
            found.setdefault(kind, []).append(detector)
    return {kind: tuple(group) for kind, group in found.items()}


def partition_of(key: str, partitions: int) -> int:
    """Return the partition of an entity: a stable hash, the same in every process and version."""
    return crc32(key.encode()) % partitions
