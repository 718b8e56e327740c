"""What raids in few sentences have in common: newcomers' texts that people read, each said twice or more."""

from __future__ import annotations

from detectors.base import by_event
from detectors.held_posts import HeldPosts
from detectors.only import only
from detectors.raid_repeating import TWICE
from schemas.event import NEW_TODAY, Event

SAID = ("post", "comment", "message")  # what people read; a prompt is for the model, a file for who asked for it


class RaidTexts(HeldPosts):
    """Base of detectors of what accounts on their first day of posting say in texts long enough to be compared."""

    each = TWICE

    @by_event
    @only(NEW_TODAY)
    def remembers(self, event: Event) -> bool:
        """Note what newcomers say: asked of every content."""
        here = event.novel & NEW_TODAY and event.target is not None
        return bool(here and event.fingerprints and event.kind in SAID)
