"""Accounts known by what they post, entered and changed on one device, from one address after the other."""

from __future__ import annotations

from collections.abc import Sequence

from detectors.base import by_event
from detectors.entry_posting import EntryPosting
from detectors.entry_posting_state import came, changed
from detectors.only import only
from schemas.event import NEW_DEVICE, Event


class EntryPostingDevice(EntryPosting):
    """The same on one device within a week, from wherever it is used: a thief's telephone, an account here and there.

    By posts alone: who was written to from a device, and is entered on it, is rare enough to be seen at its address.
    """

    name = "entry_posting_device"
    keyed_by = "device"
    steps = 84

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 604_800.0, least: float = 3,
                 usual: float = 0.005, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    @by_event
    @only(NEW_DEVICE, "content.posted")
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the device of what may count."""
        if event.type == "content.posted":
            return (event.device,) if event.device and came(event) else ()
        return (event.device,) if event.device and changed(event) else ()

    def where(self, key: str) -> str:
        """Say where."""
        return f"on one device on which they had never been seen ({key})"
