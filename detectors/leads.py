"""Where an account's posts led lately: so that a report of one says which links and contacts it is about.

A report names a content, not what is in it, and comes to the account that is reported. So each account's own state
keeps what its latest posts with links or contacts told. Like what it has just posted (`detectors.just_posted`), a post
is known `SETTLE_S` after it, so that no order within the lateness bound decides anything.
"""

from __future__ import annotations

from zlib import crc32

from detectors.profile import SETTLE_S, Profile
from detectors.reshares import reshares
from schemas.event import Event

KEPT, NAMES = 16, 4  # posts of an account, the latest; links and contacts of each
WITHIN_S = 604_800.0  # a report of something older says little of what is told now


def lead(profile: Profile, event: Event) -> None:
    """Remember a content with links or contacts, the newest last: not what is asked of a model, or another's."""
    if event.content_id is None or event.kind == "prompt" or reshares(event):
        return
    entry = event.time, crc32(event.content_id.encode()), event.domains[:NAMES], event.contacts[:NAMES]
    profile.leads = tuple(sorted({*profile.leads, entry})[-KEPT:])


def led(profile: Profile, event: Event) -> None:
    """Fill in which links and contacts a report is about, where that is known."""
    name, first, last = crc32((event.content_id or "").encode()), event.time - WITHIN_S, event.time - SETTLE_S
    for at, one, domains, contacts in profile.leads:
        if one == name and first <= at <= last:
            event.domains, event.contacts = domains, contacts
