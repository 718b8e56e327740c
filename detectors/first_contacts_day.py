"""Who writes to strangers on his first day, over hours: more than newcomers of the site do in a day."""

from __future__ import annotations

from detectors.first_contacts import FirstContacts
from schemas.site_usual import SiteUsual


class FirstContactsDay(FirstContacts):
    """The same within the day, for those who stay below limits by the hour."""

    name = "first_contacts_day"
    steps = 24
    idle_s = 86_400.0

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 86_400.0, least: float = 12,
                 usual: float = 15.0, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `FirstContacts`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    def told(self, usual: SiteUsual) -> tuple[int, int, int]:
        """Return what whole days say."""
        return usual.day

    def put_usual(self, usual: SiteUsual) -> tuple[int, int, int]:
        """Likewise of pictures and files."""
        return usual.uploads[1]
