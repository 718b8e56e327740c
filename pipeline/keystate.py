"""Everything remembered of one entity, fetched once for all detectors that see it."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from detectors.entity_days import Distinct, Refusals
from detectors.inbox import Inbox
from detectors.key_spent import Spent
from detectors.nothing import NOTHING
from detectors.profile import Profile
from detectors.report_records import Record, Reports
from detectors.well_known import Linkers

SEEN_MOST = 255


class OpenAlert(Struct, array_like=True, gc=False):
    """An alert that was sent and is not closed. `digest` is that of the content last sent."""

    alert_id: str
    detector: str
    started: float
    version: int = 0
    sent_at: float = float("-inf")
    severity: str = ""
    digest: int = 0
    held: bool = False  # the campaign room sends the first version ...
    again: bool = False  # ... since the entity has alerted before


class Post(Struct, array_like=True):
    """A text that a verdict may still be about; without features, only under which content id it is found.

    `raws`: how each detector scored it; `verdicts`: what each has learned of it, and by what weight where it is not 1.
    """

    content_id: str
    event_id: str
    time: float
    features: bytes = b""
    raws: dict[str, float] = NOTHING
    verdicts: dict[str, bool] = NOTHING
    weights: dict[str, float] = NOTHING


class KeyState(Struct, gc=False):
    """The state of one entity. `recent`: ids of its latest events (`pipeline.recent`), against duplicates."""

    touched: float = float("-inf")
    pruned: float = float("-inf")
    seen: int = 0  # events, up to `SEEN_MOST`
    states: dict[str, Any] = {}  # detector name -> its state
    opened: dict[str, OpenAlert] = NOTHING  # by alert id
    recent: bytes = b""
    profile: Profile | None = None
    post: Post | None = None
    alerted: dict[str, float] = NOTHING  # detector -> event time of the last evidence of its last closed alert
    reports: Reports | None = None  # made of an account, and ...
    record: Record | None = None  # ... what became of a reporter's; both in the site's room
    distinct: Distinct | None = None  # for the site's usual days; in its room
    refusals: Refusals | None = None  # likewise
    spent: Spent | None = None  # likewise, of a network
    inbox: Inbox | None = None  # likewise, of an account: who has written to it, or paid it
    linkers: Linkers | None = None  # likewise, of a domain: who has linked to it
    used: int = -1  # the cache's own: in which of its rounds; not stored

    def open(self, alert: OpenAlert) -> None:
        """Add an alert that is open."""
        self.opened = {**self.opened, alert.alert_id: alert}

    def close(self, alert: OpenAlert, last: float) -> None:
        """Take out an alert that is over; `last`: event time of its last evidence."""
        self.opened = {name: one for name, one in self.opened.items() if one is not alert} or NOTHING
        self.alerted = {**self.alerted, alert.detector: last}
