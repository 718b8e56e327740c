"""Who is seen where an account had never been, soon after staff changed how it is protected."""

from __future__ import annotations

from typing import Final

from detectors.network import line_of
from detectors.profile import SETTLE_S, Profile, since
from schemas.event import HANDED, Event
from schemas.staff import by_staff
from schemas.values import EventType

PROTECTS: Final[tuple[EventType, ...]] = ("account.email_changed", "account.mfa_changed", "account.password_reset")
HANDED_S = 3600.0  # a telephone call, and what it was for
FORGOTTEN_S = 3 * HANDED_S  # until when what comes late is told rightly


def handed(profile: Profile, event: Event) -> int:
    """Return `HANDED` where staff changed the account within the hour, and device and address came to it since.

    Not in the first minutes, so that it hangs on no order of what comes late; what is used then is told of by what
    follows. Asked of what staff may have done, which is remembered here, and within hours after it.
    """
    time = event.time
    if event.ip is None and event.type in PROTECTS and by_staff(event.source):
        profile.handed = max(profile.handed, time)
        return 0
    if time > profile.handed + FORGOTTEN_S:
        profile.handed = 0.0
    if not profile.handed + SETTLE_S < time <= profile.handed + HANDED_S or event.outcome is False:
        return 0
    if event.ip is None or event.device is None or since(profile.devices, event.device) < profile.handed:
        return 0
    return HANDED if since(profile.ips, line_of(event.ip)) >= profile.handed else 0
